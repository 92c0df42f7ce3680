import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';

describe('the form editor beside the server', () => {
  let folder: string;
  let sandbox: Sandbox;
  let workbench: Workbench;
  let name = '';
  let count = 0;
  const form = () => workbench.webview();
  const field = (label: string): Locator => form().getByLabel(label, { exact: true });
  const button = (label: string | RegExp): Locator => form().getByRole('button', { name: label, exact: true });
  const readings = () =>
    sandbox.requests.filter(({ method, path }) => method === 'GET' && path.includes('/users/usr_'));
  const target = (accountId: string = accounts.hubspot) => ({ integrated_account_id: accountId, id: 'usr_ada' });
  const write = (text: string, ending = '.truto-user.json') => {
    name = `user-${++count}${ending}`;
    writeFileSync(join(folder, name), text);
  };
  const open = async (user: unknown) => {
    write(JSON.stringify(user, undefined, 2));
    await workbench.openFile(name);
    await form().getByRole('heading', { name: 'Profile' }).waitFor();
  };
  const saved = async () => {
    await workbench.save();
    // While it is being written it is empty.
    const text = await until('the text', () => readFileSync(join(folder, name), 'utf8') || undefined);
    return JSON.parse(text) as Record<string, unknown>;
  };
  const act = async (label: string, action: string) => {
    await button(`Actions for ${label}`).click();
    await form().getByRole('menuitem', { name: action, exact: true }).click();
    // When it is done the focus goes from the menu to the field.
    await until('the end of it', () =>
      form()
        .locator('body')
        .evaluate(() => document.activeElement?.getAttribute('aria-haspopup') !== 'menu'),
    );
  };

  beforeEach(async () => {
    ({ workbench, sandbox, folder } = await setStage());
  });

  it('says only a little when the live user cannot be read', async () => {
    await open({ $truto: { ...target(), id: 'usr_nobody' }, title: 'x' });
    await form().getByText('Live user not loaded.').waitFor();
    await button('Retry').waitFor();
    assert.equal(await workbench.page.locator('.notification-toast').count(), 0);
  });

  it('marks what differs from the live user, and takes it back field by field', async () => {
    await open({ $truto: target(), title: 'Countess', status: 'active', bio: 'Mathematician', emails: [] });
    await form().getByText('3 fields differ from the live user.').waitFor();
    await form().getByText('was "Analyst"').waitFor();
    assert.match((await field('Job title').getAttribute('aria-describedby')) ?? '', /:change/);
    await act('Job title', 'Reset to Live Value');
    await act('Emails', 'Reset to Live Value');
    await act('bio', 'Reset to Live Value (Remove Field)');
    await form().getByText('Nothing differs from the live user.').waitFor();
    const { title, emails, ...others } = await saved();
    assert.deepEqual(
      [title, emails, 'bio' in others],
      ['Analyst', [{ email: 'ada@example.com', is_primary: true, type: 'work' }], false],
    );
  });

  it('reads the live user once when it opens, never while one types, and again on demand and after a send', async () => {
    await open({ $truto: target(), title: 'First' });
    await form().getByText('1 field differs').waitFor();
    assert.equal(readings().length, 1);
    await button(/^Target: /).click();
    await field('User ID').focus();
    await workbench.page.keyboard.press('End');
    for (const key of 'xyz') await workbench.page.keyboard.press(key);
    await form().getByText('Live user not loaded.').waitFor();
    await sleep(1000); // Longer than the form waits for the next key.
    assert.equal(readings().length, 1);
    // A pause between the keys makes several steps of them.
    await until('the user ID of before', async () => {
      if ((await field('User ID').inputValue()) === 'usr_ada') return true;
      await workbench.page.keyboard.press('Control+Z');
      return false;
    });
    await form().getByText('1 field differs').waitFor();
    await button('Reload the live user').click();
    await until('another reading', () => readings().length === 2);
    await button('Send Update').click();
    await workbench.dialog.waitFor('Update Ada Lovelace');
    await workbench.dialog.press('Send Update');
    await workbench.notifications.waitFor('Ada Lovelace updated');
    await workbench.openFile(name);
    await form().getByText('Nothing differs from the live user.').waitFor();
  });

  it('shows the values and the fields of the account', async () => {
    await open({ $truto: target(accounts.looker), status: 'active' });
    await form().getByText('Required by Looker', { exact: true }).waitFor();
    await field('Roles').waitFor();
    await open({ $truto: target(accounts.missingScopes), status: 'active' });
    await until('the values of Pipedrive', async () => (await field('Status').locator('option').count()) === 2);
    assert.deepEqual(await field('Status').locator('option').allTextContents(), ['active', 'inactive']);
    await open({ $truto: target() });
    await form().getByRole('combobox', { name: 'Add field' }).fill('dep');
    await form().getByRole('option', { name: 'department' }).getByText('Specific to HubSpot.').waitFor();
    await workbench.page.keyboard.press('Enter');
    await field('department').fill('Engines');
    await field('department').press('Enter');
    await workbench.waitForTab(name, { dirty: true });
    assert.equal((await saved()).department, 'Engines');
    await open({ $truto: target(accounts.clickup), name: 'Ada' });
    await form().getByText('Required by ClickUp', { exact: true }).waitFor();
    await field('Organization ID').fill('org_1');
    await field('Organization ID').press('Enter');
    await workbench.waitForTab(name, { dirty: true });
    assert.deepEqual((await saved()).$truto, { ...target(accounts.clickup), query: { organization_id: 'org_1' } });
  });

  it('tells absent, null and empty apart, and sets each', async () => {
    await open({ title: 'x', languages: ['en'], emails: [{ email: 'a@example.com' }], remote_data: { a: 1.5 } });
    await act('Job title', 'Set to Empty String');
    await act('Languages', 'Set to Empty Array');
    await form().getByText('Empty array. Sending it clears the field.').waitFor();
    await act('Email 1, Email address', 'Set to null');
    await act('Email 1, Type', 'Set to Empty String');
    await act('Remote data', 'Set to Empty Object');
    await until('all of it', async () => Object.keys((await saved()).remote_data as object).length === 0);
    assert.deepEqual(await saved(), { title: '', languages: [], emails: [{ email: null, type: '' }], remote_data: {} });
    await act('Job title', 'Remove Field');
    await act('Languages', 'Set to null');
    await until('null', async () => (await saved()).languages === null);
    assert.deepEqual(await saved(), { languages: null, emails: [{ email: null, type: '' }], remote_data: {} });
  });

  it('makes one email the primary one, and doubles one, each in one step to undo', async () => {
    const emails = [
      { email: 'a@example.com', is_primary: true },
      { email: 'b@example.com', is_primary: false },
    ];
    await open({ emails });
    await field('Primary').nth(1).selectOption('Yes');
    await workbench.waitForTab(name, { dirty: true });
    assert.deepEqual((await saved()).emails, [
      { email: 'a@example.com', is_primary: false },
      { email: 'b@example.com', is_primary: true },
    ]);
    await button('Duplicate Email 2').click();
    await field('Email address').nth(2).waitFor();
    assert.deepEqual(((await saved()).emails as unknown[])[2], { email: 'b@example.com', is_primary: false });
    await workbench.page.keyboard.press('Control+Z');
    await field('Email address').nth(2).waitFor({ state: 'detached' });
    await workbench.page.keyboard.press('Control+Z');
    await until(
      'the first one primary again',
      async () => JSON.stringify((await saved()).emails) === JSON.stringify(emails),
    );
  });

  it('is read-only while the text is broken, and leads to the place', async () => {
    await open({ title: 'x' });
    await workbench.runCommand('Truto: Open Text Editor');
    await workbench.editor.replaceAll('{\n  "title": "x",\n  "status"\n}');
    await workbench.runCommand('Truto: Open Form Editor');
    await form()
      .getByText(/not valid JSON \(line 4, column 1\)/)
      .waitFor();
    assert.equal(await field('Job title').isEditable(), false);
    await button('Open Line 4:1 in Text Editor').click();
    await workbench.page.locator('.statusbar-item', { hasText: 'Ln 4, Col 1' }).waitFor();
    await workbench.editor.replaceAll('{}');
  });

  it('goes from a field to its place in the text, and back to the field', async () => {
    await open({ title: 'x', emails: [{ email: 'a@example.com' }, { email: 'b@example.com' }] });
    await button('Actions for Email 2, Email address').click();
    await form().getByRole('menuitem', { name: 'Show in Text Editor' }).click();
    await workbench.page.locator('.statusbar-item', { hasText: 'Ln 8' }).waitFor();
    await workbench.runCommand('Truto: Open Form Editor');
    await until('the field to have the focus', () =>
      field('Email address')
        .nth(1)
        .evaluate((element) => element === document.activeElement),
    );
  });

  it('opens a user file by itself, and any other JSON file on demand', async () => {
    write('{ "title": "x" }');
    await workbench.pickFile(name);
    await field('Job title').waitFor();
    write('{ "title": "x" }', '.json');
    await workbench.pickFile(name);
    await workbench.editor.waitForText('"title"');
    await workbench.runCommand('Truto: Open Form Editor');
    await field('Job title').waitFor();
    await workbench.runCommand('Truto: Open Text Editor');
    await workbench.editor.waitForText('"title"');
  });

  it('is where it was after it was out of sight and after the window was loaded anew', async () => {
    await open({ $truto: target(), roles: Array.from({ length: 30 }, (_, index) => ({ id: `role_${index}` })) });
    const last = form().getByLabel('ID', { exact: true }).nth(29);
    const isInPlace = () =>
      last.evaluate(
        (element) =>
          element === document.activeElement &&
          element.getBoundingClientRect().top < window.innerHeight &&
          window.scrollY > 0,
      );
    await last.focus();
    await until('the last role in sight', isInPlace);
    const mine = name;
    await workbench.openFile('grace.json');
    await workbench.openFile(mine);
    await last.waitFor();
    await until('it in sight again', isInPlace);
    await workbench.reloadByCommand();
    await last.waitFor({ timeout: 60_000 });
    await until('the form scrolled', () =>
      last.evaluate((element) => element.getBoundingClientRect().top < window.innerHeight && window.scrollY > 0),
    );
  });
});
