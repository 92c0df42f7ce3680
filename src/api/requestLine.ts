import type { RequestRecord } from './requestRecord';

/** One attempt as a line of the log: `PATCH /unified/… 200 in 120 ms`. */
export function requestLine(record: RequestRecord): string {
  const outcome = record.status === undefined ? (record.failure ?? 'no response') : String(record.status);
  const attempt = record.attempt > 1 ? ` (attempt ${record.attempt})` : '';
  const requestId = record.requestId === undefined ? '' : ` [${record.requestId}]`;
  return `${record.method} ${record.path} ${outcome} in ${Math.round(record.ms)} ms${attempt}${requestId}`;
}
