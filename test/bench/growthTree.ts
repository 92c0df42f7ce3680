import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { repoRoot } from '../host/repoRoot';
import type { TreeFigures } from './treeFigures';

/** One line of the table. */
export type TreeGrowth = TreeFigures & { readonly ratio: number };

/** What the tree of accounts and the pickers cost the extension host, in a process of its own. */
export function growthTree(): TreeGrowth[] {
  const script = join(repoRoot, 'out', 'test', 'bench', 'measureTree.js');
  const figures = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' })) as TreeFigures[];
  return figures.map((figure) => ({ ...figure, ratio: figure.ours / figure.peer }));
}
