// Runs the integration layer inside VS Code: node runIntegration.js [--desktop]
// By default in a VS Code server and a headless browser; with --desktop in a downloaded desktop VS Code.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { findBrowser } from './browser';
import { fetchVscode } from './fetchVscode';
import { repoRoot } from './repoRoot';
import { copySampleFolder } from './sampleFolder';
import { temporaryFolder } from './temporaryFolder';
import { writeUserSettings } from './vscodeServer';

const built = join(repoRoot, 'out', 'test');

/** Writes the executable that stands in for the desktop's: test-electron starts a file, not a script of a certain Node. */
function standIn(): string {
  fetchVscode();
  findBrowser();
  const script = join(built, 'host', 'vscodeLauncher.js');
  const windows = process.platform === 'win32';
  const file = join(repoRoot, 'out', 'bin', windows ? 'vscode.cmd' : 'vscode');
  mkdirSync(join(repoRoot, 'out', 'bin'), { recursive: true });
  writeFileSync(
    file,
    windows ? `@"${process.execPath}" "${script}" %*\r\n` : `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`,
    { mode: 0o755 },
  );
  return file;
}

/** The argument that gives a desktop its own data, with the same settings as the server has. */
function desktopData(): string {
  const { path } = temporaryFolder('vscode-data');
  writeUserSettings(join(path, 'User'));
  return `--user-data-dir=${path}`;
}

const desktop = process.argv.includes('--desktop');
try {
  await runTests({
    ...(desktop ? {} : { vscodeExecutablePath: standIn() }),
    extensionDevelopmentPath: repoRoot,
    extensionTestsPath: join(built, 'integration', 'index.js'),
    launchArgs: [copySampleFolder(), ...(desktop ? [desktopData()] : [])],
    extensionTestsEnv: process.stdout.isTTY ? { FORCE_COLOR: '1' } : {},
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
