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
});
