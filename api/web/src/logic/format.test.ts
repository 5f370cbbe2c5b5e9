import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bytesText, clockText, momentText, remaining } from './format.ts';
import { boxesFromText, boxesToText } from './findings.ts';
import { snippetParts } from './snippet.ts';

test('the last day of registration counts to its end, in China', () => {
  assert.deepEqual(remaining('2024-07-21', new Date('2024-07-18T19:47:59+08:00')), {
    days: 3,
    clock: '04:12',
  });
  assert.deepEqual(remaining('2024-07-21', new Date('2024-07-21T23:59:30+08:00')), {
    days: 0,
    clock: '00:00',
  });
  assert.equal(remaining('2024-07-21', new Date('2024-07-22T00:00:30+08:00')), null);
});

test('sizes and times read as people write them', () => {
  assert.equal(bytesText(0), '0 B');
  assert.equal(bytesText(1_500_000), '1.4 MB');
  assert.equal(clockText(95.2), '01:35');
  assert.equal(clockText(3725), '1:02:05');
});

test('boxes survive the way through an address, and nonsense does not become one', () => {
  const box = [0.1, 0.2, 0.5, 0.25];
  assert.deepEqual(boxesFromText(boxesToText([box])), [box]);
  assert.deepEqual(boxesFromText('1,2;a,b,c,d;0,0,2,1;'), []);
});

test('only the index can mark a hit; what looks like markup stays text', () => {
  assert.deepEqual(snippetParts('a<b>\uE000hit\uE001z'), [
    { text: 'a<b>', hit: false },
    { text: 'hit', hit: true },
    { text: 'z', hit: false },
  ]);
});

test('a moment is told in the time of China', () => {
  assert.equal(momentText('2024-07-31T20:05:00.000Z'), '2024-08-01 04:05');
  assert.equal(momentText(''), '');
});
