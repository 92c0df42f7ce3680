import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { editUserText } from '../../src/core/edit/editUserText';
import { applyTextEdits } from '../../src/core/json/textEdit';
import { toHost, type FormProblem, type ToForm, type ToHost } from '../../src/protocol/formMessages';
import { wordNames, type FormWords } from '../../src/protocol/formWords';
import { readMessage } from '../../src/protocol/readMessage';
import { repoRoot } from './repoRoot';

/** What a page holds and has done so far: CPU in ms, the heap in MB. */
export interface PageFigures {
  readonly cpu: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly heap: number;
}

const address = 'http://form.test/';
const words = Object.fromEntries(wordNames.map((name) => [name, name])) as FormWords;
const style = { eol: '\n', indent: '  ' } as const;

function fail(fault: string): never {
  throw new Error(fault);
}

/** The page of the form editor by itself, with a document behind it: what it costs can be counted without a VS Code. */
export class BareForm {
  readonly received: ToHost[] = [];
  private version = 1;

  private constructor(
    readonly page: Page,
    private readonly devtools: CDPSession,
    public text: string,
    private readonly problems: readonly FormProblem[],
  ) {}

  /** Opens a text as a form in a page of its own, and waits for its first field. */
  static async open(browser: Browser, text: string, problems: readonly FormProblem[] = []): Promise<BareForm> {
    const page = await browser.newPage();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const form = new BareForm(page, devtools, text, problems);
    await page.exposeFunction('tellHost', (message: unknown) => form.receive(message));
    await page.addInitScript(standInForVscode);
    await page.route(`${address}**`, (route) => {
      const file = new URL(route.request().url()).pathname.slice(1);
      const contentType = file.endsWith('.css') ? 'text/css' : file === '' ? 'text/html' : 'text/javascript';
      return route.fulfill({ contentType, body: file === '' ? html : readFileSync(join(root, file)) });
    });
    await page.goto(address);
    await page.locator('main .field').first().waitFor();
    return form;
  }

  async figures(): Promise<PageFigures> {
    const cpu = (await this.metric('TaskDuration')) * 1000;
    await this.devtools.send('HeapProfiler.collectGarbage');
    return {
      cpu,
      nodes: await this.metric('Nodes'),
      listeners: await this.metric('JSEventListeners'),
      heap: (await this.metric('JSHeapUsedSize')) / 1e6,
    };
  }

  private async metric(wanted: string): Promise<number> {
    const { metrics } = await this.devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === wanted)?.value ?? NaN;
  }

  private async receive(data: unknown): Promise<void> {
    const message = readMessage(toHost, data, fail);
    if (!message) return;
    this.received.push(message);
    if (message.kind === 'ready') await this.post(this.snapshot());
    if (message.kind !== 'edit') return;
    const edits = editUserText(this.text, message.path, message.op, style);
    this.text = applyTextEdits(this.text, edits);
    this.version++;
    await this.post({ kind: 'change', version: this.version, edits, textLength: this.text.length });
    await this.post({ kind: 'answer', id: message.id, ok: true });
  }

  private snapshot(): ToForm {
    const { version, text, problems } = this;
    return { kind: 'snapshot', version, text, problems: [...problems], target: { canSend: true }, drafts: [], words };
  }

  async post(message: ToForm): Promise<void> {
    await this.page.evaluate((sent) => window.postMessage(sent), message);
  }
}

const root = join(repoRoot, 'dist', 'webview');
const html = `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>User</title>
<link rel="stylesheet" href="form.css"></head><body><script type="module" src="form.js"></script></body></html>`;

/** Runs in the page before its scripts. */
function standInForVscode(): void {
  const page = globalThis as unknown as Record<string, unknown> & { tellHost: (message: unknown) => void };
  let state: unknown;
  page['acquireVsCodeApi'] = () => ({
    postMessage: (message: unknown) => page.tellHost(message),
    getState: () => state,
    setState: (kept: unknown) => (state = kept),
  });
  const timer = setInterval(() => {
    if (!document.querySelector('main .field')) return;
    clearInterval(timer);
    requestAnimationFrame(() => performance.measure('first field', 'ready'));
  }, 5);
}
