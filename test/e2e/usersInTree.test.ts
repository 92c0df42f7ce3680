import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAccounts } from './steps';

describe('the users in the tree of accounts', () => {
  const file = 'usr_ada.truto-user.json';
  let workbench: Workbench;
  let sandbox: Sandbox;
  const rows = () => workbench.rowsOf('Integrated Accounts');
  const row = (text: string): Locator => rows().filter({ hasText: text }).first();
  const lists = () => sandbox.requests.filter(({ path }) => path.endsWith('/user-directory/users'));
  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH').length;

  beforeEach(async () => {
    const quirks = { [accounts.hubspot]: { userCount: 120 } };
    ({ workbench, sandbox } = await setStage({ sandbox: { quirks } }));
    await openAccounts(workbench, sandbox);
    await workbench.treeItem(/^HubSpot, acme, active/).waitFor();
    assert.deepEqual(lists(), []);
  });
  afterEach('shows no errors in the window', () => assert.deepEqual(workbench.errors, []));

  const press = (key: string) => workbench.page.keyboard.press(key);
  const focused = (text: string) => row(text).and(workbench.page.locator('.focused'));
  const focusRow = (text: string) => workbench.focusRow('Integrated Accounts', text);
  const expandHubSpot = async () => {
    await focusRow('HubSpot');
    await press('ArrowRight');
    await row('Ada Lovelace').waitFor();
  };

  it('are opened by mouse', async () => {
    await row('HubSpot').locator('.monaco-tl-twistie').click();
    await row('Ada Lovelace').waitFor();
    assert.equal(lists().length, 1);
    await row('Ada Lovelace').locator('.label-name').click();
    await workbench.waitForTab(file, { dirty: false });
    // The entry of the list was partial.
    await workbench.webview().getByLabel('Job title', { exact: true }).waitFor();
    for (const theme of ['vs-dark', 'vs', 'hc-black', 'hc-light'] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`users-in-tree-${theme}`);
    }
    assert.equal(lists().length, 1);
  });

  it('are opened, edited and kept as a draft that their row tells of, by keyboard only', async () => {
    await expandHubSpot();
    await press('ArrowDown');
    await focused('Ada Lovelace').waitFor();
    await press('Enter');
    await workbench.waitForTab(file, { dirty: false });
    const title = workbench.webview().getByLabel('Job title', { exact: true });
    await title.focus();
    await press('Control+A');
    await workbench.page.keyboard.type('Countess');
    await press('Enter');
    await workbench.waitForTab(file, { dirty: true });
    await row('unsent draft').waitFor();
    await workbench.save();
    const draft = row('Ada Lovelace').filter({ hasText: 'unsent draft' });
    await draft.locator('[class*="itemBadge"]').first().waitFor();
    await workbench.screenshot('users-in-tree-draft');
    // Also after its editor was closed, and in the next window.
    await workbench.runCommand('View: Close Editor');
    await draft.waitFor();
    assert.equal(patches(), 0);
    await workbench.openViews('Truto');
    await focusRow('Ada Lovelace');
    await press('Enter');
    await workbench.waitForTab(file, { dirty: false });
    await workbench.webview().getByLabel('Job title', { exact: true }).focus();
    await press('Control+Alt+Enter');
    await workbench.dialog.waitFor('Update Ada Lovelace');
    await workbench.dialog.press('Send Update');
    await workbench.notifications.waitFor('Ada Lovelace updated');
    await row('unsent draft').waitFor({ state: 'detached' });
    assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Countess');
  });

  it('come page by page, and keep their place when all is listed again', async () => {
    await expandHubSpot();
    await focusRow('Load More Users');
    await press('Enter');
    await until('the second list', () => lists().length === 2);
    const loaded = rows()
      .and(workbench.page.locator('.focused.selected[aria-level="2"]'))
      .and(workbench.page.locator(':not([aria-label^="Load"])'));
    await loaded.waitFor();
    const label = await loaded.getAttribute('aria-label');
    assert.ok(label);
    await workbench.stagehand.command('truto.refreshAccounts');
    await until('the lists again', () => lists().length >= 4);
    await rows()
      .and(workbench.page.locator(`.focused.selected[aria-label="${label}"]`))
      .waitFor();
    await workbench.screenshot('users-in-tree-pages');
  });

  it('are searched on the server, which their account says until that is cleared', async () => {
    await expandHubSpot();
    await focusRow('HubSpot');
    await workbench.contextMenu.choose('Search Users...');
    await workbench.quickInput.waitFor('Search Users of HubSpot');
    await workbench.quickInput.type('grace@example.com');
    await workbench.quickInput.confirm();
    await row('search: “grace@example.com”').waitFor();
    await row('Ada Lovelace').waitFor({ state: 'detached' });
    await row('Grace Hopper').waitFor();
    await workbench.screenshot('users-in-tree-search');
    await focusRow('HubSpot');
    await workbench.contextMenu.choose('Clear User Search');
    await row('Ada Lovelace').waitFor();
    await row('search:').waitFor({ state: 'detached' });
  });

  it('become a file when they are checked', async () => {
    await expandHubSpot();
    await row('Ada Lovelace').getByRole('checkbox').click();
    await row('Ada Lovelace').getByRole('checkbox', { checked: true }).waitFor();
    await focusRow('Grace Hopper');
    await workbench.contextMenu.choose('Check or Uncheck');
    await row('Grace Hopper').getByRole('checkbox', { checked: true }).waitFor();
    await workbench.page.locator('.part.sidebar .message', { hasText: '2 checked' }).waitFor();
    await workbench.screenshot('users-in-tree-checked');
    await workbench.runCommand('Truto: Update Users...');
    await workbench.quickInput.waitFor('Update 2 Users');
    await workbench.quickInput.type('title');
    await press('ArrowDown');
    await press('Space');
    await workbench.quickInput.confirm();
    await workbench.editor.waitForText('// Grace Hopper · HubSpot · acme');
    await workbench.editor.waitForText('"id": "usr_ada"');
    await workbench.editor.waitForText('"title": "Analyst"');
    await workbench.screenshot('users-in-tree-file');
    await until('no checked user', async () => (await rows().getByRole('checkbox', { checked: true }).count()) === 0);
    // It is a source of many updates, whose name and place it has already.
    await workbench.page.getByRole('button', { name: 'Plan Updates...' }).click();
    await workbench.editor.waitForText('2 rows, compared');
    await workbench.screenshot('users-in-tree-plan');
    assert.equal(patches(), 0);
  });
});
