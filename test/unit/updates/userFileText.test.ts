import assert from 'node:assert/strict';
import { userFileText } from '../../../src/updates/userFileText';

describe('the file of a live user', () => {
  it('names the target, and has what an update takes in the order of the response', () =>
    assert.equal(
      userFileText(
        { title: 'Countess', id: 'ada', remote_data: { a: 1 }, updated_at: 'x', name: 'Ada', foo: 1, roles: [] },
        { accountId: 'account', userId: 'ada' },
      ),
      `{
  "$truto": {
    "integrated_account_id": "account",
    "id": "ada"
  },
  "title": "Countess",
  "name": "Ada",
  "roles": []
}
`,
    ));

  it('names the parameters that reading it takes, where there are any', () => {
    const target = (query: Readonly<Record<string, unknown>>) =>
      (JSON.parse(userFileText({}, { accountId: 'account', userId: 'ada', query })) as { $truto: unknown }).$truto;
    assert.deepEqual(target({ workspace: 'w' }), {
      integrated_account_id: 'account',
      id: 'ada',
      query: { workspace: 'w' },
    });
    assert.deepEqual(target({}), { integrated_account_id: 'account', id: 'ada' });
  });
});
