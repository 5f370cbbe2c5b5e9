import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Contest, Entry, Finding, Material } from '../api/types.ts';
import { kindsOfFinding, tasksOf } from './tasks.ts';

const contest = {
  required: ['application', 'audit_report', 'ip'].map((id) => ({
    id,
    kinds: id === 'ip' ? ['patent_certificate', 'software_copyright'] : [id],
    severity: 'violation',
    title: { zh: id, en: id },
    clause: '',
  })),
  sections: Array.from({ length: 5 }, () => ({ title: '', parts: [] })),
} as unknown as Contest;

const material = (path: string, kind: string, more: object = {}) =>
  ({
    id: 1,
    path,
    state: 'done',
    parent: null,
    result: { path, kind, owner: null },
    ...more,
  }) as unknown as Material;

const finding = (code: string, more: object = {}) =>
  ({ code, severity: 'violation', evidence: '', message: '', clause: '', ...more }) as Finding;

const states = (materials: Material[], findings: Finding[] = []) =>
  Object.fromEntries(
    tasksOf(contest, { materials } as Entry, findings).map((task) => [task.id, task]),
  );

test('what nobody handed in is missing', () => {
  assert.equal(states([])['audit_report']?.state, 'missing');
});

test('while a file is being read, it may be the missing one', () => {
  const reading = material('a.pdf', '', { state: 'processing', result: null });
  assert.equal(states([reading])['audit_report']?.state, 'processing');
});

test('a paper without a finding is ready', () => {
  assert.equal(states([material('a.pdf', 'audit_report')])['audit_report']?.state, 'ready');
});

test('a notice leaves a paper ready, a suspicion does not', () => {
  const paper = material('a.pdf', 'audit_report');
  const about = (severity: string) => finding('owner.unknown', { material: 'a.pdf', severity });
  assert.equal(states([paper], [about('notice')])['audit_report']?.state, 'ready');
  assert.equal(states([paper], [about('suspicion')])['audit_report']?.state, 'finding');
  assert.equal(states([paper], [about('suspicion')])['audit_report']?.veto, false);
});

test('any of several kinds fills a row', () => {
  assert.equal(states([material('c.jpg', 'software_copyright')])['ip']?.state, 'ready');
});

test('the application says how many of its sections are there', () => {
  const form = material('f.pdf', 'application');
  const row = states([form], [finding('application.section_missing')])['application'];
  assert.deepEqual(row?.sections, { found: 4, all: 5 });
});

test('in a collection a finding belongs to the paper on its page', () => {
  const papers = [
    { kind: 'audit_report', from: 1, to: 3, owner: null },
    { kind: 'patent_certificate', from: 4, to: 4, owner: null },
  ];
  const scan = material('s.pdf', 'collection', { result: { kind: 'collection', papers } });
  const about = finding('owner.subsidiary', { material: 's.pdf', page: 4 });
  assert.deepEqual(kindsOfFinding(about, [scan]), ['patent_certificate']);
  assert.equal(states([scan], [about])['audit_report']?.state, 'ready');
});
