import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../host/browser';
import { fetchVscode } from '../host/fetchVscode';
import { repoRoot } from '../host/repoRoot';
import { temporaryFolder } from '../host/temporaryFolder';
import { startSandbox } from '../../src/sandbox/startSandbox';
import { openWindow, profileOf, sendOf, userFile, type HeadlessWindow } from '../unit/updates/headless';
import type { KeystrokeFigures } from './keystrokes';
import { loadChecker } from './checkers';
import { usersText } from './makeUsers';
import { median } from './median';

/** One line of the table: medians, in milliseconds of what is named. */
export interface DocumentGrowth {
  readonly what: string;
  readonly measure: 'CPU of the thread' | 'CPU of all threads';
  readonly ours: number;
  readonly peer: number;
  readonly ratio: number;
  readonly to: string;
}

const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

const line = (
  what: string,
  measure: DocumentGrowth['measure'],
  [ours, peer]: readonly [number, number],
  to: string,
): DocumentGrowth => ({ what, measure, ours, peer, ratio: ours / peer, to });

const sendRounds = 40;
const basesBeside = 4_000;

/** Sends beside thousands of edit bases and beside none, in turn; then a hundred of one window, the last beside the first. */
export async function growthOfSends(): Promise<DocumentGrowth[]> {
  const sandbox = await startSandbox({ limits: { perToken: 1e6, perAccount: 1e6 } });
  const open = async (bases: number): Promise<HeadlessWindow> => {
    const folder = temporaryFolder('truto-growth');
    mkdirSync(join(folder.path, 'edit-bases'));
    for (let index = 0; index < bases; index++) writeFileSync(join(folder.path, 'edit-bases', `${index}.json`), '{}');
    const window = openWindow({ storage: folder.path });
    await window.profiles.save(profileOf(sandbox, 'Bench'), sandbox.token);
    return window;
  };
  let count = 0;
  const send = async (window: HeadlessWindow): Promise<number> => {
    const text = userFile({ title: `Title ${++count}` });
    const start = process.cpuUsage();
    await window.sends.send(sendOf(window, text, { isPress: false }));
    return milliseconds(process.cpuUsage(start));
  };
  const [none, thousands] = [await open(0), await open(basesBeside)];
  for (const window of [none, thousands]) await send(window); // It cleans, and loads everything.
  const times = { none: [] as number[], thousands: [] as number[] };
  for (let round = 0; round < sendRounds; round++) {
    times.none.push(await send(none));
    times.thousands.push(await send(thousands));
  }
  // The first of a day, in a window of its own each: it sees to the cleaning, which nobody waits for.
  const firsts = { none: [] as number[], thousands: [] as number[] };
  for (let round = 0; round < 5; round++) {
    firsts.none.push(await send(await open(0)));
    firsts.thousands.push(await send(await open(basesBeside)));
  }
  const hundred: number[] = [];
  for (let round = 0; round < 100; round++) hundred.push(await send(none));
  await sandbox.close();
  const pair = (of: typeof times) => [median(of.thousands), median(of.none)] as const;
  return [
    line('a send beside 4,000 edit bases', 'CPU of all threads', pair(times), 'beside none'),
    line('the first send of a day beside them', 'CPU of all threads', pair(firsts), 'beside none'),
    line(
      'a hundredth send',
      'CPU of all threads',
      [median(hundred.slice(-20)), median(hundred.slice(0, 20))],
      'a first',
    ),
  ];
}

const checkSizes = [1_000, 10_000];

/** Checks beside a bare parser: warm, in turn, in this process. */
export async function growthOfChecks(): Promise<DocumentGrowth[]> {
  const checker = await loadChecker.ours();
  const lines: DocumentGrowth[] = [];
  for (const users of checkSizes) {
    const text = usersText(users);
    const times = { ours: [] as number[], parse: [] as number[] };
    for (let round = 0; round < 40; round++) {
      const ours = process.threadCpuUsage();
      await checker.check(text);
      times.ours.push(milliseconds(process.threadCpuUsage(ours)));
      const parse = process.threadCpuUsage();
      JSON.parse(text);
      times.parse.push(milliseconds(process.threadCpuUsage(parse)));
    }
    lines.push(
      line(
        `check of ${users} users, warm`,
        'CPU of the thread',
        [median(times.ours.slice(10)), median(times.parse.slice(10))],
        'JSON.parse alone',
      ),
    );
  }
  return lines;
}

/** So many roles make 1 MB, so many users 10 MB. */
const [rolesOfOne, usersOfList] = [11_000, 10_000];
const bigUser = (): string =>
  JSON.stringify(
    {
      $truto: { integrated_account_id: '5a9d0c1e-0000-4000-8000-000000000001', id: 'usr_ada' },
      title: 'Countess',
      licensed_sheet_creator: 'yes',
      roles: Array.from({ length: rolesOfOne }, (_, index) => ({
        id: `role_${index}`,
        name: `Role of number ${index}`,
      })),
    },
    undefined,
    2,
  );

/** Keys in large user files, and in files of the same text that are none, in one VS Code. */
export function growthOfKeys(): DocumentGrowth[] {
  fetchVscode();
  findBrowser();
  const folder = temporaryFolder('truto-growth');
  const texts: Readonly<Record<string, string>> = { '1MB': bigUser(), '10MB': usersText(usersOfList) };
  mkdirSync(join(folder.path, '.vscode'));
  writeFileSync(
    join(folder.path, '.vscode', 'settings.json'),
    JSON.stringify({ 'truto.files': ['**/users-*.json'], 'files.autoSave': 'off' }),
  );
  for (const [name, text] of Object.entries(texts))
    for (const kind of ['users', 'plain']) writeFileSync(join(folder.path, `${kind}-${name}.json`), text);
  const result = join(folder.path, 'figures.json');
  const suite = join(repoRoot, 'out', 'test', 'bench', 'keystrokes.js');
  const launcher = join(repoRoot, 'out', 'test', 'host', 'vscodeLauncher.js');
  execFileSync(
    process.execPath,
    [launcher, folder.path, `--extensionDevelopmentPath=${repoRoot}`, `--extensionTestsPath=${suite}`],
    { env: { ...process.env, BENCH_FIGURES: result, BENCH_TEXTS: Object.keys(texts).join() }, stdio: 'inherit' },
  );
  const figures = JSON.parse(readFileSync(result, 'utf8')) as KeystrokeFigures[];
  folder.remove();
  const words: Readonly<Record<string, string>> = { '1MB': 'one user of 1 MB', '10MB': 'a list of 10 MB' };
  return figures.flatMap(({ what, ours, bare }) => [
    line(`a key in ${words[what]}`, 'CPU of the thread', [ours.thread, bare.thread], 'in a plain file'),
    line(`a key in ${words[what]}`, 'CPU of all threads', [ours.process, bare.process], 'in a plain file'),
  ]);
}
