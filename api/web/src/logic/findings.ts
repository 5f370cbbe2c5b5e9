// Findings as the screen shows them: worst first, and what is missing told in one card.
import type { Box, Finding, Severity } from '../api/types';

export interface FindingGroup {
  key: string;
  severity: Severity;
  // One finding, or all of one code that say "this is not there".
  findings: Finding[];
  together: boolean;
}

const kRank: Record<Severity, number> = { violation: 0, suspicion: 1, notice: 2 };
const kTogether = new Set([
  'material.missing',
  'application.section_missing',
  'application.part_missing',
]);

export function groupsOf(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  findings.forEach((finding, index) => {
    const together = kTogether.has(finding.code);
    const key = together ? `${finding.code}/${finding.material ?? ''}` : String(index);
    const group = groups.get(key);
    if (group) {
      group.findings.push(finding);
      if (kRank[finding.severity] < kRank[group.severity]) group.severity = finding.severity;
    } else {
      groups.set(key, { key, severity: finding.severity, findings: [finding], together });
    }
  });
  return [...groups.values()].sort((a, b) => kRank[a.severity] - kRank[b.severity]);
}

// What is not there has no place on a page and comes after what can be looked at.
export function byPlace(groups: readonly FindingGroup[]): FindingGroup[] {
  const absent = (group: FindingGroup) => (group.together ? 1 : 0);
  return [...groups].sort(
    (a, b) => kRank[a.severity] - kRank[b.severity] || absent(a) - absent(b),
  );
}

export function boxesToText(boxes: readonly Box[]): string {
  return boxes.map((box) => box.map((edge) => edge.toFixed(4)).join(',')).join(';');
}

export function boxesFromText(text: string): Box[] {
  return text
    .split(';')
    .map((part) => part.split(',').map(Number))
    .filter((box) => box.length === 4 && box.every((edge) => edge >= 0 && edge <= 1));
}
