import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Frame, FrameLocator } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.1, levels A and AA. */
const rules: RunOptions = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] } };

/** What axe-core leaves to people, with what they say. */
const decidedHere: ReadonlySet<string> = new Set([
  // A check box has a label to click on; its name is what `aria-labelledby` says, which prevails.
  'form-field-multiple-labels',
]);

/** The contrast of what an open menu covers: nobody sees it. */
const isBehindMenu = /overlapped by another element/;

/** Runs in the page. With the bar beside a changed field axe-core could not tell the colour behind the field's texts. */
function hidePseudoElements(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*::before, *::after { content: none !important }');
  document.adoptedStyleSheets = [sheet];
}

/** What axe-core finds wrong in a webview, or cannot decide, one line for each element. */
export async function accessibilityViolations(webview: FrameLocator): Promise<string[]> {
  const frame = await frameOf(webview);
  // As the browser's own tools do it: the page's content security policy does not hear of it.
  await frame.evaluate(source);
  await frame.evaluate(hidePseudoElements);
  const { violations, incomplete } = await frame.evaluate<AxeResults, RunOptions>(
    (options) => (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(options),
    rules,
  );
  return [...violations, ...incomplete.filter(({ id }) => !decidedHere.has(id))].flatMap(({ id, nodes }) =>
    nodes
      .filter(({ failureSummary = '' }) => !isBehindMenu.test(failureSummary))
      .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}

async function frameOf(webview: FrameLocator): Promise<Frame> {
  const body = await webview.locator('body').elementHandle();
  const frame = await body.ownerFrame();
  if (!frame) throw new Error('The webview is not there');
  return frame;
}
