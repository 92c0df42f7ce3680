// Compares our checks with VS Code's own JSON support, and shows how costs grow:
//   npm run bench [-- --json <file>] [-- --only checkers|editor|form|growth|sources|bulk|journal] [--job <part of a name>]
import { writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { parseArgs } from 'node:util';
import { bulkRates } from './bulkRates';
import { compareCheckers } from './compareCheckers';
import { compareEditors } from './compareEditors';
import { growthOfChecks, growthOfKeys, growthOfSends, type DocumentGrowth } from './growthDocuments';
import { growthForm } from './growthForm';
import { growthTree } from './growthTree';
import { journalCosts } from './journal';
import { openForms } from './openForms';
import { readSources } from './readSources';

const { values } = parseArgs({
  options: { json: { type: 'string' }, only: { type: 'string' }, job: { type: 'string' } },
});

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
const documents: DocumentGrowth[] = [];
for (const measure of wants('growth') ? [growthOfSends, growthOfChecks, growthOfKeys] : []) {
  const lines = await measure();
  print('As sends and documents grow, in ms', lines);
  documents.push(...lines);
}
const tree = wants('growth') ? growthTree() : [];
print('Trees and pickers of very many, without a window: CPU of the extension host in ms', tree);
const forms = wants('growth') ? await growthForm() : [];
print('Forms of growing lists, each by itself in a page: ms, CPU in ms, MB', forms);
const sources = wants('sources') ? await readSources() : [];
print('Sources of many users, read from disk and checked, each in a process of its own: ms, s, MB', sources);
const bulk = wants('bulk') ? await bulkRates(values.job) : [];
print('Jobs of many updates at the limits, in s; the peer is what the limits alone make of it', bulk);
const journal = wants('journal') ? journalCosts() : [];
print('A long history, in ms of CPU; the peer is JSON.parse of each line of the same files', journal);
if (values.json !== undefined) {
  const machine = {
    node: process.version,
    system: `${process.platform} ${release()}`,
    cpu: cpus()[0]?.model,
    cpus: cpus().length,
  };
  const growth = { documents, tree, forms };
  writeFileSync(
    values.json,
    `${JSON.stringify({ machine, checkers, editor, form, growth, sources, bulk, journal }, undefined, 2)}\n`,
  );
}
