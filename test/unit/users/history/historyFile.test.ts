import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { KeptUser } from '../../../../src/core/secrets/keptUser';
import type { HistoryEntry } from '../../../../src/updates/historyEntry';
import { historyCsv, historyJson } from '../../../../src/users/history/historyFile';

const kept = (user: object) => KeptUser.of({ ...user }, (text) => `seal-${text.length}`);

const entry = (more: Partial<HistoryEntry>): HistoryEntry => ({
  id: '2026-03-14-a#1',
  at: Date.parse('2026-03-14T12:00:00Z'),
  environment: { key: 'k', name: 'Acme Live' },
  account: { id: '5a9d0c1e', name: 'HubSpot · acme' },
  user: { id: 'usr_zoe', name: 'Zoë "Z", Öz' },
  who: 'editor',
  fields: ['title'],
  outcome: 'applied',
  status: 200,
  source: 'file:///a.json',
  query: kept({ organization_id: 'org_1' }),
  readQuery: kept({}),
  sent: kept({ title: 'Countess', password: 'hunter22-Secret!' }),
  before: kept({ title: 'Analyst' }),
  after: kept({ title: 'Countess' }),
  attempts: 2,
  key: 'key-1',
  ...more,
});

const entries = [
  entry({}),
  entry({ who: 'bulk', job: 'job-7', outcome: 'refused', status: 422, failure: 'providerRefused', requestId: 'req-1' }),
  entry({ who: 'undo', user: { id: '=1+1', name: '=HYPERLINK("x")' }, account: { id: '@a', name: '-2+3' } }),
];

describe('the history as a file', () => {
  const rows = () => parse<Record<string, string>>(historyCsv(entries), { bom: true, columns: true });

  it('is a CSV that spreadsheets read as UTF-8', () => {
    assert.ok(historyCsv([]).startsWith('\ufefftime,'));
    assert.equal(rows()[0]?.['user'], 'Zoë "Z", Öz');
  });

  it('has all that is kept of an update: query, failure, attempts and job, too', () => {
    const [one, ofBulk, undone] = rows();
    assert.deepEqual(one, {
      time: '2026-03-14T12:00:00.000Z',
      environment: 'Acme Live',
      account: 'HubSpot · acme',
      account_id: '5a9d0c1e',
      user: 'Zoë "Z", Öz',
      user_id: 'usr_zoe',
      who: 'editor',
      outcome: 'applied',
      status: '200',
      failure: '',
      attempts: '2',
      job: '',
      idempotency_key: 'key-1',
      request_id: '',
      query: '{"organization_id":"org_1"}',
      before: '{"title":"Analyst"}',
      sent: one?.['sent'],
      after: '{"title":"Countess"}',
    });
    assert.deepEqual(
      [ofBulk?.['who'], ofBulk?.['job'], ofBulk?.['outcome'], ofBulk?.['failure'], ofBulk?.['request_id']],
      ['bulk', 'job-7', 'refused', 'providerRefused', 'req-1'],
    );
    assert.equal(undone?.['who'], 'undo');
    const json = JSON.parse(historyJson(entries)) as { job?: string; failure?: string; query: object }[];
    assert.deepEqual(
      [json[1]?.job, json[1]?.failure, json[0]?.query],
      ['job-7', 'providerRefused', { organization_id: 'org_1' }],
    );
  });

  it('has formulas as texts, and no secrets', () => {
    const undone = rows()[2];
    assert.deepEqual(
      ['user', 'user_id', 'account', 'account_id'].map((name) => undone?.[name]),
      [`'=HYPERLINK("x")`, `'=1+1`, `'-2+3`, `'@a`],
    );
    for (const text of [historyCsv(entries), historyJson(entries)]) assert.ok(!text.includes('hunter22'));
  });
});
