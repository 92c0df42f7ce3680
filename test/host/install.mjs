// Makes node_modules match package-lock.json, so that every script of package.json works on a fresh clone.
// Plain old syntax and no dependencies: this is the one file that runs on whatever Node is on PATH.
import { spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The packages of a lock file by folder, as { version, optional }; none when the file is missing or broken. */
function packages(lockFile) {
  try {
    return JSON.parse(readFileSync(join(root, lockFile), 'utf8')).packages;
  } catch (error) {
    return {};
  }
}

/** npm's own record of what it installed holds every package that the lock file wants on this platform. */
function isReady() {
  const wanted = packages('package-lock.json');
  const installed = packages('node_modules/.package-lock.json');
  return Object.keys(wanted).every(function (folder) {
    if (folder === '') return true;
    const there = installed[folder];
    return there ? there.version === wanted[folder].version : Boolean(wanted[folder].optional);
  });
}

/** Runs the npm that runs this script, on its own Node: the one in node_modules is about to be replaced. */
function npm(args) {
  const cli = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] };
  if (cli && /npm-cli\.js$/.test(cli))
    return spawnSync(process.env.npm_node_execpath || process.execPath, [cli].concat(args), options).status;
  return spawnSync('npm', args, Object.assign({ shell: process.platform === 'win32' }, options)).status;
}

if (!isReady()) {
  // Windows cannot delete the node.exe that runs this very script, which `npm ci` would do.
  const command =
    process.platform === 'win32' && process.execPath.startsWith(join(root, 'node_modules')) ? 'install' : 'ci';
  // What a script prints may be read by another program.
  console.error('Installing the packages of package-lock.json (npm ' + command + ')...');
  process.exitCode = npm([command, '--no-audit', '--no-fund', '--loglevel=error']);
}
