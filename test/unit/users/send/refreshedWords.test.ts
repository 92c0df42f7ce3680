import assert from 'node:assert/strict';
import type { Drift } from '../../../../src/core/update/drift';
import { refreshedWords } from '../../../../src/users/send/driftQuestion';

describe('what is said of a refresh', () => {
  const drift = (name: string, isEdited: boolean): Drift => ({
    field: { name, value: 'x', json: '"x"' },
    now: 'y',
    isEdited,
  });
  for (const [drifts, words] of [
    [[], 'Nothing has changed in Truto.'],
    [[drift('title', false)], 'New values taken from the live user: title.'],
    [
      [drift('title', true), drift('name', false), drift('group', true)],
      'New values taken from the live user: name. Your edits kept: title, group.',
    ],
  ] as const)
    it(words, () => assert.equal(refreshedWords(drifts), words));
});
