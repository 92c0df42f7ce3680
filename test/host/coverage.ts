// Says how much of each room the tests of all layers run, after testAll.js --coverage.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CoverageReport } from 'monocart-coverage-reports';
import { rawCoverage } from './rawCoverage';
import { repoRoot } from './repoRoot';

/** How much of what there is was run, of lines and of branches. */
interface Share {
  readonly lines: Part;
  readonly branches: Part;
}
interface Part {
  readonly total: number;
  readonly covered: number;
}

/** What Node writes when a process ends: the scripts that it ran. */
interface ProcessCoverage {
  readonly result: readonly { readonly url: string }[];
}

const reports = join(repoRoot, 'out', 'coverage');
const ours = ['dist', 'out/test'].map((folder) => `${pathToFileURL(join(repoRoot, folder)).href}/`);
const report = new CoverageReport({
  name: 'All layers of tests',
  baseDir: repoRoot,
  outputDir: reports,
  reports: ['json-summary', 'v8'],
  logging: 'error',
  sourceFilter: (path) => /(^|\/)src\//.test(path) && !path.includes('node_modules'),
});
for (const name of readdirSync(rawCoverage)) {
  const { result } = JSON.parse(readFileSync(join(rawCoverage, name), 'utf8')) as ProcessCoverage;
  const scripts = result.filter(({ url }) => ours.some((folder) => url.startsWith(folder)));
  if (scripts.length > 0)
    await report.add(scripts.map((script) => ({ ...script, source: readFileSync(new URL(script.url), 'utf8') })));
}
await report.generate();

const { total, ...files } = JSON.parse(readFileSync(join(reports, 'coverage-summary.json'), 'utf8')) as Record<
  string,
  Share
>;
const rooms = Map.groupBy(Object.entries(files), ([file]) => roomOf(file));
for (const [room, shares] of [...rooms].sort()) print(room, ...shares.map(([, share]) => share));
if (total) print('all', total);
console.log(`Line by line: ${join(reports, 'index.html')}`);

/** `core/json`, `platform` */
function roomOf(file: string): string {
  const [top = '', ...rest] = file.slice(file.indexOf('src/') + 'src/'.length).split('/');
  return rest.length > 1 && (top === 'core' || top === 'users') ? `${top}/${rest[0] ?? ''}` : top;
}

function print(room: string, ...shares: readonly Share[]): void {
  const percent = (kind: keyof Share) => {
    const sum = (part: keyof Part) => shares.reduce((all, share) => all + share[kind][part], 0);
    return (sum('total') === 0 ? 100 : (100 * sum('covered')) / sum('total')).toFixed(1).padStart(6);
  };
  console.log(`${room.padEnd(20)}${percent('lines')} % of lines${percent('branches')} % of branches`);
}
