import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../host/browser';
import { fetchVscode } from '../host/fetchVscode';
import { repoRoot } from '../host/repoRoot';
import { temporaryFolder } from '../host/temporaryFolder';
import type { EditFigures } from './editToDiagnostic';
import { usersText } from './makeUsers';
import { median } from './median';
import { peerSchema } from './peerSchema';

/** One line of the table: medians, in milliseconds. */
export interface EditComparison {
  readonly users: number;
  readonly ours: number;
  readonly peer: number;
  readonly ratio: number;
  /** The same with the time that VS Code takes to tell the extension host of the edit. */
  readonly oursFromCall: number;
  readonly peerFromCall: number;
  readonly ratioFromCall: number;
  /** The longest stretch in which our code had the extension host to itself: while the document opened, in an edit, in all of them. */
  readonly blockOpening: number;
  readonly block: number;
  readonly longestBlock: number;
  /** The same without the time in which the machine ran something else. */
  readonly workOpening: number;
  readonly longestWork: number;
  /** The longest time that the extension host answered nobody in an edit, whoever is to blame, with our checks and without. */
  readonly delay: number;
  readonly delayWithout: number;
}

const sizes = [2, 1_000, 10_000];

/** Compares our checks with the built-in JSON support in a VS Code: on the same edits of the same documents. */
export function compareEditors(): EditComparison[] {
  fetchVscode();
  findBrowser();
  const folder = temporaryFolder('truto-bench');
  writeFolder(folder.path);
  const result = join(folder.path, 'figures.json');
  const suite = join(repoRoot, 'out', 'test', 'bench', 'editToDiagnostic.js');
  const launcher = join(repoRoot, 'out', 'test', 'host', 'vscodeLauncher.js');
  execFileSync(
    process.execPath,
    [launcher, folder.path, `--extensionDevelopmentPath=${repoRoot}`, `--extensionTestsPath=${suite}`],
    {
      env: { ...process.env, BENCH_FIGURES: result, BENCH_SIZES: sizes.join() },
      stdio: 'inherit',
    },
  );
  const figures = JSON.parse(readFileSync(result, 'utf8')) as EditFigures[];
  folder.remove();
  return figures.map((figure) => {
    const [ours, peer, oursFromCall, peerFromCall] = [
      median(figure.ours),
      median(figure.peer),
      median(figure.oursFromCall),
      median(figure.peerFromCall),
    ];
    const { users, blocks, blockOpening, works, workOpening, delay, delayWithout } = figure;
    const block = {
      blockOpening,
      block: median(blocks),
      longestBlock: Math.max(...blocks),
      workOpening,
      longestWork: Math.max(...works),
      delay,
      delayWithout,
    };
    return {
      users,
      ours,
      peer,
      ratio: ours / peer,
      oursFromCall,
      peerFromCall,
      ratioFromCall: oursFromCall / peerFromCall,
      ...block,
    };
  });
}

/** A folder of files that are both user files and JSON with our schema. */
function writeFolder(folder: string): void {
  const settings = {
    'json.schemas': [{ fileMatch: ['/users-*.json'], schema: peerSchema }],
    'truto.files': ['**/users-*.json'],
  };
  mkdirSync(join(folder, '.vscode'));
  writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
  for (const users of sizes) writeFileSync(join(folder, `users-${users}.json`), usersText(users));
}
