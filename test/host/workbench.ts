import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser, BrowserContextOptions, ConsoleMessage, FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { ContextMenu } from './contextMenu';
import { Dialog } from './dialog';
import { Notifications } from './notifications';
import { ProblemsPanel } from './problemsPanel';
import { QuickInput } from './quickInput';
import { repoRoot } from './repoRoot';
import { Stagehand, stagehandExtension } from './stagehand';
import { TextEditor } from './textEditor';
import { soon, until } from './until';
import { startVscodeServer, type ServerOptions, type VscodeServer } from './vscodeServer';
import { startPatience, workbenchUrl } from './workbenchUrl';

export interface WorkbenchOptions extends ServerOptions {
  /** The folder to open. */
  readonly folder?: string;
  /** A file to open first. */
  readonly file?: string;
  /** Size, `forcedColors`, `reducedMotion`, `locale`, ...; `usualSize` by default. */
  readonly context?: BrowserContextOptions;
}

export const usualSize = { width: 1280, height: 800 } as const;

/** Themes by their kind, as the class of the workbench names it. */
const themes = {
  vs: 'Light Modern',
  'vs-dark': 'Dark Modern',
  'hc-black': 'Dark High Contrast',
  'hc-light': 'Light High Contrast',
} as const;
/** The editors of a user file, as VS Code names them. */
const editorTypes = { form: 'truto.userEditor', text: 'default' } as const;
const isFormByItself = (path: string) => path.endsWith('.truto-user.json');

export type ThemeKind = keyof typeof themes;

/**
 * Opens a VS Code of its own and waits until it is ready: its parts are shown, and the commands, views and editors of
 * every extension are known. This repository's extension is installed, unless others or a package are named.
 */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const stagehand = await Stagehand.hire();
  const { extensions = options.vsix === undefined ? [repoRoot] : [] } = options;
  const [server, browser] = await Promise.all([
    startVscodeServer({
      ...options,
      extensions: [...extensions, stagehandExtension],
      env: { ...options.env, ...stagehand.env },
    }),
    launchBrowser(),
  ]);
  const context = await browser.newContext({ viewport: usualSize, ...options.context });
  context.setDefaultTimeout(30_000);
  context.setDefaultNavigationTimeout(startPatience);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const workbench = new Workbench(server, browser, stagehand, await context.newPage(), options.folder);
  try {
    await workbench.page.goto(workbenchUrl(server.port, { folder: options.folder, file: options.file }));
    await workbench.waitUntilReady();
    return workbench;
  } catch (error) {
    await workbench.screenshot('workbench-not-ready');
    await workbench.close();
    throw error;
  }
}

/** A VS Code window as its user meets it: seen by its texts, worked by keyboard. */
export class Workbench {
  readonly contextMenu: ContextMenu;
  readonly dialog: Dialog;
  readonly editor: TextEditor;
  readonly notifications: Notifications;
  readonly problems: ProblemsPanel;
  readonly quickInput: QuickInput;
  /** Uncaught errors and refusals by a content security policy, of the page and its webviews. */
  readonly errors: string[] = [];
  /** Where the files of `openFile` lie: the open folder or one below it. */
  folder: string | undefined;
  /** The names of the environments that were added, for whoever clears up. */
  readonly environments = new Set<string>();

  constructor(
    readonly server: VscodeServer,
    private readonly browser: Browser,
    readonly stagehand: Stagehand,
    readonly page: Page,
    private readonly openFolder: string | undefined,
  ) {
    this.folder = openFolder;
    this.contextMenu = new ContextMenu(page);
    this.dialog = new Dialog(page);
    this.editor = new TextEditor(page);
    this.notifications = new Notifications(page, (id) => stagehand.command(id));
    this.quickInput = new QuickInput(page);
    this.problems = new ProblemsPanel(page, (title) => this.runCommand(title));
    page.on('pageerror', (error) => this.errors.push(error.stack ?? error.message));
    page.on('console', (message) => this.noteRefusal(message));
  }

  /** Runs a command by the title that the palette shows (`Truto: Update User`), once the palette offers it. */
  async runCommand(title: string): Promise<void> {
    await this.pick('F1', `>${title}`, title);
  }

