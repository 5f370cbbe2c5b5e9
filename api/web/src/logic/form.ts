// The registration form as the screen edits it, and the way to and from entry.json.
import type { EntryForm } from '../api/types';

export interface UnitRow {
  name: string;
  uscc: string;
}

export interface FormState {
  entry: string;
  projectName: string;
  track: string;
  topic: number | null;
  applicant: UnitRow;
  formerNames: { name: string }[];
  partners: UnitRow[];
  teamName: string;
  representatives: { name: string; idNumber: string; masked: string }[];
  related: (UnitRow & { relation: string })[];
  materials: EntryForm['materials'];
}

export function emptyForm(): FormState {
  return {
    entry: '',
    projectName: '',
    track: '',
    topic: null,
    applicant: { name: '', uscc: '' },
    formerNames: [],
    partners: [],
    teamName: '',
    representatives: [],
    related: [],
    materials: undefined,
  };
}

export function formOf(entry: EntryForm): FormState {
  const row = (unit: { name: string; uscc?: string | null }): UnitRow => ({
    name: unit.name,
    uscc: unit.uscc ?? '',
  });
  return {
    entry: entry.entry ?? '',
    projectName: entry.project?.name ?? '',
    track: entry.project?.track ?? '',
    topic: entry.project?.topic ?? null,
    applicant: row(entry.applicant),
    formerNames: (entry.applicant.former_names ?? []).map((name) => ({ name })),
    partners: (entry.partners ?? []).map(row),
    teamName: entry.team?.name ?? '',
    representatives: (entry.team?.representatives ?? []).map((person) => ({
      name: person.name,
      idNumber: person.id_number ?? '',
      masked: person.id_number_masked ?? '',
    })),
    related: (entry.related ?? []).map((unit) => ({ ...row(unit), relation: unit.relation })),
    materials: entry.materials,
  };
}

export function entryFormOf(state: FormState): EntryForm {
  const named = <T extends { name: string }>(rows: T[]) =>
    rows.map((row) => ({ ...row, name: row.name.trim() })).filter((row) => row.name !== '');
  const unit = ({ name, uscc }: UnitRow) => (uscc ? { name, uscc } : { name });
  return {
    ...(state.entry.trim() ? { entry: state.entry.trim() } : {}),
    project: { name: state.projectName.trim(), track: state.track, topic: state.topic },
    applicant: {
      ...unit({ name: state.applicant.name.trim(), uscc: state.applicant.uscc }),
      former_names: named(state.formerNames).map(({ name }) => name),
    },
    partners: named(state.partners).map(unit),
    team: {
      name: state.teamName.trim(),
      // Without a number typed anew the server keeps the one it has.
      representatives: named(state.representatives).map(({ name, idNumber }) =>
        idNumber.trim() ? { name, id_number: idNumber.trim() } : { name },
      ),
    },
    related: named(state.related).map((row) => ({ ...unit(row), relation: row.relation })),
    ...(state.materials ? { materials: state.materials } : {}),
  };
}

// entry.json as somebody wrote it: what has the wrong form is said by null, not guessed at.
export function parseEntryJson(text: string): FormState | null {
  try {
    const form = JSON.parse(text.replace(/^\uFEFF/, '')) as EntryForm;
    return typeof form.applicant?.name === 'string' ? formOf(form) : null;
  } catch {
    return null;
  }
}
