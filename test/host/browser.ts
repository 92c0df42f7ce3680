import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Starts a headless browser, with nothing of its own on the network. */
export async function launchBrowser(): Promise<Browser> {
  const quiet = ['--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({
    executablePath: findBrowser(),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', ...quiet],
  });
}

/**
 * A Chromium, Chrome or Edge on this machine: the one CHROME_PATH names, Playwright's own, or an installed one.
 * When there is none, installs one. Throws, telling what to do, when that fails.
 */
export function findBrowser(): string {
  const found = installedBrowser();
  if (found !== undefined) return found;
  for (const install of [installWithApt, installWithPlaywright]) {
    const installed = install() ? installedBrowser() : undefined;
    if (installed !== undefined) return installed;
  }
  throw new Error(
    'No browser to show VS Code in: install Chromium, Chrome or Edge, or set CHROME_PATH to its executable.',
  );
}

function installedBrowser(): string | undefined {
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen)) throw new Error(`CHROME_PATH names a file that does not exist: ${chosen}`);
    return chosen;
  }
  return [chromium.executablePath(), ...usualPlaces()].find((path) => path !== '' && existsSync(path));
}

function usualPlaces(): string[] {
  const { env, platform } = process;
  if (platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
      apps.map((app) => `${folder}/${app}.app/Contents/MacOS/${app}`),
    );
  }
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter(
      (folder) => folder !== undefined,
    );
    const programs = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return folders.flatMap((folder) => programs.map((program) => join(folder, program)));
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  return [...(env['PATH'] ?? '').split(delimiter), '/usr/bin', '/snap/bin'].flatMap((folder) =>
    names.map((name) => join(folder, name)),
  );
}

/** Debian's own browser, with fonts so that names in every script can be seen on screenshots. */
function installWithApt(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const packages = ['chromium', 'fonts-noto-core', 'fonts-wqy-zenhei', 'fonts-noto-color-emoji'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return (
    tryRun('Installing Chromium (apt-get)...', 'apt-get', ['update', '-qq'], env) &&
    tryRun('', 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], env)
  );
}

function installWithPlaywright(): boolean {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  return tryRun(
    'Installing Chromium (playwright-core)...',
    process.execPath,
    [cli, 'install', 'chromium'],
    process.env,
  );
}

function tryRun(words: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv): boolean {
  if (words !== '') console.log(words);
  try {
    execFileSync(command, args, { env, stdio: 'pipe' });
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}
