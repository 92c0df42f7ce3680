import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';

const user = {
  $truto: { integrated_account_id: accounts.hubspot, id: 'usr_ada' },
  title: 'Countess',
  emails: Array.from({ length: 6 }, (_, index) => ({ email: `ada-${index}@example.com` })),
  shelf: { books: 3 },
};

describe('what is typed into the form', () => {
  let workbench: Workbench;
  let sandbox: Sandbox;
  let folder: string;
  let file = '';
  let count = 0;
  const onDisk = () => JSON.parse(readFileSync(join(folder, file), 'utf8')) as typeof user;
  const field = (label: string): Locator => workbench.webview().getByLabel(label, { exact: true });
  /** As quick as a hand can be: what is typed is not in the file yet. */
  const closeByMouse = async () => {
    const box = await workbench.page.locator('.tab.active .tab-actions .codicon').boundingBox();
    await workbench.page.mouse.click((box?.x ?? 0) + 8, (box?.y ?? 0) + 8);
  };
  /** Saves what a closed form had yet to write: VS Code asks, or the form is there again. */
  const saveClosed = (books: number) =>
    until('the value in the file', async () => {
      if (await workbench.dialog.box.isVisible()) await workbench.dialog.press('Save');
      else await workbench.stagehand.command('workbench.action.files.save');
      return onDisk().shelf.books === books;
    });

  before(async () => {
    ({ workbench, sandbox, folder } = await setStage());
  });
  beforeEach(async () => {
    await workbench.stagehand.setting('files.autoSave', 'off');
    file = `drafts-${++count}.truto-user.json`;
    writeFileSync(join(folder, file), JSON.stringify(user, undefined, 2));
    await workbench.openFile(file);
    await field('Job title').waitFor();
  });
  afterEach(async () => {
    await workbench.page.keyboard.press('Escape');
    await workbench.stagehand.command('workbench.action.revertAndCloseActiveEditor');
    await workbench.stagehand.command('notifications.clearAll');
  });

  const type = async (label: string, text: string) => {
    await field(label).focus();
    await workbench.page.keyboard.press('Control+A');
    await workbench.page.keyboard.insertText(text);
  };

  it('as JSON is in the file while it parses, and stays as it is typed meanwhile', async () => {
    await type('shelf', '{"books":4}');
    await workbench.waitForTab(file, { dirty: true });
    assert.equal(await field('shelf').inputValue(), '{"books":4}');
    // What becomes of it meanwhile is another kind of value, and the person types on.
    await type('shelf', '5');
    const savedAs = (shelf: unknown) =>
      until(`${String(shelf)} in the file`, async () => {
        await workbench.page.keyboard.press('Control+S');
        return (onDisk() as { shelf: unknown }).shelf === shelf;
      });
    await savedAs(5);
    await workbench.page.keyboard.insertText('0');
    await savedAs(50);
  });

  it('is not lost when the form is closed by key', async () => {
    await type('shelf', '{"books":6}');
    await workbench.page.keyboard.press('Control+W');
    await saveClosed(6);
  });

  it('is not lost when the form is closed by mouse', async () => {
    await type('shelf', '{"books":7}');
    await closeByMouse();
    await saveClosed(7);
  });

  it('is kept while it is no value, and shown again when the form is', async () => {
    await type('shelf', '{"books":');
    await closeByMouse();
    await workbench.notifications.waitFor(`${file}: shelf is not in the file yet`);
    await workbench.notifications.press('shelf is not in the file yet', 'Open Form Editor');
    await until('it to be shown again', async () => (await field('shelf').inputValue()) === '{"books":');
    await workbench.webview().getByText('This is not plain JSON yet').waitFor();
    assert.deepEqual(onDisk(), user);
    await type('shelf', '{"books":8}');
    await workbench.waitForTab(file, { dirty: true });
    await workbench.save();
    assert.equal(onDisk().shelf.books, 8);
  });

  it('is saved as the focus leaves, where VS Code is to save then', async () => {
    await workbench.stagehand.setting('files.autoSave', 'onFocusChange');
    await type('shelf', '{"books":9}');
    await workbench.page.locator('.explorer-folders-view .monaco-list').click({ position: { x: 20, y: 300 } });
    await until('the value in the file', () => onDisk().shelf.books === 9);
  });

  it('is shown and said when it keeps an update back', async () => {
    await type('shelf', '{"books":');
    await field('Job title').focus();
    await workbench.webview().getByRole('button', { name: 'Send Update' }).click();
    await workbench.webview().locator('.failure', { hasText: 'Fix the invalid value first.' }).waitFor();
    const shelf = workbench.webview().locator('textarea:focus');
    await until('the field to have the focus', async () => (await shelf.inputValue()) === '{"books":');
    await workbench.screenshot('unfinished-draft');
    assert.equal(sandbox.requests.filter(({ method }) => method === 'PATCH').length, 0);
    await type('shelf', '{"books":3}');
    await workbench.webview().locator('.failure').waitFor({ state: 'detached' });
  });

  it('stays, with the reason, where the document turns out to be read-only', async () => {
    await workbench.runCommand('File: Set Active Editor Read-only in Session');
    await type('Job title', 'Poet');
    await workbench.webview().locator('.banner', { hasText: 'This file is read-only' }).waitFor();
    assert.equal(await field('Job title').inputValue(), 'Poet');
    assert.equal(await field('Job title').isEditable(), false);
    await workbench.screenshot('read-only-form');
    await workbench.runCommand('File: Set Active Editor Writeable in Session');
    await workbench.webview().getByRole('button', { name: 'Try Again' }).click();
    await workbench.waitForTab(file, { dirty: true });
    await workbench.save();
    assert.equal(onDisk().title, 'Poet');
  });

  it('is kept over a reload of the window', async () => {
    await type('shelf', '{"books":');
    await workbench.page.keyboard.press('Tab');
    await workbench.reloadByCommand();
    // A window that was loaded anew takes its time.
    await field('shelf').waitFor({ timeout: 60_000 });
    await until('it to be shown again', async () => (await field('shelf').inputValue()) === '{"books":');
    await type('shelf', '{"books":3}');
  });
});
