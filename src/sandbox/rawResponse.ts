import { jsonResponse, type SandboxResponse } from './response';
import type { StoredUser } from './sandboxUser';

/** Providers that do not speak JSON: Tableau's own API answers XML; the other one is our choice. */
const writers: Readonly<
  Record<string, { readonly contentType: string; write(record: StoredUser): string } | undefined>
> = {
  tableau: { contentType: 'application/xml; charset=utf-8', write: xmlOf },
  blackline: { contentType: 'text/csv; charset=utf-8', write: csvOf },
};

/** The provider's own record, in the provider's own format. `slug` is the integration's. */
export function rawResponse(record: StoredUser, slug: string): SandboxResponse {
  const writer = writers[slug];
  if (writer === undefined) return jsonResponse(200, record);
  return { status: 200, headers: { 'content-type': writer.contentType }, body: writer.write(record), chunked: false };
}

function xmlOf(record: StoredUser): string {
  const members = Object.entries(record).map(([name, value]) => `  <${name}>${escaped(textOf(value))}</${name}>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<user>\n${members.join('')}</user>\n`;
}

function csvOf(record: StoredUser): string {
  const row = (cells: readonly string[]) =>
    `${cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
  return row(Object.keys(record)) + row(Object.values(record).map(textOf));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
