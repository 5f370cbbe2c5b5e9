import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tidyUscc, usccValid } from './uscc.ts';

// The codes of the invented units in samples/.
test('a code with the right check character is valid', () => {
  assert.equal(usccValid('91210231MA9EX00224'), true);
});

test('one wrong character is seen', () => {
  assert.equal(usccValid('91210231MA9EX00225'), false);
  assert.equal(usccValid('91210213MA9EX00224'), false);
});

test('letters that the code does not know are seen', () => {
  assert.equal(usccValid('9121023IMA9EX00224'), false);
});

test('what people type is tidied', () => {
  assert.equal(tidyUscc(' 91210231 ma9ex00224 '), '91210231MA9EX00224');
});
