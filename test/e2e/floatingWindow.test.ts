import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAsText } from './steps';

const names = { usr_ada: 'ada.truto-user.json', usr_grace: 'grace.truto-user.json' } as const;
type UserId = keyof typeof names;

describe('a floating window', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let edits = 0;
  const sentTo = () =>
    sandbox.requests.filter(({ method }) => method === 'PATCH').map(({ path }) => path.split('/').at(-1));

  beforeEach(async () => {
    const files = Object.fromEntries(Object.entries(names).map(([id, name]) => [name, file(id)]));
    ({ workbench, sandbox } = await setStage({ files, settings: { 'truto.send.confirm': 'never' } }));
  });

  const file = (id: string) =>
    JSON.stringify({ $truto: { integrated_account_id: accounts.hubspot, id }, title: `Title ${++edits}` });

  /** Moves the active editor out of the main window. */
  async function floatEditor(): Promise<Page> {
    const [page] = await Promise.all([
      workbench.page.context().waitForEvent('page'),
      workbench.runCommand('View: Move Editor into New Window'),
    ]);
    return page;
  }

  /** Presses the shortcut in a window, and waits until something was sent. */
  async function send(page: Page, id: UserId): Promise<void> {
    const before = sentTo().length;
    await workbench.stagehand.command('notifications.clearAll');
    await page.keyboard.press('Control+Alt+Enter');
    await until('an update', () => Promise.resolve(sentTo().length > before));
    assert.deepEqual(sentTo().slice(before), [id]);
    await workbench.notifications.waitFor('updated: title');
  }

  it('sends the user of its own form, and the main window that of its', async () => {
    const title = (page: Page) =>
      page
        .frameLocator('iframe.webview.ready:visible')
        .frameLocator('iframe#active-frame')
        .getByLabel('Job title', { exact: true });
    const edit = async (page: Page) => {
      await title(page).click();
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(`Title ${++edits}`);
    };
    await workbench.openFile(names.usr_ada);
    await title(workbench.page).waitFor();
    await workbench.openFile(names.usr_grace);
    await title(workbench.page).waitFor();
    const floating = await floatEditor();
    await edit(floating);
    await send(floating, 'usr_grace');
    await workbench.page.bringToFront();
    await workbench.page.locator(`.tab[data-resource-name="${names.usr_ada}"]`).click();
    await edit(workbench.page);
    await send(workbench.page, 'usr_ada');
    await floating.bringToFront();
    await edit(floating);
    await send(floating, 'usr_grace');
  });

  it('sends the user of its own text, and the main window that of its', async () => {
    const edit = async (page: Page, id: UserId) => {
      await page.locator('.monaco-editor[role="code"] .view-lines').first().click();
      await page.evaluate((words) => navigator.clipboard.writeText(words), file(id));
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Control+V');
    };
    await openAsText(workbench, names.usr_ada);
    await openAsText(workbench, names.usr_grace);
    const floating = await floatEditor();
    await edit(floating, 'usr_grace');
    await send(floating, 'usr_grace');
    await workbench.page.bringToFront();
    await openAsText(workbench, names.usr_ada);
    await edit(workbench.page, 'usr_ada');
    await send(workbench.page, 'usr_ada');
  });
});
