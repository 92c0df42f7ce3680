import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { emptyJournal, journalLine } from '../../../src/core/journal/journalLine';

const words = ['Ada Lovelace', 'Grace Hopper', 'Zoë Öz', 'Alan Turing', 'Barbara Liskov'];

/** What is kept of an update, the same for the same number. */
export function keptUpdate(number: number, at: number): object {
  const user = { id: `usr_${number}`, name: `${words[number % words.length]} ${number % 997}` };
  const fields = { title: `Title ${number}`, languages: ['en', 'it'], emails: [{ email: `${user.id}@example.com` }] };
  return {
    head: {
      at,
      environment: { key: 'acme key', name: 'Acme' },
      account: {
        id: `5a9d0c1e-0000-4000-8000-${String(number % 50).padStart(12, '0')}`,
        name: `HubSpot · ${number % 50}`,
      },
      user,
      who: number % 3 === 0 ? 'bulk' : 'editor',
      fields: Object.keys(fields),
      outcome: number % 10 === 0 ? 'refused' : 'applied',
      status: number % 10 === 0 ? 422 : 200,
      key: `key-${number}`,
    },
    source: `file:///users/${user.id}.truto-user.json`,
    query: {},
    readQuery: {},
    sent: fields,
    before: { ...fields, title: 'Analyst' },
    after: fields,
    attempts: 1,
    response: JSON.stringify({ result: { ...user, ...fields, status: 'active', timezone: 'Europe/Oslo' } }),
  };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Writes a history of so many updates, over so many days up to today. Resolves to its files, the oldest first. */
export async function writeHistory(storage: string, count: number, days: number): Promise<string[]> {
  const folder = join(storage, 'history');
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  const now = Date.now();
  for (let day = 0; day < days; day++) {
    const midday = now - (days - 1 - day) * 24 * 3_600_000;
    const file = join(folder, `${new Date(midday).toISOString().slice(0, 10)}-window.jsonl`);
    const stream = createWriteStream(file);
    let end = emptyJournal;
    for (let number = day; number < count; number += days) {
      const next = journalLine(end, keptUpdate(number, midday + number), hash);
      ({ end } = next);
      if (!stream.write(next.line)) await once(stream, 'drain');
    }
    stream.end();
    await finished(stream);
    files.push(file);
  }
  return files;
}
