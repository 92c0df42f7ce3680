import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAccounts } from './steps';

/** What a hand does at each step. */
interface Hand {
  /** Opens the user from the tree. */
  open(): Promise<void>;
  /** Puts a value into the field. */
  type(value: string): Promise<void>;
  preview(): Promise<void>;
  closePreview(): Promise<void>;
  send(): Promise<void>;
  /** Presses a button of a dialog or of a notification. */
  press(button: Locator): Promise<void>;
}

describe('a user of the tree', () => {
  const file = 'usr_ada.truto-user.json';
  let workbench: Workbench;
  let sandbox: Sandbox;

  /** Without what each write changes. */
  const ada = (): Readonly<Record<string, unknown>> => {
    const { remote_data: remote, ...user } = { ...sandbox.user(accounts.hubspot, 'usr_ada') };
    return { ...user, updated_at: undefined, remote_data: { ...(remote as object), updatedAt: undefined } };
  };
  const row = (text: string) => workbench.rowsOf('Integrated Accounts').filter({ hasText: text }).first();
  const title = (): Locator => workbench.webview().getByLabel('Job title', { exact: true });
  const key = (name: string) => workbench.page.keyboard.press(name);
  const button = (name: string) => workbench.dialog.box.getByRole('button', { name, exact: true });

  const focusRow = (text: string) => workbench.focusRow('Integrated Accounts', text);
  const tabTo = async (control: Locator) => {
    await workbench.keyboardInWebview();
    await until('the focus on the field', async () => {
      if (await control.evaluate((element) => element === document.activeElement)) return true;
      await key('Tab');
      return false;
    });
  };

  const hands: Readonly<Record<'keyboard' | 'mouse', Hand>> = {
    keyboard: {
      open: async () => {
        await focusRow('HubSpot');
        await key('ArrowRight');
        await row('Ada Lovelace').waitFor();
        await focusRow('Ada Lovelace');
        await key('Enter');
      },
      type: async (value) => {
        await tabTo(title());
        await key('Control+A');
        await workbench.page.keyboard.type(value);
        await key('Enter');
      },
      preview: () => key('Control+Shift+Alt+Enter'),
      closePreview: () => workbench.runCommand('View: Close Editor'),
      send: () => key('Control+Alt+Enter'),
      press: (one) => one.press('Enter'),
    },
    mouse: {
      open: async () => {
        await row('HubSpot').locator('.monaco-tl-twistie').click();
        await row('Ada Lovelace').waitFor();
        await row('Ada Lovelace').locator('.label-name').click();
      },
      type: async (value) => {
        await title().click({ clickCount: 3 });
        await title().fill(value);
        await workbench.webview().getByRole('heading', { name: 'Profile' }).click();
      },
      preview: () => workbench.webview().getByRole('button', { name: 'Preview Changes' }).click(),
      closePreview: () =>
        workbench.page
          .locator('.tab.active')
          .getByRole('button', { name: /^Close/ })
          .click(),
      send: () => workbench.webview().getByRole('button', { name: 'Send Update' }).click(),
      press: (one) => one.click(),
    },
  };

  for (const [name, hand] of Object.entries(hands)) {
    it(`is opened, edited, previewed, sent and given back what it was, by ${name} alone`, async () => {
      ({ workbench, sandbox } = await setStage());
      await workbench.stagehand.command('truto.clearHistory', { confirm: false });
      const before = ada();
      await openAccounts(workbench, sandbox);
      await row('HubSpot').waitFor();
      await hand.open();
      await workbench.waitForTab(file, { dirty: false });
      await title().waitFor();
      await hand.type('Countess');
      await workbench.waitForTab(file, { dirty: true });
      await workbench.webview().getByText('differs from the live user').first().waitFor();
      await workbench.screenshot(`tree-to-undo-form-${name}`);
      await hand.preview();
      const diff = workbench.page.locator('.monaco-diff-editor');
      await diff.locator('.modified .view-line', { hasText: '"title": "Countess"' }).waitFor();
      await diff.locator('.original .view-line', { hasText: '"title": "Analyst"' }).waitFor();
      await workbench.screenshot(`tree-to-undo-preview-${name}`);
      assert.deepEqual(ada(), before);
      await hand.closePreview();
      await workbench.waitForTab(file);
      await title().waitFor();
      if (name === 'keyboard') await tabTo(title());
      await hand.send();
      await workbench.dialog.waitFor('Update Ada Lovelace');
      await hand.press(button('Send Update'));
      await workbench.notifications.waitFor('Ada Lovelace updated');
      assert.equal(ada().title, 'Countess');
      const sent = workbench.notifications.withText('Ada Lovelace updated').first();
      await hand.press(sent.getByRole('button', { name: 'Undo...', exact: true }));
      await workbench.dialog.waitFor('Undo the update of Ada Lovelace');
      await hand.press(button('Undo Update'));
      await until('the user as before', () => ada().title === before.title);
      assert.deepEqual(ada(), before);
      await until('the form to show it', async () => (await title().inputValue()) === 'Analyst');
      await workbench.waitForTab(file, { dirty: false });
      await workbench.runCommand('Truto: Update History');
      const rows = workbench.rowsOf('History').filter({ hasText: 'Ada Lovelace' });
      await until('both in the history', async () => (await rows.count()) === 2);
      assert.equal(await rows.filter({ hasText: 'undo' }).count(), 1);
      await workbench.screenshot(`tree-to-undo-history-${name}`);
      assert.deepEqual(workbench.errors, []);
    });
  }
});
