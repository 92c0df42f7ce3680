// Compares our checks with VS Code's own JSON support: npm run bench [-- --json <file>] [-- --only checkers|editor|form]
import { writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { parseArgs } from 'node:util';
import { compareCheckers } from './compareCheckers';
import { compareEditors } from './compareEditors';
import { openForms } from './openForms';

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });

function print(title: string, rows: readonly object[]): void {
  if (rows.length === 0) return;
  console.log(`\n${title}`);
  console.table(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === 'number' ? Math.round(value * 100) / 100 : (value as unknown),
        ]),
      ),
    ),
  );
}

const wants = (part: string) => values.only === undefined || values.only === part;
const checkers = wants('checkers') ? await compareCheckers() : [];
print('Checks in a process of their own: ms and MB, the peer is vscode-json-languageservice', checkers);
const editor = wants('editor') ? compareEditors() : [];
print('From an edit to its diagnostics in VS Code, in ms, the peer is the built-in JSON support', editor);
const form = wants('form') ? await openForms() : [];
print('Opening a user as a form and typing in it, in ms', form);
if (values.json !== undefined) {
  const machine = {
    node: process.version,
    system: `${process.platform} ${release()}`,
    cpu: cpus()[0]?.model,
    cpus: cpus().length,
  };
  writeFileSync(values.json, `${JSON.stringify({ machine, checkers, editor, form }, undefined, 2)}\n`);
}
