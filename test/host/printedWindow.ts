import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { atExit } from './cleanUp';
import { Dialog } from './dialog';
import { Notifications } from './notifications';
import { QuickInput } from './quickInput';
import { repoRoot } from './repoRoot';
import { usualSize } from './workbench';

/** A window as a person has it who opened what `npm start` printed: nothing but a page. */
export interface PrintedWindow {
  readonly url: string;
  readonly page: Page;
  readonly dialog: Dialog;
  readonly notifications: Notifications;
  readonly quickInput: QuickInput;
  /** The document inside the webview of the visible editor. */
  webview(): FrameLocator;
  /** The folder that is open, by the address of the window. */
  folder(): string;
  close(): Promise<void>;
}

/** Runs what `npm start` runs and opens the URL that it prints, as it is printed. Throws with its words when there is none. */
export async function openPrintedUrl(): Promise<PrintedWindow> {
  const start = spawn(process.execPath, [join(repoRoot, 'out', 'test', 'host', 'start.js')], {
    // No browser of the person who runs the tests is opened.
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const forget = atExit(() => start.kill());
  const stop = async () => {
    const ended = start.exitCode === null ? once(start, 'exit') : undefined;
    start.kill();
    await ended;
    forget();
  };
  try {
    const url = await printedUrl(start.stdout);
    const browser = await launchBrowser();
    const page = await browser.newPage({ viewport: usualSize });
    page.setDefaultTimeout(30_000);
    await page.goto(url);
    return {
      url,
      page,
      dialog: new Dialog(page),
      notifications: new Notifications(page),
      quickInput: new QuickInput(page),
      webview: () => page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame'),
      folder: () => new URL(page.url()).searchParams.get('folder') ?? '',
      close: async () => {
        await browser.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function printedUrl(output: NodeJS.ReadableStream): Promise<string> {
  const words: string[] = [];
  for await (const line of createInterface({ input: output })) {
    words.push(line);
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error(`No URL was printed:\n${words.join('\n')}`);
}