  /**
   * Opens a file by its path in the folder, as what it opens as by itself or as told, and waits until it is the active
   * editor.
   */
  async openFile(path: string, as: keyof typeof editorTypes = isFormByItself(path) ? 'form' : 'text'): Promise<void> {
    await this.stagehand.open(join(this.folder ?? '', path), editorTypes[as]);
    await this.waitForTab(basename(path));
    if (as === 'form') await this.keyboardInWebview();
  }

  /** Opens a file by its name as a person does, and waits until it is the active editor. */
  async pickFile(name: string): Promise<void> {
    await this.pick('Control+P', name, name);
    await this.waitForTab(name);
    if (isFormByItself(name)) await this.keyboardInWebview();
  }

  /** Saves the active editor and waits until it has nothing unsaved. */
  async save(): Promise<void> {
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.editor-group-container.active .tab.active.dirty').waitFor({ state: 'hidden' });
  }

  /** The names of the tabs of the open editors. */
  async tabs(): Promise<string[]> {
    return this.page
      .locator('.tabs-container .tab')
      .evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute('data-resource-name') ?? ''));
  }

  /** Waits until the active editor has this name, and unsaved changes or none where told. */
  async waitForTab(name: string, { dirty }: { dirty?: boolean } = {}): Promise<void> {
    const state = dirty === undefined ? '' : dirty ? '.dirty' : ':not(.dirty)';
    await this.page
      .locator(`.editor-group-container.active .tab.active${state}[data-resource-name="${name}"]`)
      .waitFor();
  }

  /** An item of the status bar by a part of its text. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item', { hasText: text });
  }

  /** The document inside the webview of the visible editor or view. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
  }

  /**
   * Waits until the keyboard is in that document, some moments after its editor is the active one: a palette that is opened
   * before loses the keyboard to it, and closes. No longer than some seconds, as a form may be shown without the keyboard.
   */
  async keyboardInWebview(): Promise<void> {
    const isThere = () =>
      this.webview()
        .locator('body')
        .evaluate(() => document.hasFocus(), undefined, { timeout: 1000 });
    await soon(isThere, 5000);
  }

  /** A row of a tree view by its accessible name. */
  treeItem(name: string | RegExp): Locator {
    return this.page.getByRole('treeitem', { name });
  }

  /** The rows of a tree view by its title: another view may name the same things. */
  rowsOf(view: string): Locator {
    return this.page.getByRole('tree', { name: view }).locator('.monaco-list-row');
  }

  /** Shows a container of views in the side bar by its title, and waits until it is shown. */
  async openViews(title: string): Promise<void> {
    await this.runCommand(`View: Show ${title}`);
    await this.page.locator('.part.sidebar .title-label', { hasText: title }).waitFor();
  }

  /** Shows one view of a container with all the height there is, as rows out of sight are none of the page. */
  async openView(container: string, view: string): Promise<void> {
    await this.openViews(container);
    const headers = this.page.locator('.part.sidebar .pane-header');
    await until(`the view ${view} alone`, async () => {
      const other = headers.filter({ hasNotText: view }).and(this.page.locator('[aria-expanded="true"]')).first();
      const wanted = headers.filter({ hasText: view }).first();
      if (await other.isVisible()) await other.locator('.title').click();
      else if ((await wanted.getAttribute('aria-expanded')) === 'true') return true;
      else await wanted.locator('.title').click();
      return false;
    });
  }

  /** Moves the keyboard to a row of a view; from the top again where a key came before the view had the focus. */
  async focusRow(view: string, text: string): Promise<void> {
    const tree = this.page.getByRole('tree', { name: view });
    const row = this.rowsOf(view).filter({ hasText: text }).and(this.page.locator('.focused')).first();
    /** The row that has the keyboard; undefined while something else has it. */
    const place = () =>
      tree.evaluate((box) =>
        box.contains(document.activeElement) ? (box.getAttribute('aria-activedescendant') ?? '') : undefined,
      );
    await until(
      `the focus on ${text}`,
      async () => {
        if ((await place()) === undefined) {
          await this.runCommand(`Truto: Focus on ${view} View`);
          if (!(await soon(async () => (await place()) !== undefined))) return false;
        }
        await this.page.keyboard.press('Home');
        for (;;) {
          if (await row.isVisible()) return true;
          const before = await place();
          await this.page.keyboard.press('ArrowDown');
          if ((await place()) === before) return false;
        }
      },
      60_000,
    );
  }

  /** Settings of the folder: VS Code takes them over while it runs. Only for a throw-away folder. */
  setFolderSettings(settings: Readonly<Record<string, unknown>>): void {
    if (this.openFolder === undefined) throw new Error('There is no folder to write settings to');
    mkdirSync(join(this.openFolder, '.vscode'), { recursive: true });
    writeFileSync(join(this.openFolder, '.vscode', 'settings.json'), JSON.stringify(settings, undefined, 2));
  }

  /** Changes the theme by the command that a person uses, and waits until it is shown. */
  async setTheme(kind: ThemeKind): Promise<void> {
    if (await this.page.locator(`.monaco-workbench.${kind}`).isVisible()) return;
    await this.runCommand('Preferences: Color Theme');
    await this.quickInput.choose(themes[kind]);
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
  }

  /** Waits until the clipboard holds this text. `emptyClipboard` comes first: another test may have copied the same. */
  async waitForClipboard(text: string | RegExp): Promise<void> {
    await until(`${text} in the clipboard`, async () => {
      const held = await this.page.evaluate(() => navigator.clipboard.readText());
      return typeof text === 'string' ? held === text : text.test(held);
    });
  }

  async emptyClipboard(): Promise<void> {
    await this.page.evaluate(() => navigator.clipboard.writeText(''));
  }

  /** Takes a picture into out/screenshots/ and returns its path. */
  async screenshot(name: string): Promise<string> {
    const path = join(repoRoot, 'out', 'screenshots', `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  /** Loads the window anew, as after closing the browser's tab: hot exit brings unsaved editors back. */
  async reload(): Promise<void> {
    await this.reloadBy(() => this.page.reload());
  }

  /** Loads the window anew by VS Code's own command, which keeps the editors and their states for certain. */
  async reloadByCommand(): Promise<void> {
    await this.reloadBy(() =>
      Promise.all([this.page.waitForEvent('load'), this.runCommand('Developer: Reload Window')]),
    );
  }

  /**
   * Opens another window of the same VS Code and the same person, on another folder. The stagehand stays with this one,
   * and so it closes with this one.
   */
  async openWindow(folder: string): Promise<Workbench> {
    const window = new Workbench(
      this.server,
      this.browser,
      this.stagehand,
      await this.page.context().newPage(),
      folder,
    );
    await window.page.goto(workbenchUrl(this.server.port, { folder }));
    await window.waitUntilReady();
    return window;
  }

  async close(): Promise<void> {
    if (process.env['NODE_V8_COVERAGE']) await this.stagehand.noteCoverage();
    this.stagehand.dismiss();
    await Promise.all([this.browser.close(), this.server.stop()]);
  }

  async waitUntilReady(): Promise<void> {
    const marks = ['code/didLoadExtensions', 'code/LifecyclePhase/Restored'];
    const passed = (names: readonly string[]) => names.every((name) => performance.getEntriesByName(name).length > 0);
    await this.page.waitForFunction(passed, marks, { timeout: startPatience });
  }

  /** Resolves when the window is there again, with its extensions. What a window says that is being left is nobody's. */
  private async reloadBy(load: () => Promise<unknown>): Promise<void> {
    const { length } = this.errors;
    this.stagehand.expectAnew();
    await load();
    await this.waitUntilReady();
    await this.stagehand.settled();
    this.errors.length = length;
  }

  /**
   * Opens a quick input by a key and takes a row; opens it again while extensions still add what it offers, and when an
   * editor that just opened or closed took the focus and so shut it.
   */
  private async pick(key: string, text: string, label: string): Promise<void> {
    await until(`"${label}" to be offered`, async () => {
      await this.page.keyboard.press(key);
      if (!(await this.quickInput.tryToType(text))) return false;
      if (await this.quickInput.accept(label)) return true;
      await this.quickInput.dismiss();
      return false;
    });
  }

  private noteRefusal(message: ConsoleMessage): void {
    const text = message.text();
    if (message.type() === 'error' && text.includes('Content Security Policy')) this.errors.push(text);
  }
}
