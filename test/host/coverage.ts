// Says how much of each room the tests of all layers run, after testAll.js --coverage and c8 report.
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { repoRoot } from './repoRoot';

interface Lines {
  readonly total: number;
  readonly covered: number;
}

const report = join(repoRoot, 'out', 'coverage');
const files = JSON.parse(readFileSync(join(report, 'coverage-summary.json'), 'utf8')) as Record<
  string,
  { readonly lines: Lines }
>;
const rooms = new Map<string, Lines>();
for (const [file, { lines }] of Object.entries(files)) {
  const [top, ...rest] = relative(join(repoRoot, 'src'), file).split(sep);
  if (file === 'total' || top === undefined || top === '..') continue;
  const room = rest.length > 1 && (top === 'core' || top === 'users') ? `${top}/${rest[0]}` : top;
  const { total, covered } = rooms.get(room) ?? { total: 0, covered: 0 };
  rooms.set(room, { total: total + lines.total, covered: covered + lines.covered });
}
for (const [room, { total, covered }] of [...rooms].sort())
  console.log(`${room.padEnd(24)}${((100 * covered) / total).toFixed(1).padStart(6)} % of ${total} lines`);
console.log(`Each file: ${join(report, 'index.html')}`);
