import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import { quirkyAccount } from '../sandboxAccounts';
import { setStage } from './stage';

/** Other than that of the pickers, to tell requests apart. */
const testPageSize = 199;

interface ListedUser {
  readonly id: string;
  readonly name: string;
  readonly emails: readonly { readonly email: string }[];
}

describe('picking an account and a user', () => {
  let workbench: Workbench;
  let sandbox: Sandbox;
  let folder: string;

  beforeEach(async () => ({ workbench, sandbox, folder } = await setStage({ sandbox: { quirkyAccounts: true } })));
  afterEach('shows no errors in the window', () => assert.deepEqual(workbench.errors, []));

  const pickAccount = async (label: string) => {
    await workbench.runCommand('Truto: Open User...');
    await workbench.quickInput.waitFor('Select Integrated Account');
    await workbench.quickInput.choose(label);
  };
  const row = (text: string) => workbench.quickInput.widget.locator('.monaco-list-row', { hasText: text });
  const focused = () => workbench.quickInput.widget.locator('.monaco-list-row.focused');
  const users = '/unified/user-directory/users';
  const pagesOf = (accountId: string) =>
    sandbox.requests.filter(
      ({ path, query }) =>
        path === users && query.integrated_account_id === accountId && query.limit !== String(testPageSize),
    );
  /** As the server has them. */
  const usersOf = async (accountId: string): Promise<readonly ListedUser[]> => {
    const all: ListedUser[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = `integrated_account_id=${accountId}&limit=${testPageSize}${cursor && `&next_cursor=${cursor}`}`;
      const answer = await fetch(`${sandbox.baseUrl}${users}?${query}`, {
        headers: { authorization: `Bearer ${sandbox.token}` },
      });
      const page = (await answer.json()) as { result: ListedUser[]; next_cursor: string | null };
      all.push(...page.result);
      cursor = page.next_cursor;
    }
    return all;
  };

  it('shows six slow pages as they are needed, and the highlight stays', async () => {
    const account = quirkyAccount(sandbox, 'Six slow pages');
    await pickAccount('Six slow pages');
    await workbench.quickInput.waitFor('Open User');
    await row('Ada Lovelace').waitFor();
    assert.equal(pagesOf(account).length, 1);
    // Near the end of the first page the second one is asked for; the highlight goes on meanwhile.
    for (let step = 0; step < 90; step++) await workbench.page.keyboard.press('ArrowDown');
    await until('the second page', () => pagesOf(account).length === 2);
    const highlighted = (await focused().textContent()) ?? '';
    await workbench.screenshot('picker-slow-page');
    // A person would see it as the list going on below.
    await until('its rows', async () => (await focused().getAttribute('aria-setsize')) === '201');
    assert.equal(await focused().textContent(), highlighted);
    assert.equal(await focused().getAttribute('aria-posinset'), '91');
    // The last user is on the sixth page.
    const last = (await usersOf(account)).at(-1)!;
    await workbench.quickInput.type(last.id);
    await row(last.name).waitFor({ timeout: 30_000 });
    await until('the user to be taken', () => workbench.quickInput.accept(last.name));
    await workbench.waitForTab(`${last.id}.truto-user.json`, { dirty: false });
  });

  it('finds a user of a later page by the filters that the account names', async () => {
    const account = quirkyAccount(sandbox, 'Six slow pages');
    const sought = (await usersOf(account))[433]!;
    await pickAccount('Six slow pages');
    await row('Ada Lovelace').waitFor();
    await workbench.quickInput.type(sought.emails[0]!.email);
    await row(sought.name).waitFor();
    const searches = pagesOf(account).filter(({ query }) => 'emails' in query);
    assert.deepEqual(
      searches.map(({ query }) => query.emails),
      [{ email: sought.emails[0]!.email }],
    );
    assert.ok(pagesOf(account).length <= 3);
  });

  it('keeps what is there when a page fails, and tries again by its row', async () => {
    await pickAccount('Third page fails');
    await row('Ada Lovelace').waitFor();
    // Up from the first row is the last one.
    await workbench.page.keyboard.press('ArrowUp');
    await until('the second page', async () => (await focused().getAttribute('aria-setsize')) === '201');
    assert.equal(await focused().getAttribute('aria-posinset'), '101');
    await until('the last row', async () => {
      await workbench.page.keyboard.press('PageDown');
      return (await focused().getAttribute('aria-posinset')) === '201';
    });
    await row('Try Again').waitFor({ timeout: 30_000 });
    assert.match((await focused().textContent()) ?? '', /Try Again/);
    await workbench.screenshot('picker-failed-page');
    sandbox.setQuirks(quirkyAccount(sandbox, 'Third page fails'), {});
    await workbench.quickInput.confirm();
    await until('the third page', async () => Number(await focused().getAttribute('aria-setsize')) >= 300);
    assert.equal(await focused().getAttribute('aria-posinset'), '201');
  });

  it('says in its title what it waits for', async () => {
    sandbox.inject({ kind: 'status', status: 429, headers: { 'retry-after': '3' }, match: { path: users } });
    await pickAccount('Six slow pages');
    await workbench.quickInput.waitFor('Open User');
    await workbench.quickInput.waitFor('rate limit reached, trying again in');
    await row('Ada Lovelace').waitFor();
    await until(
      'the title is as before',
      async () => !(await workbench.quickInput.widget.innerText()).includes('rate limit'),
    );
    await workbench.quickInput.dismiss();
  });

  it('opens a user of an account without get out of its list', async () => {
    await pickAccount('Without get');
    await workbench.quickInput.waitFor('Open User');
    await workbench.quickInput.choose('Ada Lovelace');
    await workbench.waitForTab('usr_ada.truto-user.json', { dirty: false });
  });

  it('takes a typed ID where nothing can be listed, and says that nothing can be read', async () => {
    await pickAccount('Without get and list');
    await workbench.quickInput.waitFor('Users cannot be listed here');
    await workbench.quickInput.type('usr_ada');
    await row('Use “usr_ada” as user ID').waitFor();
    await workbench.quickInput.confirm();
    await workbench.waitForTab('usr_ada.truto-user.json', { dirty: false });
    await workbench.notifications.waitFor('usr_ada cannot be read through this account');
  });

  it('says in the form that the user cannot be read', async () => {
    const $truto = { integrated_account_id: quirkyAccount(sandbox, 'Without get and list'), id: 'usr_ada' };
    writeFileSync(join(folder, 'unreadable.truto-user.json'), JSON.stringify({ $truto, title: 'Countess' }));
    await workbench.openFile('unreadable.truto-user.json');
    await workbench.webview().getByText('does not let users be read').waitFor();
    await workbench.screenshot('unreadable-form-dark');
  });

  it('asks for what reading takes, once', async () => {
    const account = quirkyAccount(sandbox, 'Reads want parameters');
    await pickAccount('Reads want parameters');
    await workbench.quickInput.waitFor('organization_id (1/2)');
    await workbench.quickInput.confirm();
    await workbench.quickInput.waitFor('Enter a value');
    await workbench.quickInput.type('org');
    await workbench.quickInput.confirm();
    await workbench.quickInput.waitFor('workspace_id (2/2)');
    await workbench.quickInput.type('ws');
    await workbench.quickInput.confirm();
    await workbench.quickInput.waitFor('Open User');
    await workbench.quickInput.choose('Ada Lovelace');
    await workbench.waitForTab('usr_ada.truto-user.json', { dirty: false });
    await workbench.runCommand('Truto: Open Text Editor');
    await workbench.editor.waitForText('organization_id');
    const { $truto } = JSON.parse(await workbench.editor.text()) as { readonly $truto: unknown };
    assert.deepEqual($truto, {
      integrated_account_id: account,
      id: 'usr_ada',
      query: { organization_id: 'org', workspace_id: 'ws' },
    });
    await pickAccount('Reads want parameters');
    await workbench.quickInput.waitFor('Open User');
    await row('Grace Hopper').waitFor();
    await workbench.quickInput.dismiss();
  });

  it('reads the user of a file without parameters by those that were asked for once, and says so', async () => {
    const $truto = { integrated_account_id: quirkyAccount(sandbox, 'Reads want parameters'), id: 'usr_grace' };
    await pickAccount('Reads want parameters');
    for (const name of ['organization_id', 'workspace_id']) {
      await workbench.quickInput.waitFor(name);
      await workbench.quickInput.type('kept');
      await workbench.quickInput.confirm();
    }
    await workbench.quickInput.waitFor('Open User');
    await row('Grace Hopper').waitFor();
    await workbench.quickInput.dismiss();
    writeFileSync(join(folder, 'grace.truto-user.json'), JSON.stringify({ $truto, title: 'Admiral' }));
    await workbench.openFile('grace.truto-user.json', 'text');
    await workbench.runCommand('Truto: Preview Changes');
    const title = 'Grace Hopper: live (read with organization_id: "kept", workspace_id: "kept") ↔ after the update';
    await workbench.page.locator('.tab.active', { hasText: title }).waitFor();
    await workbench.runCommand('View: Close Editor');
    await workbench.openFile('grace.truto-user.json', 'text');
    await workbench.runCommand('Truto: Send Update');
    assert.match(await workbench.dialog.waitFor('Update Grace Hopper'), /Live user read with: organization_id: "kept"/);
    await workbench.dialog.press('Cancel');
  });

  it('reads the user of a file that names none by what was asked for on the way', async () => {
    const $truto = { integrated_account_id: quirkyAccount(sandbox, 'Reads want parameters') };
    writeFileSync(join(folder, 'nobody.truto-user.json'), JSON.stringify({ $truto, title: 'Countess' }));
    await workbench.openFile('nobody.truto-user.json', 'text');
    await workbench.runCommand('Truto: Send Update');
    for (const name of ['organization_id', 'workspace_id']) {
      await workbench.quickInput.waitFor(name);
      await workbench.quickInput.type('x');
      await workbench.quickInput.confirm();
    }
    await workbench.quickInput.waitFor('Open User');
    await workbench.quickInput.choose('Ada Lovelace');
    assert.match(await workbench.dialog.waitFor('Update Ada Lovelace'), /title: "Analyst" → "Countess"/);
    await workbench.dialog.press('Cancel');
  });

  it('shows what is wrong with an account, as the tree does', async () => {
    await workbench.runCommand('Truto: Open User...');
    await workbench.quickInput.waitFor('Select Integrated Account');
    await row('globex · needs reconnecting').first().waitFor();
    await row('globex · sandbox account (read-only)').first().waitFor();
    await row('globex · blocked').first().waitFor();
    await workbench.screenshot('picker-accounts');
    await workbench.quickInput.dismiss();
  });
});
