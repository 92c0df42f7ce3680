import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from './cleanUp';
import { fetchVscode } from './fetchVscode';
import { quietSettings } from './quietSettings';
import { temporaryFolder } from './temporaryFolder';

export interface ServerOptions {
  /** User settings on top of the quiet ones. They are read once: VS Code does not watch this file here. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Variables for the server and its extension host, on top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** The server's data (settings, secrets, extensions); a fresh folder, removed at the end, when not given. */
  readonly dataFolder?: string;
  /** Opens folders in restricted mode until a person trusts them; off by default. */
  readonly workspaceTrust?: boolean;
  /** A packaged extension to install. */
  readonly vsix?: string;
  /** Folders of extensions to link among the installed ones. */
  readonly extensions?: readonly string[];
  /**
   * Lets a URL name extensions under development and tests to run in their host, and tell a page's functions about it.
   * Changes how VS Code behaves (it shows no notifications, for one), so it is off by default.
   */
  readonly smokeTestDriver?: boolean;
  /** What a browser must bring to be let in, as `?tkn=`; anything on this machine is let in when not given. */
  readonly connectionToken?: string;
}

export interface VscodeServer {
  readonly port: number;
  readonly dataFolder: string;
  /** All that the server printed so far. */
  log(): string;
  /** Ends the server and every process it started; resolves when they are gone. */
  stop(): Promise<void>;
}

/** Starts a VS Code server on a free port of 127.0.0.1. Throws with the server's own words when it does not start. */
export async function startVscodeServer(options: ServerOptions = {}): Promise<VscodeServer> {
  const main = join(fetchVscode(), 'out', 'server-main.js');
  const data =
    options.dataFolder === undefined
      ? temporaryFolder('vscode-server')
      : { path: options.dataFolder, remove: () => undefined };
  const dataFolder = data.path;
  writeUserSettings(join(dataFolder, 'data', 'User'), options.settings);
  for (const folder of options.extensions ?? []) linkExtension(folder, dataFolder);
  const common = [main, '--accept-server-license-terms', '--server-data-dir', dataFolder];
  // Without a gallery the server asks none on the network.
  const env = { ...cleanEnvironment(), EXTENSIONS_GALLERY: '{}', ...options.env };
  if (options.vsix !== undefined)
    execFileSync(process.execPath, [...common, '--install-extension', options.vsix], { env, stdio: 'pipe' });

  // A process group of its own, to end the server together with the processes it starts.
  const child = spawn(process.execPath, [...common, ...serverArguments(options)], {
    env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => killTree(child, 'SIGKILL');
  const forget = atExit(kill);
  const log = collectOutput(child);
  const stop = async () => {
    await endTree(child);
    kill();
    forget();
    data.remove();
  };
  try {
    return { port: await listeningPort(child, log), dataFolder, log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Writes the quiet settings and these into the folder of a user's settings. */
export function writeUserSettings(folder: string, settings: ServerOptions['settings'] = {}): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));
}

function serverArguments(options: ServerOptions): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', '0', '--telemetry-level', 'off', '--force-disable-user-env'],
    ...(options.connectionToken === undefined
      ? ['--without-connection-token']
      : ['--connection-token', options.connectionToken]),
    ...(options.smokeTestDriver === true ? ['--enable-smoke-test-driver'] : []),
    ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
  ];
}

/** This process's variables without those by which an outer VS Code or debugger would reach into the server. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name)),
  );
}

function linkExtension(folder: string, dataFolder: string): void {
  const { publisher, name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  mkdirSync(join(dataFolder, 'extensions'), { recursive: true });
  symlinkSync(folder, join(dataFolder, 'extensions', `${publisher}.${name}-${version}`), 'junction');
}

function collectOutput(child: ChildProcess): () => string {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return () => output;
}

async function listeningPort(child: ChildProcess, log: () => string): Promise<number> {
  const end = Date.now() + 60_000;
  while (child.exitCode === null && Date.now() < end) {
    const port = /Extension host agent listening on (\d+)/.exec(log())?.[1];
    if (port !== undefined) return Number(port);
    await sleep(20);
  }
  throw new Error(`The VS Code server did not start:\n${log().slice(-2000)}`);
}

async function endTree(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  killTree(child, 'SIGTERM');
  await Promise.race([ended, sleep(3000)]);
}

function killTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32')
      execFileSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    else process.kill(-child.pid, signal);
  } catch {
    // The processes have ended already.
  }
}
