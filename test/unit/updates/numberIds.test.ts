import assert from 'node:assert/strict';
import { listUsers } from '../../../src/api/userList';
import { ExactNumber } from '../../../src/core/json/exactNumber';
import { accounts } from '../../sandboxAccounts';
import { FakeTruto, json, refusal, send, windowOf } from './fakeTruto';
import type { HeadlessWindow } from './headless';

describe('a user whose ID is a number', () => {
  let truto: FakeTruto;
  let window: HeadlessWindow;
  beforeEach(async () => {
    truto = new FakeTruto();
    window = await windowOf(truto);
  });

  for (const spelled of ['7', '7.0', '1e3', '9007199254740993', '12345678901234567890', '100000000000000000000000'])
    for (const methods of [['get', 'update'], ['list', 'update'], ['update']])
      it(`is found by the ID that the list shows, and updated: ${spelled}, ${methods.join()}`, async () => {
        truto.user = { ...truto.user, id: new ExactNumber(spelled) };
        truto.methods = methods;
        if (!methods.includes('get')) truto.get = () => refusal(405);
        const listed = { environment: window.environments.open(), accountId: accounts.hubspot, query: {} };
        const { rows } = await listUsers(listed, { limit: 10 }, AbortSignal.timeout(5000));
        const userId = rows[0]?.id ?? '';
        const { outcome, prepared } = await send(window, { title: 'Countess' }, { userId, body: 'whole' });
        const verdict = methods.length === 1 ? 'unchecked' : 'updated';
        assert.deepEqual(
          [outcome.outcome, outcome.verdict, prepared.live !== undefined],
          ['applied', verdict, methods.length > 1],
        );
      });

  for (const [one, other] of [
    [new ExactNumber('9007199254740993'), '9007199254740993'],
    [7, '7'],
    ['7', new ExactNumber('7.0')],
  ] as const)
    it(`is the same, and its roles are, where the ID is a text at another time: ${String(one)}`, async () => {
      const roles = (id: unknown) => [{ id, name: 'admin' }, { id: 'role_member' }];
      let id: unknown = one;
      truto.get = () => json({ ...truto.user, id, roles: roles(id) });
      const options = { userId: '7', body: 'whole' } as const;
      const userId = String(other).replace('.0', '');
      await send(window, { title: 'Countess', roles: roles(userId) }, { ...options, userId });
      id = other;
      const { prepared } = await send(window, { title: 'Duchess', roles: [] }, { ...options, userId });
      assert.deepEqual(prepared.drifts, []);
    });
});
