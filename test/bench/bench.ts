// Compares our checks with VS Code's own JSON support: npm run bench [-- --json <file>] [-- --only checkers|editor]
import { writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { parseArgs } from 'node:util';
import { compareCheckers } from './compareCheckers';
import { compareEditors } from './compareEditors';

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });

function print(title: string, rows: readonly object[]): void {
  if (rows.length === 0) return;
  console.log(`\n${title}`);
  console.table(rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? Math.round(value * 100) / 100 : (value as unknown)]))));
}

const checkers = values.only === 'editor' ? [] : await compareCheckers();
print('Checks in a process of their own: ms and MB, the peer is vscode-json-languageservice', checkers);
const editor = values.only === 'checkers' ? [] : compareEditors();
print('From an edit to its diagnostics in VS Code, in ms, the peer is the built-in JSON support', editor);
if (values.json !== undefined) {
  const machine = { node: process.version, system: `${process.platform} ${release()}`, cpu: cpus()[0]?.model, cpus: cpus().length };
  writeFileSync(values.json, `${JSON.stringify({ machine, checkers, editor }, undefined, 2)}\n`);
}
