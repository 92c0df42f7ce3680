import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repoRoot } from './repoRoot';

/** Lets what is imported from here on find a stand-in for VS Code, in plain Node. */
export function standInForVscode(): void {
  const standIn = pathToFileURL(join(repoRoot, 'out', 'test', 'unit', 'vscode.js')).href;
  registerHooks({
    resolve: (name, context, next) => (name === 'vscode' ? { url: standIn, shortCircuit: true } : next(name, context)),
  });
}
