import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { repoRoot } from '../host/repoRoot';
import type { JournalFigures } from './journalFigures';

/** One line of the table. */
export type JournalCost = JournalFigures & { readonly ratio: number };

/** What a long history costs, in a process of its own. */
export function journalCosts(): JournalCost[] {
  const script = join(repoRoot, 'out', 'test', 'bench', 'measureJournal.js');
  const figures = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' })) as JournalFigures[];
  return figures.map((figure) => ({ ...figure, ratio: figure.ours / figure.peer }));
}
