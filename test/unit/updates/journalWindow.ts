// A window of its own as far as the history goes: keeps so many updates, beginning with a number.
import { join } from 'node:path';
import { JournalWriter } from '../../../src/updates/journalFiles';
import { keptUpdate } from './keptHistory';

const [storage = '', first, count] = process.argv.slice(2);
const writer = new JournalWriter(join(storage, 'history'), () => new Date().toISOString().slice(0, 10));
for (let made = 0; made < Number(count); made++) await writer.append(keptUpdate(Number(first) + made, Date.now()));
