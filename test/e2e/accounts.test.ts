import assert from 'node:assert/strict';
import type { Workbench } from '../host/workbench';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { until } from '../host/until';
import { accounts } from '../sandboxAccounts';
import { setStage, type StageOptions } from './stage';
import { addEnvironment } from './steps';

describe('the tree of integrated accounts', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  const lists = () => sandbox.requests.filter(({ path }) => path === '/integrated-account');
  const welcome = (text: string) => workbench.page.locator('.welcome-view', { hasText: text });
  /** Where there is an environment, its first page of accounts is shown. */
  const openTree = async (options?: StageOptions) => {
    ({ workbench, sandbox } = await setStage(options));
    await workbench.openViews('Truto');
    if (options !== undefined) return;
    // The rows of the environment before may still be there.
    await until('the accounts of this environment', () => lists().some(({ status }) => status === 200));
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
    await workbench.runCommand('Truto: Focus on Integrated Accounts View');
    await workbench.page.keyboard.press('End');
    await workbench.treeItem('Load more accounts').waitFor();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Enter');
    await workbench.treeItem('Load more accounts').waitFor({ state: 'detached' });
    assert.equal(lists().filter(({ status }) => status === 200).length, 2);
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

  const clipboardHolds = (text: string) =>
    until(`${text} in the clipboard`, async () => {
      const held = await workbench.page.evaluate(() => navigator.clipboard.readText());
      return held === text;
    });
  const selectRow = async (name: string) => {
    await workbench.page.keyboard.press('Home');
    await until(`the focus on ${name}`, async () => {
      if (await workbench.page.locator('.monaco-list-row.focused', { hasText: name }).isVisible()) return true;
      await workbench.page.keyboard.press('ArrowDown');
      return false;
    });
    await workbench.page.keyboard.press('Control+Shift+Enter');
    await workbench.page.locator('.monaco-list-row.focused.selected', { hasText: name }).waitFor();
  };

  it('copies the ids of the selected accounts by one key', async () => {
    await openTree({ sandbox: { accounts: 11 } });
    await workbench.treeItem(/^Slack, initech, active, users cannot be updated$/).waitFor(); // Known last.
    await workbench.page.evaluate(() => navigator.clipboard.writeText(''));
    await workbench.runCommand('Truto: Focus on Integrated Accounts View');
    await selectRow('ClickUp');
    await workbench.page.keyboard.press('Control+C');
    await clipboardHolds(accounts.clickup);
    await selectRow('HubSpot');
    await workbench.page.keyboard.press('Control+C');
    await clipboardHolds(`${accounts.clickup}\n${accounts.hubspot}`);
  });

  it('copies an id from the palette, where it asks whose while no row is selected', async () => {
    await openTree();
    await workbench.page.evaluate(() => navigator.clipboard.writeText(''));
    await workbench.runCommand('Truto: Copy Account ID');
    await workbench.quickInput.waitFor('Copy Account ID');
    await workbench.quickInput.choose('HubSpot');
    await clipboardHolds(accounts.hubspot);
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
    await workbench.openViews('Truto');
    await workbench.runCommand('Truto: Try with Local Sandbox');
    await workbench.statusBarItem('Local Sandbox').waitFor();
    await workbench.treeItem(/^HubSpot, acme, active/).waitFor();
    await workbench.runCommand('Truto: Stop Local Sandbox');
    await workbench.page.locator('.welcome-view', { hasText: 'No Truto environment yet' }).waitFor();
  });
});
