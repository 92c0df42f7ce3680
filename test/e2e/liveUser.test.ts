import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { giveToken } from './steps';

describe('a live user', () => {
  const file = 'usr_ada.truto-user.json';
  const mark = 'Saved here, not sent';
  let workbench: Workbench;
  let sandbox: Sandbox;
  const title = (): Locator => workbench.webview().getByLabel('Job title', { exact: true });
  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH').length;

  beforeEach(async () => {
    ({ workbench, sandbox } = await setStage());
    await workbench.stagehand.command('truto.openUser', { accountId: accounts.hubspot, userId: 'usr_ada' });
    await workbench.waitForTab(file, { dirty: false });
  });
  afterEach('shows no errors in the window', () => assert.deepEqual(workbench.errors, []));

  const type = async (value: string) => {
    await title().fill(value);
    await workbench.page.keyboard.press('Enter');
    await workbench.waitForTab(file, { dirty: true });
  };

  const backups = () =>
    globSync('**/Backups/**/truto/*', { cwd: workbench.server.dataFolder }).map((path) =>
      readFileSync(join(workbench.server.dataFolder, path), 'utf8'),
    );
  const send = async (window: Workbench) => {
    await window.webview().getByLabel('Job title', { exact: true }).focus();
    await window.page.keyboard.press('Control+Alt+Enter');
    await window.dialog.waitFor('Update Ada Lovelace');
    await window.dialog.press('Send Update');
    await window.notifications.waitFor('Ada Lovelace updated');
  };

  it('is edited in the form, saved as a draft that says so, sent, and clean again', async () => {
    await type('Countess');
    await workbench.save();
    await workbench.webview().getByText(mark).waitFor();
    for (const theme of ['vs-dark', 'vs', 'hc-black', 'hc-light'] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`live-user-draft-${theme}`);
    }
    assert.equal(patches(), 0);
    await send(workbench);
    await workbench.webview().getByText(mark).waitFor({ state: 'detached' });
    assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Countess');
    assert.equal(patches(), 1);
  });

  it('has its changed lines marked in the text', async () => {
    await type('Countess');
    await workbench.runCommand('Truto: Open Text Editor');
    await workbench.editor.waitForText('Countess');
    const lines = workbench.page.locator('.editor-instance .view-overlays .cdr[class*="ced-"]');
    await lines.first().waitFor();
    await workbench.screenshot('live-user-changed-lines');
    await workbench.runCommand('View: Revert and Close Editor');
  });

  it('keeps what was edited over a reload of the window, saved or not', async () => {
    await type('Countess');
    // VS Code keeps what is not saved a second later, and a page that is loaded anew at once loses it.
    await until('the edit to be kept', () => Promise.resolve(backups().some((text) => text.includes('Countess'))));
    await workbench.reloadByCommand();
    // This browser keeps no secrets: the draft is there all the same.
    await title().waitFor({ timeout: 60_000 });
    await until('the edit', async () => (await title().inputValue()) === 'Countess');
    await workbench.save();
    await workbench.webview().getByText(mark).waitFor();
    await workbench.reloadByCommand();
    await workbench.webview().getByText(mark).waitFor({ timeout: 60_000 });
    assert.equal(await title().inputValue(), 'Countess');
    assert.equal(patches(), 0);
    await title().focus();
    await workbench.page.keyboard.press('Control+Alt+Enter');
    await workbench.notifications.waitFor('This environment has no API token');
    await giveToken(workbench, sandbox.token);
    // By then the extension has it: nobody presses a key as quickly as this.
    await workbench.webview().getByText('differs from the live user').first().waitFor();
    await send(workbench);
    assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Countess');
  });
});
