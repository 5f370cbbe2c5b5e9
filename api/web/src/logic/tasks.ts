// The submitter's task list: every kind the contest requires, and how far it is.
import type { Contest, Entry, Finding, Material } from '../api/types';

export type TaskState = 'ready' | 'finding' | 'missing' | 'processing';

export interface Task {
  id: string;
  kinds: readonly string[];
  title: { zh: string; en: string };
  clause: string;
  state: TaskState;
  veto: boolean; // one of its findings is of the gravest kind
  materials: number; // that fill it
  sections: { found: number; all: number } | null; // of the application
}

export function kindsOf(material: Material): string[] {
  const result = material.result;
  if (!result) return [];
  return result.papers?.length ? result.papers.map((paper) => paper.kind) : [result.kind];
}

// Kinds of what a finding is about: within a collection, the paper on its page.
export function kindsOfFinding(finding: Finding, materials: readonly Material[]): string[] {
  if (finding.code.startsWith('application.')) return ['application'];
  if (finding.kind) return [finding.kind];
  const material = materials.find((m) => m.path === finding.material);
  if (!material) return [];
  const paper = material.result?.papers?.find(
    ({ from, to }) => finding.page !== undefined && from <= finding.page && finding.page <= to,
  );
  return paper ? [paper.kind] : kindsOf(material);
}

export function isUnfinished(material: Material): boolean {
  return material.state === 'received' || material.state === 'processing';
}

// Done but not yet seen by a check: the service is about to.
export function awaitsCheck(material: Material, materials: readonly Material[]): boolean {
  if (material.state !== 'done' || material.result) return false;
  return !materials.some((m) => m.parent === material.id);
}

export function tasksOf(contest: Contest, entry: Entry, findings: readonly Finding[]): Task[] {
  const busy = entry.materials.some(isUnfinished);
  return contest.required.map((required) => {
    const filling = entry.materials.filter((m) =>
      kindsOf(m).some((kind) => required.kinds.includes(kind)),
    );
    const open = findings.filter(
      (f) =>
        f.code !== 'material.missing' &&
        f.severity !== 'notice' &&
        kindsOfFinding(f, entry.materials).some((kind) => required.kinds.includes(kind)),
    );
    const task: Task = {
      id: required.id,
      kinds: required.kinds,
      title: required.title,
      clause: required.clause,
      state: stateOf(filling.length > 0, open.length > 0, busy),
      veto: open.some((f) => f.severity === 'violation'),
      materials: filling.length,
      sections: null,
    };
    if (required.kinds.includes('application') && filling.length > 0) {
      const missing = findings.filter((f) => f.code === 'application.section_missing').length;
      const all = contest.sections.length;
      task.sections = { found: Math.max(0, all - missing), all };
    }
    return task;
  });
}

function stateOf(filled: boolean, doubtful: boolean, busy: boolean): TaskState {
  if (filled) return doubtful ? 'finding' : 'ready';
  // What is still being read may be the paper in question.
  return busy ? 'processing' : 'missing';
}
