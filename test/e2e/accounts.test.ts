import assert from 'node:assert/strict';
import type { Workbench } from '../host/workbench';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { until } from '../host/until';
import { accounts } from '../sandboxAccounts';
import { setStage, type StageOptions } from './stage';
import { addEnvironment, openAccounts } from './steps';

describe('the tree of integrated accounts', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  const lists = () => sandbox.requests.filter(({ path }) => path === '/integrated-account');
  const welcome = (text: string) => workbench.page.locator('.welcome-view', { hasText: text });
  /** Where there is an environment, its first page of accounts is shown. */
  const openTree = async (options?: StageOptions) => {
    ({ workbench, sandbox } = await setStage(options));
    if (options !== undefined) return workbench.openView('Truto', 'Integrated Accounts');
    await openAccounts(workbench, sandbox);
    await workbench.treeItem(/^HubSpot, acme, active/).waitFor();
  };

  it('offers to add an environment or to try the sandbox while there is none', async () => {
    await openTree({ environment: undefined });
    await welcome('No Truto environment yet').waitFor();
    const buttons = await workbench.page.locator('.welcome-view .monaco-button').allTextContents();
    assert.deepEqual(buttons, ['Add Environment', 'Try with Local Sandbox']);
  });

  it('says that the token is not accepted, and takes a new one', async () => {
    await openTree({ environment: undefined });
    await addEnvironment(workbench, { name: 'Test', baseUrl: sandbox.baseUrl, token: 'wrong' });
    await welcome('Truto rejected the API token').waitFor();
    await workbench.runCommand('Truto: Replace API Token...');
    await workbench.quickInput.waitFor('API token of Test');
    await workbench.quickInput.type(sandbox.token);
    await workbench.quickInput.confirm();
    await workbench.treeItem(/^HubSpot, acme, active/).waitFor();
  });

  it('has loaded one page, and loads the next when asked', async () => {
    await openTree();
    assert.equal(lists().filter(({ status }) => status === 200).length, 1);
    await loadMore();
    await listed(2);
    await row('Load More Accounts').waitFor({ state: 'detached' });
  });

  it('says the status of an account, and that a sandbox account is read-only', async () => {
    await openTree();
    await workbench
      .treeItem(/connecting/)
      .first()
      .waitFor();
    await workbench
      .treeItem(/sandbox account \(read-only\)/)
      .first()
      .waitFor();
  });

  const selectRow = async (name: string) => {
    await focusRow(name);
    await workbench.page.keyboard.press('Control+Shift+Enter');
    await focusedRow(name).and(selectedRow(name)).waitFor();
  };

  it('copies the ids of the selected accounts by one key', async () => {
    await openTree({ sandbox: { accounts: 11 } });
    await workbench.treeItem(/^Slack, initech, active, users cannot be updated$/).waitFor(); // Known last.
    await workbench.emptyClipboard();
    await selectRow('ClickUp');
    await workbench.page.keyboard.press('Control+C');
    await workbench.waitForClipboard(accounts.clickup);
    await selectRow('HubSpot');
    await workbench.page.keyboard.press('Control+C');
    await workbench.waitForClipboard(`${accounts.clickup}\n${accounts.hubspot}`);
  });

  it('copies an id from the palette, where it asks whose while no row is selected', async () => {
    await openTree();
    await workbench.emptyClipboard();
    await workbench.runCommand('Truto: Copy Account ID');
    await workbench.quickInput.waitFor('Copy Account ID');
    await workbench.quickInput.choose('HubSpot');
    await workbench.waitForClipboard(accounts.hubspot);
  });

  it('shows only what the filter lets through', async () => {
    await openTree();
    await workbench.runCommand('Truto: Filter Accounts...');
    await workbench.quickInput.choose('needs reconnecting');
    await workbench.treeItem(/^HubSpot, acme, /).waitFor({ state: 'detached' });
    await workbench
      .treeItem(/needs reconnecting/)
      .first()
      .waitFor();
  });

  const row = (name: string) => workbench.rowsOf('Integrated Accounts').filter({ hasText: name });
  const focusedRow = (name: string) => row(name).and(workbench.page.locator('.focused'));
  const selectedRow = (name: string) => row(name).and(workbench.page.locator('.selected'));
  const message = (text: string) => workbench.page.locator('.part.sidebar .message', { hasText: text });
  const focusRow = (name: string) => workbench.focusRow('Integrated Accounts', name);
  /** The next list comes only after a while. */
  const holdLists = (ms: number) => sandbox.inject({ kind: 'delay', ms, match: { path: '/integrated-account' } });
  const listed = (count: number) =>
    until(`${count} lists`, () => lists().filter(({ status }) => status === 200).length === count);

  it('chooses the account of a row by one key, also while the accounts are read again', async () => {
    await openTree();
    await focusRow('ClickUp');
    holdLists(6000);
    await workbench.stagehand.command('truto.refreshAccounts');
    await workbench.page.keyboard.press('Enter');
    await workbench.statusBarItem('Test · ClickUp · acme').waitFor();
    assert.equal(lists().filter(({ status }) => status === 200).length, 1, 'the rows were still those of before');
    await listed(2);
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Enter');
    await workbench.statusBarItem('Test · CrowdStrike · hooli').waitFor();
    assert.equal(await workbench.notifications.withText('').count(), 0);
  });

  it('chooses the account of a row by one key, also while the row says something else than before', async () => {
    await openTree();
    await workbench.treeItem(/^GitLab, globex, .*blocked/).waitFor();
    await focusRow('GitLab');
    const slow = await workbench.page.context().newCDPSession(workbench.page);
    await slow.send('Emulation.setCPUThrottlingRate', { rate: 6 });
    try {
      for (let turn = 0; turn < 4; turn++) {
        holdLists(1000);
        await workbench.stagehand.command('truto.refreshAccounts');
        await workbench.page.keyboard.press(turn % 2 === 0 ? 'ArrowUp' : 'ArrowDown');
        await workbench.page.keyboard.press('Enter');
        await workbench.statusBarItem(turn % 2 === 0 ? 'Test · Freshservice' : 'Test · GitLab').waitFor();
        await listed(turn + 2);
      }
    } finally {
      await slow.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    }
  });

  it('shows which account is chosen by a word and a sign', async () => {
    await openTree();
    await focusRow('ClickUp');
    await workbench.page.keyboard.press('Enter');
    await workbench.treeItem('ClickUp, acme, active, selected').waitFor();
    await row('ClickUp').filter({ hasText: 'selected · acme' }).waitFor();
    assert.equal(await workbench.rowsOf('Integrated Accounts').locator('.codicon-star-full').count(), 1);
  });

  it('keeps the focus and the selected row when the accounts are read again', async () => {
    await openTree();
    await focusRow('HubSpot');
    await workbench.page.keyboard.press('Enter');
    await workbench.statusBarItem('Test · HubSpot · acme').waitFor();
    await workbench.stagehand.command('truto.refreshAccounts');
    await listed(2);
    await focusedRow('HubSpot').and(selectedRow('HubSpot')).waitFor();
    await workbench.page.keyboard.press('ArrowDown');
    await focusedRow('JFrog').waitFor();
  });

  const loadMore = async () => {
    await focusRow('Load More Accounts');
    await workbench.page.keyboard.press('Enter');
  };

  it('shows the first of the rows that were loaded, where the keyboard goes on', async () => {
    await openTree();
    const known = new Set(await row('').evaluateAll((rows) => rows.map((it) => it.ariaLabel)));
    await loadMore();
    await listed(2);
    const first = focusedRow('').and(selectedRow(''));
    await first.and(workbench.page.locator(':not([aria-label^="Load More"])')).waitFor();
    assert.ok(!known.has(await first.getAttribute('aria-label')));
    await until('the keyboard in the tree', async () =>
      workbench.page.evaluate(() => document.activeElement?.closest('.part.sidebar .monaco-list') !== null),
    );
  });

  it('leaves the keyboard where the person is by then', async () => {
    await openTree();
    holdLists(4000);
    await loadMore();
    await workbench.openFile('mistakes.truto-user.json', 'text');
    await workbench.editor.focus();
    await listed(2);
    await selectedRow('').and(workbench.page.locator(':not([aria-label^="Load More"])')).waitFor();
    assert.ok(await workbench.page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null));
  });

  it('says what the accounts wait for, until they are there', async () => {
    await openTree();
    sandbox.inject({
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '4' },
      match: { path: /integrated-account\?/ },
    });
    await workbench.runCommand('Truto: Refresh Accounts');
    await message('Environment: Test · rate limit reached, trying again in').waitFor();
    await message('rate limit').waitFor({ state: 'detached' });
    await message('Environment: Test').waitFor();
  });

  it('says whose accounts are shown and which, and shows all again on one click', async () => {
    await openTree();
    await message('Environment: Test').waitFor();
    const clear = workbench.page.getByRole('button', { name: 'Clear Account Filter' });
    assert.equal(await clear.count(), 0);
    await workbench.runCommand('Truto: Filter Accounts...');
    await workbench.quickInput.choose('needs reconnecting');
    await message('Environment: Test · Filter: needs reconnecting').waitFor();
    await row('HubSpot').waitFor({ state: 'detached' });
    await workbench.runCommand('Truto: Filter Accounts...');
    await workbench.quickInput.waitFor('Filter Accounts');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'current' }).waitFor();
    // The values are those of all accounts, not of those that the filter lets through.
    await workbench.quickInput.choose('ClickUp');
    await message('Filter: ClickUp').waitFor();
    await row('ClickUp').waitFor();
    await clear.click();
    await row('HubSpot').waitFor();
    await message('Filter').waitFor({ state: 'detached' });
    await clear.waitFor({ state: 'detached' });
  });

  it('groups without saying a name twice, and counts what is loaded', async () => {
    await openTree({ settings: { 'truto.accounts.groupBy': 'tenant' } });
    const group = row('acme').first();
    await group.waitFor();
    await until('a count that is not whole', async () => /^acme\d+\+$/.test((await group.textContent()) ?? ''));
    assert.equal(((await row('ClickUp').textContent()) ?? '').trim(), 'ClickUp');
    await loadMore();
    await listed(2);
    await workbench.page.keyboard.press('Home');
    await until('the whole count', async () => /^acme\d+$/.test((await group.textContent()) ?? ''));
  });

  it('opens a user from the menu of a row', async () => {
    await openTree();
    await focusRow('ClickUp');
    await workbench.contextMenu.choose('Open User...');
    await workbench.quickInput.waitFor('Open User');
    await workbench.quickInput.choose('Ada Lovelace');
    await workbench.waitForTab('usr_ada.truto-user.json');
  });

  it('says that Truto cannot be reached', async () => {
    await openTree();
    await sandbox.close();
    await workbench.runCommand('Truto: Refresh Accounts');
    await welcome('could not be reached').waitFor();
  });
});

describe('the local sandbox', () => {
  it('runs, signs itself in and stops by command', async () => {
    const { workbench } = await setStage({ environment: undefined });
    await workbench.openView('Truto', 'Integrated Accounts');
    await workbench.runCommand('Truto: Try with Local Sandbox');
    await workbench.statusBarItem('Local Sandbox').waitFor();
    await workbench.treeItem(/^HubSpot, acme, active/).waitFor();
    await workbench.runCommand('Truto: Stop Local Sandbox');
    await workbench.page.locator('.welcome-view', { hasText: 'No Truto environment yet' }).waitFor();
  });
});
