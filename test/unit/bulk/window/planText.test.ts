import assert from 'node:assert/strict';
import { planText } from '../../../../src/bulk/window/planText';
import { headerOf } from '../plan/plans';

describe('the view of a plan', () => {
  for (const [what, count] of [
    ['one user', 1],
    ['several users', 2],
  ] as const)
    it(`says in proper English what changes of ${what}`, async () => {
      const made = headerOf({ rows: count, send: count, unchanged: 0, invalid: 0, notFound: 0, blocked: 0 });
      const text = await planText({
        header: {
          ...made,
          effects: {
            fields: { title: count },
            deactivated: count,
            deleted: count,
            secrets: count,
            rolesRemoved: count,
          },
        },
        rows: async function* () {
          yield* await Promise.resolve([]);
        },
      });
      const lines = text.split('\n').filter((line) => line.includes(count === 1 ? '  user: ' : '  users: '));
      assert.deepEqual(
        lines.map((line) => line.trim()),
        [
          'status “deleted”',
          'status other than “active”',
          'password or another secret',
          'a role is removed',
          'new value of title',
        ].map((words) => `${count}  ${count === 1 ? 'user' : 'users'}: ${words}`),
      );
      assert.doesNotMatch(text, /\b1 +users\b/);
    });
});
