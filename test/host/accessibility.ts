import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Frame, FrameLocator } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.1, levels A and AA. */
const rules: RunOptions = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] } };

/** What axe-core finds wrong in a webview, one line for each element. */
export async function accessibilityViolations(webview: FrameLocator): Promise<string[]> {
  const frame = await frameOf(webview);
  // As the browser's own tools do it: the page's content security policy does not hear of it.
  await frame.evaluate(source);
  const { violations } = await frame.evaluate<AxeResults, RunOptions>(
    (options) => (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(options),
    rules,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}

async function frameOf(webview: FrameLocator): Promise<Frame> {
  const body = await webview.locator('body').elementHandle();
  const frame = await body.ownerFrame();
  if (!frame) throw new Error('The webview is not there');
  return frame;
}
