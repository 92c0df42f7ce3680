// Refuses a lock file that leaves open what a package holds: node src/build/checkLock.ts [package-lock.json]
import { readFileSync } from 'node:fs';

interface LockedPackage {
  readonly integrity?: string;
  /** A folder of this repository. */
  readonly link?: boolean;
  /** Comes inside the archive of another package. */
  readonly inBundle?: boolean;
}

const [file = 'package-lock.json'] = process.argv.slice(2);
const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const open = Object.entries(packages)
  .filter(
    ([path, { integrity, link, inBundle }]) => path !== '' && !link && !inBundle && !integrity?.startsWith('sha512-'),
  )
  .map(([path]) => path.replace(/^node_modules\//, ''));
if (open.length > 0) {
  console.error(
    `${file} has no integrity (sha512) of ${open.length} packages: ${open.join(', ')}.\n` +
      'Whatever a registry sends would be installed for them. npm leaves it out where it writes the file from an installed ' +
      'tree: remove node_modules and package-lock.json, and run `npm install`.',
  );
  process.exitCode = 1;
}
