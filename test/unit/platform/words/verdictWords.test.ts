import assert from 'node:assert/strict';
import type { Seen } from '../../../../src/core/responses/verdict';
import { verdictWords } from '../../../../src/platform/words/verdictWords';

describe('the words of a success that shows no user', () => {
  const words = (verdict: 'noUser' | 'otherUser', seen: Seen) =>
    verdictWords({ verdict, seen, userName: 'Ada', fields: ['title'], differing: [] });
  const begin = {
    noUser: 'It is not known whether Ada was updated: the response is no user.',
    otherUser: 'It is not known whether Ada was updated: the response is another user.',
  };

  for (const verdict of ['noUser', 'otherUser'] as const) {
    it(`say what looks have come to, and never more: ${verdict}`, () => {
      const again = verdict === 'noUser' ? 'It is safe to send the same' : 'Check the live user';
      assert.ok(words(verdict, 'before').startsWith(`${begin[verdict]} The live user does not show the new values. `));
      assert.ok(words(verdict, 'before').includes(again));
      const sameKey = 'Sending the same update again within a day uses the same idempotency key.';
      assert.equal(words(verdict, 'unreadable'), `${begin[verdict]} The live user cannot be read. ${sameKey}`);
      assert.equal(
        words(verdict, 'nothing'),
        `${begin[verdict]} The account does not return what was sent. ${sameKey}`,
      );
      assert.match(
        words(verdict, 'failed'),
        /could not be read just now\. Check the live user before you send it again\.$/,
      );
    });
  }
});
