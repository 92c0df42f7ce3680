import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/startSandbox';
import { sampleFolder } from '../host/sampleFolder';
import { temporaryFolder } from '../host/temporaryFolder';
import { until } from '../host/until';
import { openWorkbench, usualSize, type Workbench, type WorkbenchOptions } from '../host/workbench';
import { signIn } from './steps';

/**
 * The windows that tests share, each started when the first test asks for it. What can be changed while VS Code runs
 * (settings, files, environments, the theme, the size of the page) is no reason for a window of its own: a start takes
 * longer than most tests.
 */
const windowKinds = {
  usual: {},
  /** Trust is decided on when VS Code starts. */
  restricted: { workspaceTrust: true },
} satisfies Record<string, WorkbenchOptions>;

type WindowKind = keyof typeof windowKinds;

export interface StageOptions {
  readonly window?: WindowKind;
  /** The name of the environment that is signed in to; none is when it is undefined. 'Test' when left out. */
  readonly environment?: string | undefined;
  /** Texts of files by name, beside the sample files or in their place. */
  readonly files?: Readonly<Record<string, string>>;
  readonly sandbox?: SandboxOptions;
  /** Of the page; 1280 × 800 when left out. */
  readonly size?: { readonly width: number; readonly height: number };
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What a test has to play with. */
export interface Stage {
  readonly workbench: Workbench;
  /** A server of its own, without a request so far but those of the window. */
  readonly sandbox: Sandbox;
  /** Where the sample files and those asked for lie, below the folder that is open. */
  readonly folder: string;
}

interface SharedWindow {
  readonly workbench: Workbench;
  readonly openFolder: string;
  sandbox: Sandbox | undefined;
  folder: string | undefined;
}

const windows = new Map<WindowKind, Promise<SharedWindow>>();
let stages = 0;

const knownUrls = new Set<string>();

/** A server at an address that no test has had: an environment of the same address would remember that test's edits. */
async function sandboxOfItsOwn(options: SandboxOptions | undefined): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  if (!knownUrls.has(sandbox.baseUrl)) {
    knownUrls.add(sandbox.baseUrl);
    return sandbox;
  }
  const other = await sandboxOfItsOwn(options);
  await sandbox.close();
  return other;
}

/**
 * Clears the shared window of all that the test before left there, and sets it up: to be called before each test, or
 * before all tests of a suite that only look.
 */
export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const kind = options.window ?? 'usual';
  const shared = await sharedWindow(kind);
  const { workbench } = shared;
  await clear(shared).catch(async (error: unknown) => {
    // One window that cannot be used any more is one failure: the next test has another one.
    windows.delete(kind);
    await workbench.close().catch(() => undefined);
    throw error;
  });
  await workbench.page.setViewportSize(options.size ?? usualSize);
  const folder = newFolder(shared.openFolder, options.files);
  const sandbox = await sandboxOfItsOwn(options.sandbox);
  Object.assign(shared, { sandbox, folder });
  workbench.folder = folder;
  for (const [name, value] of Object.entries(options.settings ?? {})) await workbench.stagehand.setting(name, value);
  const environment = 'environment' in options ? options.environment : 'Test';
  if (environment !== undefined) await signIn(workbench, { name: environment, ...sandbox });
  return { workbench, sandbox, folder };
}

async function sharedWindow(kind: WindowKind): Promise<SharedWindow> {
  const there = windows.get(kind);
  if (there) return there;
  const openFolder = temporaryFolder('truto-users').path;
  const opening = openWorkbench({ ...windowKinds[kind], folder: openFolder }).then(
    (workbench): SharedWindow => ({ workbench, openFolder, sandbox: undefined, folder: undefined }),
  );
  windows.set(kind, opening);
  return opening;
}

async function clear(shared: SharedWindow): Promise<void> {
  const { workbench, sandbox, folder } = shared;
  // The editors of a floating window come back into the window itself.
  for (const page of workbench.page.context().pages()) if (page !== workbench.page) await page.close();
  await workbench.page.bringToFront();
  // A dialog that a failed test left open keeps every command waiting.
  await until('no dialog', async () => {
    if (!(await workbench.dialog.box.isVisible())) return true;
    await workbench.page.keyboard.press('Escape');
    return false;
  });
  await workbench.stagehand.clear();
  for (const name of workbench.environments)
    await workbench.stagehand.command('truto.removeProfile', { name, confirm: false });
  workbench.environments.clear();
  workbench.errors.length = 0;
  await sandbox?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

/** A folder of a new name: what VS Code and the extension remember of a file's path is not meant for this one. */
function newFolder(parent: string, files: StageOptions['files'] = {}): string {
  const folder = join(parent, `stage-${++stages}`);
  cpSync(sampleFolder, folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  rmSync(join(parent, '.vscode'), { recursive: true, force: true });
  return folder;
}

afterEach(async function () {
  const { currentTest } = this;
  if (currentTest?.state !== 'failed') return;
  for (const [kind, opening] of windows) {
    const { workbench } = await opening;
    await workbench.screenshot(`failed ${currentTest.fullTitle()} ${kind}`.replace(/[^\p{L}\d]+/gu, '-'));
  }
});

after(async () => {
  for (const { workbench, sandbox } of await Promise.all(windows.values())) {
    await workbench.close();
    await sandbox?.close();
  }
});
