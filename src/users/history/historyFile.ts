import { csvLine } from '../../core/csv/csvLine';
import { prettyJson } from '../../core/json/prettyJson';
import type { HistoryEntry } from '../../updates/historyEntry';

/** What an entry holds as users are kept: as text, without secrets. */
const images = ['query', 'before', 'sent', 'after'] as const;

type Cell = (entry: HistoryEntry) => string | number | undefined;

const columns: Readonly<Record<string, Cell>> = {
  time: ({ at }) => timeOf(at),
  environment: ({ environment }) => environment.name,
  account: ({ account }) => account.name,
  account_id: ({ account }) => account.id,
  user: ({ user }) => user.name,
  user_id: ({ user }) => user.id,
  who: ({ who }) => who,
  outcome: ({ outcome }) => outcome,
  status: ({ status }) => status,
  failure: ({ failure }) => failure,
  attempts: ({ attempts }) => attempts,
  job: ({ job }) => job,
  idempotency_key: ({ key }) => key,
  request_id: ({ requestId }) => requestId,
  ...Object.fromEntries(images.map((name): [string, Cell] => [name, (entry) => entry[name]?.shown.text])),
};

/** The entries as a CSV file, with the mark by which spreadsheets know UTF-8. */
export function historyCsv(entries: readonly HistoryEntry[]): string {
  const cells = Object.values(columns);
  const lines = entries.map((entry) => cells.map((cell) => String(cell(entry) ?? '')));
  return `\ufeff${[Object.keys(columns), ...lines].map(csvLine).join('')}`;
}

/** The same as a JSON array, whose numbers keep their spelling. */
export function historyJson(entries: readonly HistoryEntry[]): string {
  const lines = entries.map((entry) => {
    const { id, at, environment, account, user, who, outcome, failure, status, attempts, job, key, requestId } = entry;
    const time = timeOf(at);
    const facts = {
      id,
      time,
      environment,
      account,
      user,
      who,
      outcome,
      failure,
      status,
      attempts,
      job,
      key,
      requestId,
    };
    const parts = images.flatMap((name) => {
      const image = entry[name];
      return image ? [`${JSON.stringify(name)}:${image.shown.text}`] : [];
    });
    return `${JSON.stringify(facts).slice(0, -1)},${parts.join(',')}}`;
  });
  return prettyJson(`[${lines.join(',')}]`);
}

const timeOf = (ms: number): string => new Date(ms).toISOString();
