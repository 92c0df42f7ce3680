// Runs one layer of tests in this process: node runLayer.js unit|e2e
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findBrowser } from './browser';
import { fetchVscode } from './fetchVscode';
import { repoRoot } from './repoRoot';
import { runMocha } from './runMocha';

const layer = process.argv[2] === 'e2e' ? 'e2e' : 'unit';
if (layer === 'e2e') {
  // What is fetched once is fetched here, outside the time that a test may take.
  fetchVscode();
  findBrowser();
}
if (layer === 'unit') {
  const standIn = pathToFileURL(join(repoRoot, 'out', 'test', 'unit', 'vscode.js')).href;
  registerHooks({
    resolve: (name, context, next) => (name === 'vscode' ? { url: standIn, shortCircuit: true } : next(name, context)),
  });
}
const { failed } = await runMocha(layer);
process.exit(failed === 0 ? 0 : 1);
