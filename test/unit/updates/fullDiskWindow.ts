// A window whose disk takes no file over a size: whoever starts it says which (`ulimit -f`). Sends one update, and prints what
// was known before it to be lost, what became of it, and the files that are left.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf, openWindow, profileOf, requestOf, userFile } from './headless';

const [baseUrl = '', token = '', storage = ''] = process.argv.slice(2);
const window = openWindow({ storage });
await window.profiles.save(profileOf({ baseUrl }, 'Test'), token);
const request = requestOf(window, fileOf(userFile({ title: 'Countess '.repeat(400) })));
const prepared = await window.updates.prepare(request);
if (prepared.obstacle) throw new Error(prepared.obstacle);
const { outcome, isUnkept } = await window.updates.run(prepared);
const left = readdirSync(storage, { recursive: true, encoding: 'utf8' }).filter((name) =>
  statSync(join(storage, name)).isFile(),
);
const before = { base: prepared.base, isUnkept: prepared.earlier.isUnkept };
console.log(JSON.stringify({ before, outcome, isUnkept, left }));
