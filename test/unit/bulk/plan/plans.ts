import {
  sealedMark,
  type CsvColumn,
  type CsvFormat,
  type PlanCounts,
  type PlanEffects,
  type PlanHeader,
  type PlanRow,
  type PlanVerdict,
} from '../../../../src/bulk/plan/planFile';

const columns: readonly CsvColumn[] = [
  { header: 'User', field: 'id' },
  { header: 'Note', field: null },
];
const format: CsvFormat = { kind: 'csv', encoding: 'utf-8', delimiter: ';', columns, clear: '<null>' };
const noEffects: PlanEffects = { fields: {}, deactivated: 0, deleted: 0, secrets: 0, rolesRemoved: 0 };

/** A header that could be one, of rows that are counted so. */
export const headerOf = (counts: PlanCounts): PlanHeader => ({
  kind: 'truto-plan',
  version: 1,
  createdAt: '2026-01-02T03:04:05.678Z',
  source: {
    name: 'ada.csv',
    sha256: 'ab'.repeat(32),
    size: 12,
    format,
  },
  target: {
    environment: { key: '["Test","https://api.truto.one"]', name: 'Test' },
    account: { id: '766ba3c1-1c60-4dc5-85a7-05c06e2a4d09', label: 'HubSpot' },
  },
  options: { body: 'changed', query: { truto_ignore_remote_data: true }, inOrder: false },
  counts,
  effects: { ...noEffects, fields: { first_name: counts.send } },
  causes: {},
  estimate: { requests: counts.send * 2, seconds: 1 },
  seal: `sealed ${sealedMark}`,
});

/** A row that is to be sent. */
export const sendRow = (index: number, verdict: PlanVerdict = 'send'): PlanRow => ({
  index,
  line: index + 2,
  column: 1,
  verdict,
  accountId: '766ba3c1-1c60-4dc5-85a7-05c06e2a4d09',
  userId: `user-${index}`,
  userName: 'Ada',
  query: {},
  before: { first_name: 'A' },
  patch: { first_name: 'Ada' },
});
