import assert from 'node:assert/strict';
import { dayOf } from '../../../../src/platform/words/historyWords';
import type { HistoryRow } from '../../../../src/updates/historyEntry';
import { matchingRows } from '../../../../src/users/history/historyFilter';

const ada: HistoryRow = {
  id: '2026-03-14-a#1',
  at: new Date(2026, 2, 14, 12).getTime(),
  environment: { key: 'k', name: 'Acme Live' },
  account: { id: '5a9d0c1e-0000', name: 'HubSpot · acme' },
  user: { id: 'usr_ada', name: 'Ada Lovelace' },
  who: 'editor',
  fields: ['first_name', 'title'],
  outcome: 'applied',
  status: 200,
  key: 'one',
};
const zoe: HistoryRow = {
  id: '2026-11-02-b#1',
  at: new Date(2026, 10, 2, 12).getTime(),
  environment: { key: 'l', name: 'Test' },
  account: { id: '77777777-1111', name: 'Looker · globex' },
  user: { id: '2026', name: 'Zoë Öz' },
  who: 'undo',
  fields: ['roles'],
  outcome: 'refused',
  status: 422,
  key: 'two',
};
const bulk: HistoryRow = { ...zoe, id: 'c#1', user: { id: 'x', name: 'X' }, who: 'bulk', outcome: 'unknown' };
const rows = [ada, zoe, bulk];

describe('the filter of the history', () => {
  const idsOf = (text: string) => matchingRows(rows, { text }).map(({ id }) => id);

  for (const [what, text] of Object.entries({
    'a user name': 'lovelace',
    'a user ID': 'USR_A',
    'an account name': 'Acme',
    'an account ID': '5a9d0c1e',
    'an integration': 'hubspot',
    'an environment': 'acme live',
    'a field': 'first_name',
    'two fields as they are shown': 'first_name, title',
    'who sent it': 'editor',
    'what became of it': 'applied',
    'that as it is shown': 'updated',
    'its day as it is shown': dayOf(ada.at),
    'a part of that': 'mARCH 14',
    'its day as a number': '2026-03-14',
  }))
    it(`finds ${what}, in capitals or not`, () => {
      for (const typed of [text, text.toUpperCase(), text.toLowerCase()])
        assert.deepEqual(idsOf(typed), [ada.id], typed);
    });

  it('finds undo, bulk updates, and what failed', () => {
    assert.deepEqual(idsOf('undo'), [zoe.id]);
    assert.deepEqual(idsOf('bulk update'), [bulk.id]);
    assert.deepEqual([idsOf('refused'), idsOf('rejected (422)'), idsOf('unknown')], [[zoe.id], [zoe.id], [bulk.id]]);
    assert.deepEqual(idsOf('zoë'), [zoe.id]);
  });

  it('shows everything without a text, and nothing where nothing fits', () => {
    assert.deepEqual([idsOf('').length, idsOf('nobody').length], [3, 0]);
  });

  it('does not run two facts together', () => assert.deepEqual(idsOf('lovelaceusr'), []));

  it('takes the ID of a user for that and nothing else', () => {
    assert.deepEqual(matchingRows(rows, { userId: '2026' }), [zoe]);
  });

  it('tells users of one ID apart by account and environment', () => {
    const inAccount = { ...zoe, id: 'd#1', account: ada.account };
    const inEnvironment = { ...zoe, id: 'e#1', environment: ada.environment };
    const all = [...rows, inAccount, inEnvironment];
    const userId = zoe.user.id;
    const [accountId, environmentKey] = [zoe.account.id, zoe.environment.key];
    const idsOfUser = (place: { accountId?: string; environmentKey?: string }) =>
      matchingRows(all, { userId, ...place }).map(({ id }) => id);
    assert.deepEqual(idsOfUser({ accountId, environmentKey }), [zoe.id]);
    assert.deepEqual(idsOfUser({ accountId }), [zoe.id, inEnvironment.id]);
    assert.deepEqual(idsOfUser({ environmentKey }), [zoe.id, inAccount.id]);
    assert.deepEqual(idsOfUser({}), [zoe.id, inAccount.id, inEnvironment.id]);
    assert.deepEqual(idsOfUser({ accountId: 'none' }), []);
  });
});
