import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import { setStage } from './stage';
import { openAccounts, openAsText } from './steps';

const link = '[Lee](command:workbench.action.toggleSidebarVisibility)';
/** A name that wants to be a link, an icon, further lines, and text that runs the other way. */
const evil = `Ann ${link} $(trash)\nUser: Bob\r\n\u2028\u202Eeel`;
/** What can stand in one line. */
const evilLine = `Eve ${link} $(trash)`;
const evilAccounts = {
  open: '0000e71e-0000-4000-8000-000000000001',
  blocked: '0000e71e-0000-4000-8000-000000000002',
};

/** Without the signs that no reader sees: what is asserted of them is that nothing comes of the text. */
const visible = (text: string): string => text.replaceAll(/[\u200b\u2068\u2069]/g, '').replaceAll('\u00a0', ' ');

/** As people write such signs: VS Code asks about a file with strange line ends. */
const escaped = (json: string): string =>
  json.replace(/[\u2028\u202E]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`);

/** Asserts that a part of the window shows outside text as text. */
async function showsAsText(part: Locator): Promise<void> {
  const words = visible((await part.allTextContents()).join(' '));
  assert.match(words, /\[Lee\]\(command:workbench/, words);
  assert.match(words, /\$\(trash\)/, words);
  assert.doesNotMatch(words, /[\n\r\u2028\u202E]/, words);
  assert.equal(await part.locator('a:is([href*="command:"], [data-href*="command:"])').count(), 0, 'a link');
  assert.equal(await part.locator('.codicon-trash').count(), 0, 'an icon');
}

describe('text from outside', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let userId: string;

  const headers = () => ({ authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' });
  const users = (rest: string) =>
    `${sandbox.baseUrl}/unified/user-directory/users${rest}?integrated_account_id=${evilAccounts.open}`;
  const write = (name: string, user: object) =>
    writeFileSync(join(workbench.folder!, `${name}.truto-user.json`), escaped(JSON.stringify(user, undefined, 2)));
  const target = (accountId: string, id = userId) => ({ integrated_account_id: accountId, id });
  const toast = (text: string | RegExp) => workbench.notifications.withText(text).first();

  beforeEach(async () => {
    const account = { slug: 'hubspot', tenant: `${evil} tenant`, label: evil };
    const added = [
      { ...account, id: evilAccounts.open },
      { ...account, id: evilAccounts.blocked, isBlocked: true },
    ];
    ({ workbench, sandbox } = await setStage({ environment: undefined, sandbox: { accounts: 11, added } }));
    const list = (await (await fetch(users(''), { headers: headers() })).json()) as { result: [{ id: string }] };
    userId = list.result[0].id;
    const body = JSON.stringify({ name: evil });
    const renamed = await fetch(users(`/${userId}`), { method: 'PATCH', headers: headers(), body });
    assert.equal(renamed.status, 200);
    const { baseUrl, token } = sandbox;
    workbench.environments.add(evilLine);
    await workbench.stagehand.command('truto.addProfile', { name: evilLine, baseUrl, token });
    await workbench.statusBarItem('Eve').waitFor();
  });

  it('is text in the tree of accounts, its tooltips and the status bar', async () => {
    const tooltip = workbench.page.locator('.monaco-hover:visible', { hasText: 'Ann' });
    await openAccounts(workbench, sandbox);
    const rows = workbench.treeItem(/Ann \[Lee\]/);
    await rows.first().waitFor();
    await showsAsText(rows.first());
    assert.doesNotMatch((await rows.first().getAttribute('aria-label')) ?? '', /[\n\u2028\u202E]/);
    await until('the tooltip of an account', async () => {
      await workbench.page.keyboard.press('Escape');
      // The first is the group of both.
      await workbench.focusRow('Integrated Accounts', 'Ann');
      await workbench.page.keyboard.press('ArrowDown');
      await workbench.page.keyboard.press('Control+K');
      await workbench.page.keyboard.press('Control+I');
      return tooltip.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    });
    await showsAsText(tooltip);
    await showsAsText(workbench.statusBarItem('Eve'));
  });

  it('is text in the lists to pick an account and a user from', async () => {
    await workbench.runCommand('Truto: Open User...');
    await workbench.quickInput.waitFor('Integration, tenant');
    const rows = workbench.page.locator('.quick-input-list .monaco-list-row');
    await workbench.quickInput.type('tenant');
    await rows.filter({ hasText: 'Ann' }).first().waitFor();
    await showsAsText(rows.filter({ hasText: 'Ann' }).first());
    await workbench.quickInput.type(evilAccounts.open);
    await rows.filter({ hasText: evilAccounts.open }).waitFor();
    await workbench.quickInput.confirm();
    await workbench.quickInput.waitFor('Name, email');
    await workbench.quickInput.type(userId);
    await rows.filter({ hasText: 'Ann' }).first().waitFor();
    await showsAsText(rows.filter({ hasText: 'Ann' }).first());
  });

  it('is text in the lenses, the problems, the fixes and the language status of a file', async () => {
    write('lenses', { $truto: target(evilAccounts.open, evil), [evil]: 1, emails: [{ [evil]: 1, type: evil }] });
    await openAsText(workbench, 'lenses.truto-user.json');
    await workbench.editor.codeLenses();
    const lens = (words: string) => workbench.editor.box.locator('.codelens-decoration a', { hasText: words });
    for (const words of ['Eve', 'tenant', 'eel']) await lens(words).first().waitFor();
    await showsAsText(lens('eel').first());
    await showsAsText(workbench.editor.box.locator('.codelens-decoration'));
    await workbench.problems.open();
    const messages = workbench.page.locator('.marker-message-details-container, .marker-message');
    await messages.filter({ hasText: 'Ann' }).first().waitFor();
    await showsAsText(messages);
    await openAsText(workbench, 'lenses.truto-user.json');
    await workbench.editor.goTo(6, 6);
    await workbench.editor.quickFixes();
    await showsAsText(workbench.page.locator('.action-widget .monaco-list-row.action'));
  });

  it('is text in the question before a send, in progress and in what is told after', async () => {
    write('send', { $truto: target(evilAccounts.open), title: `${evil} ${Date.now()}` });
    await openAsText(workbench, 'send.truto-user.json');
    await workbench.runCommand('Truto: Send Update');
    await workbench.dialog.waitFor('Update Ann');
    const lines = (await workbench.dialog.box.locator('.dialog-message-detail').innerText()).split('\n');
    assert.deepEqual(
      lines.map((line) => /^\w*/.exec(line)![0]),
      ['Environment', 'Account', 'User', '', 'title', ''].slice(0, lines.length),
    );
    await showsAsText(workbench.dialog.box.locator('.dialog-message-text'));
    sandbox.inject({ kind: 'delay', ms: 8000, match: { method: 'PATCH' } });
    await workbench.dialog.press('Send Update');
    await toast('Updating Ann').waitFor();
    await showsAsText(toast('Updating Ann').locator('.notification-list-item-message'));
    await toast('updated: title').waitFor();
    await showsAsText(toast('updated: title').locator('.notification-list-item-message'));
  });

  it('is text in the question about a user that has changed, and in the diff', async () => {
    write('drift', { $truto: target(evilAccounts.open), title: 'Countess' });
    await openAsText(workbench, 'drift.truto-user.json');
    await workbench.runCommand('Truto: Preview Changes');
    const tab = workbench.page.locator('.tab.active', { hasText: 'Ann' });
    await tab.waitFor();
    await showsAsText(tab.locator('.label-name'));
  });

  it('is text in what a server says, and its link does nothing', async () => {
    write('refused', { $truto: target(evilAccounts.open), title: `${Date.now()}` });
    await openAsText(workbench, 'refused.truto-user.json');
    await workbench.openView('Truto', 'Integrated Accounts');
    sandbox.inject({
      kind: 'status',
      status: 400,
      body: { error: 'Bad Request', message: evil },
      match: { method: 'PATCH' },
    });
    await openAsText(workbench, 'refused.truto-user.json');
    await workbench.runCommand('Truto: Send Update');
    await workbench.dialog.waitFor('Update Ann');
    await workbench.dialog.press('Send Update');
    const message = toast('User: Bob').locator('.notification-list-item-message');
    await message.waitFor();
    await showsAsText(message);
    await message.click();
    // What a click would have run is over when another command is.
    await workbench.runCommand('Truto: Select Integrated Account...');
    await workbench.quickInput.dismiss();
    assert.ok(await workbench.page.locator('.part.sidebar').isVisible());
  });

  it('is text in what stands in the way of a send, and in an error that a command ends in', async () => {
    write('blocked', { $truto: target(evilAccounts.blocked), title: 'Countess' });
    await openAsText(workbench, 'blocked.truto-user.json');
    await workbench.runCommand('Truto: Send Update');
    const message = toast('blocked by Truto').locator('.notification-list-item-message');
    await message.waitFor();
    await showsAsText(message);

    await workbench.runCommand('Truto: Add Environment...');
    await workbench.quickInput.waitFor('(1/3)');
    await workbench.quickInput.type(evilLine);
    await until('a complaint', async () => (await workbench.quickInput.message()).includes('exists already'));
    await showsAsText(workbench.page.locator('.quick-input-message'));
  });

  it('is text where a parameter is asked for', async () => {
    write('query', { $truto: { ...target(evilAccounts.open), query: { [evil]: evil } }, title: 'Countess' });
    await openAsText(workbench, 'query.truto-user.json');
    await workbench.runCommand('Truto: Set Query Parameters...');
    await workbench.quickInput.waitFor('Select a query parameter');
    await workbench.quickInput.type('Ann');
    const row = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'from the file' });
    await row.waitFor();
    await showsAsText(row);
    await workbench.quickInput.confirm();
    await workbench.quickInput.waitFor('Set Query Parameters: Ann');
    await showsAsText(workbench.page.locator('.quick-input-title'));
  });
});
