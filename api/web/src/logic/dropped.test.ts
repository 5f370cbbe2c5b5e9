import assert from 'node:assert/strict';
import { test } from 'node:test';

import { placed } from './dropped.ts';

const at = (...paths: string[]) => paths.map((path) => ({ path, file: new File([], 'x') }));
const pathsOf = (paths: string[]) => placed(at(...paths)).files.map(({ path }) => path);

test('a submission folder with its entry.json begins below its own name', () => {
  const dropped = placed(at('LN-1/entry.json', 'LN-1/form.pdf', 'LN-1/proof/1.pdf'));
  assert.deepEqual(dropped.files.map(({ path }) => path), ['form.pdf', 'proof/1.pdf']);
  assert.ok(dropped.form);
});

test('a folder of certificates stays part of the path', () => {
  assert.deepEqual(pathsOf(['proof/1.pdf', 'proof/a/2.pdf']), ['proof/1.pdf', 'proof/a/2.pdf']);
});

test('entry.json is the registration, never a material', () => {
  const dropped = placed(at('entry.json', '1.pdf'));
  assert.deepEqual(dropped.files.map(({ path }) => path), ['1.pdf']);
  assert.ok(dropped.form);
});

test('what systems leave behind is left out', () => {
  assert.deepEqual(
    pathsOf(['p/.DS_Store', 'p/Thumbs.db', 'p/~$form.docx', 'p/._1.pdf', 'p/1.pdf']),
    ['p/1.pdf'],
  );
});
