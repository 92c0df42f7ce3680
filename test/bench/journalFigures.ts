import { readFileSync, statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { Seals } from '../../src/updates/seals';
import { History } from '../../src/updates/history';
import { matchingRows } from '../../src/users/history/historyFilter';
import { temporaryFolder } from '../host/temporaryFolder';
import { writeHistory } from '../unit/updates/keptHistory';
import { median } from './median';

/** How long something takes, in ms of CPU; the peer reads the same files by JSON.parse, line by line. */
export interface JournalFigures {
  readonly what: string;
  readonly entries: number;
  readonly megabytes: number;
  readonly ours: number;
  readonly peer: number;
}

const count = 100_000;
const runs = 5;
const searches = ['usr_99999', 'countess', 'refused', 'HubSpot · 7', new Date().toISOString().slice(0, 10)];

export async function journalFigures(): Promise<JournalFigures[]> {
  const lines: JournalFigures[] = [];
  for (const days of [1, 30]) {
    const storage = temporaryFolder('truto-journal').path;
    const files = await writeHistory(storage, count, days);
    const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
    const line = (what: string, ours: number, peer: number) =>
      lines.push({
        what: `${what}, ${days === 1 ? 'one file' : `${days} files`}`,
        entries: count,
        megabytes,
        ours,
        peer,
      });
    const peer = await timeOf(() => {
      let parsed = 0;
      for (const file of files)
        for (const text of readFileSync(file, 'utf8').split('\n')) if (text !== '' && JSON.parse(text)) parsed++;
      if (parsed !== count) throw new Error(`${parsed} entries`);
    });
    const open = () => new History(storage, new Seals(storage), { isEnabled: () => true, days: () => 60 });
    line('open', await timeOf(() => open().list()), peer);
    const history = open();
    const { rows, damaged } = await history.list();
    if (rows.length !== count || damaged > 0) throw new Error(`${rows.length} entries, ${damaged} damaged`);
    const found = [];
    for (const text of searches) found.push(await timeOf(() => matchingRows(rows, { text })));
    line('search, the slowest', Math.max(...found), peer);
    line('look whether there is more', await timeOf(() => history.list()), peer);
    const wanted = rows.slice(-3).map(({ id }) => id);
    line('one entry', await timeOf(() => history.entries(wanted.slice(0, 1))), peer);
    const file = files.at(-1) ?? '';
    line(
      'take in a torn line',
      await timeOf(async () => {
        await appendFile(file, '{"hash":"');
        await history.list();
      }),
      peer,
    );
  }
  return lines;
}

/** In ms of CPU: this computer may have other things to do. */
async function timeOf(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let made = 0; made < runs; made++) {
    const start = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  return median(times);
}
