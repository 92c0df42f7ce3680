import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { openPrintedUrl, type PrintedWindow } from '../host/printedWindow';
import { until } from '../host/until';

const name = 'ada.truto-user.json';
const mostKeys = 120;

describe('the first five minutes from the URL that is printed', () => {
  let window: PrintedWindow;

  const button = (label: string): Locator => window.webview().getByRole('button', { name: label, exact: true });
  const title = (): Locator => window.webview().getByLabel('Job title', { exact: true });
  const row = (account: RegExp): Locator => window.page.getByRole('treeitem', { name: account });
  const tab = (label: string, state = ''): Locator =>
    window.page.locator(`.tab${state}[data-resource-name^="${label}"]`);
  const differing = (words: string) => window.webview().getByText(words, { exact: true }).waitFor();
  const onDisk = () => JSON.parse(readFileSync(join(window.folder(), name), 'utf8')) as Record<string, unknown>;
  const response = (status: string) => window.page.locator('.monaco-editor .view-lines', { hasText: status });

  /** All that `npm start` shows without a key or a click. */
  beforeEach(async () => {
    window = await openPrintedUrl();
    await row(/^HubSpot, acme, active/).waitFor();
    await tab(name, '.active:not(.dirty)').waitFor();
    await title().waitFor();
    await differing('3 fields differ from the live user.');
  });
  afterEach(() => window.close());

  it('are two clicks to a sent update, and by mouse alone an edit, a preview, a send and its response', async () => {
    const { page, notifications, dialog } = window;
    let clicks = 0;
    const click = async (control: Locator) => {
      await control.scrollIntoViewIfNeeded();
      await control.hover();
      await control.click();
      clicks++;
    };
    const send = async () => {
      await click(button('Send Update'));
      await dialog.waitFor('Update Ada Lovelace in HubSpot · acme?');
      await click(dialog.box.getByRole('button', { name: 'Send Update', exact: true }));
    };

    await send();
    await notifications.waitFor('Ada Lovelace updated: title, languages, emails');
    assert.equal(clicks, 2);
    await tab('Ada Lovelace 200').waitFor();

    await click(row(/^Looker, acme, active/));
    await page.locator('.monaco-list-row.selected', { hasText: 'Looker' }).waitFor();
    await click(tab(name));
    await click(button('Remove Language 3'));
    await differing('1 field differs from the live user.');
    await tab(name, '.active.dirty').waitFor();

    await click(button('Preview Changes'));
    await page.locator('.monaco-diff-editor .line-delete', { hasText: '' }).first().waitFor();
    await click(tab(name));
    await send();
    await notifications.waitFor('Ada Lovelace updated: languages');
    await tab('Ada Lovelace 200').waitFor();
    await differing('Nothing differs from the live user.');

    await click(page.getByRole('tab', { name: /^Explorer/ }));
    await click(row(/mistakes\.truto-user\.json/));
    await tab('mistakes.truto-user.json', '.active:not(.dirty)').waitFor();
    await click(button('Add email'));
    await tab('mistakes.truto-user.json', '.active.dirty').waitFor();
  });

  it('are an edit, a preview, a send and its response by keyboard alone', async () => {
    const { page, notifications, dialog, quickInput } = window;
    const press = (key: string) => page.keyboard.press(key);
    const isFocused = (control: Locator) => control.evaluate((element) => element === document.activeElement);

    await press('Control+0');
    await until('the focus in the tree', async () => {
      await press('ArrowDown');
      return page.locator('.part.sidebar .monaco-list:focus-within .monaco-list-row.focused').isVisible();
    });
    await page.keyboard.type('HubSpot');
    await page.locator('.monaco-list-row.focused', { hasText: 'HubSpot' }).waitFor();

    await press('Control+1');
    for (let keys = 0; !(await isFocused(title())); keys++) {
      assert.ok(keys < mostKeys, 'no key leads to the job title');
      await press('Tab');
    }
    await press('Control+A');
    await page.keyboard.type('Mathematician');
    await tab(name, '.active.dirty').waitFor();
    await press('Control+S');
    await tab(name, '.active:not(.dirty)').waitFor();
    assert.equal(onDisk()['title'], 'Mathematician');

    await press('Control+Shift+Alt+Enter');
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await press('Control+P');
    await quickInput.waitFor('Search files by name');
    await page.keyboard.type(name);
    await quickInput.widget.locator('.monaco-list-row.focused', { hasText: name }).waitFor();
    await press('Enter');
    await title().waitFor();
    assert.equal(await tab(name).count(), 1);

    await press('Control+Alt+Enter');
    assert.match(await dialog.waitFor('Update Ada Lovelace in HubSpot · acme?'), /"Analyst" → "Mathematician"/);
    await press('Enter');
    await notifications.waitFor('Ada Lovelace updated: title, languages, emails');
    await tab('Ada Lovelace 200').waitFor();
    await response('Mathematician').waitFor();
  });
});
