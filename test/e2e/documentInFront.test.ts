import { join } from 'node:path';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAsText } from './steps';

const files = {
  'named.truto-user.json': { $truto: { integrated_account_id: accounts.looker, id: 'usr_ada' }, title: 'Named' },
  'first.truto-user.json': { $truto: { id: 'usr_ada' }, title: 'First' },
  'sent.truto-user.json': { $truto: { integrated_account_id: accounts.hubspot, id: 'usr_ada' }, title: 'Sent' },
  'second.truto-user.json': { $truto: { id: 'usr_ada' }, title: 'Second' },
};

describe('the document in front', () => {
  let workbench: Workbench;
  let folder: string;
  /** The default account of an environment is remembered: each test has an environment of its own. */
  let count = 0;

  beforeEach(async () => {
    const texts = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, JSON.stringify(content)]));
    ({ workbench, folder } = await setStage({ files: texts, environment: `Test ${++count}` }));
  });

  const target = (words: string) => workbench.statusBarItem(`Test ${count} · ${words}`).waitFor();
  const selectAccount = async (label: string) => {
    await workbench.runCommand('Truto: Select Integrated Account...');
    await workbench.quickInput.waitFor('Select Integrated Account');
    await workbench.quickInput.choose(label);
  };
  const form = () => workbench.webview().getByLabel('Job title', { exact: true }).waitFor();

  it('says in the status bar where it goes: what it names, what was chosen for it, or the default', async () => {
    await target('no account');
    await workbench.openFile('named.truto-user.json');
    await form();
    await target('Looker');
    await openAsText(workbench, 'first.truto-user.json');
    await target('no account');
    await selectAccount('ClickUp');
    await target('ClickUp');
    await workbench.openFile('named.truto-user.json');
    await target('Looker');
    await openAsText(workbench, 'second.truto-user.json');
    await selectAccount('HubSpot');
    await target('HubSpot');
    await openAsText(workbench, 'first.truto-user.json');
    await target('ClickUp');
    await workbench.editor.replaceAll(JSON.stringify(files['named.truto-user.json']));
    await target('Looker');
  });

  it('says the same of what is opened of it: a preview, the response, what it compares, and its place in the history', async () => {
    const diffOf = async (words: string) => {
      await workbench.page.locator('.tab.active', { hasText: words }).waitFor();
      await workbench.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
      await workbench.stagehand.settled();
      await target('HubSpot · acme');
    };
    const openFile = () => openAsText(workbench, 'sent.truto-user.json');
    await openFile();
    await target('HubSpot · acme');
    await workbench.runCommand('Truto: Preview Changes');
    await diffOf('live ↔ after the update');
    await openFile();
    await workbench.runCommand('Truto: Send Update');
    await workbench.dialog.waitFor('Update Ada Lovelace');
    await workbench.dialog.press('Send Update');
    await workbench.notifications.waitFor('Ada Lovelace updated');
    await workbench.runCommand('View: Focus Next Editor Group');
    await workbench.waitForTab('Ada Lovelace 200.json');
    await workbench.stagehand.settled();
    await target('HubSpot · acme');
    await workbench.runCommand('Truto: Update History');
    await workbench.rowsOf('History').filter({ hasText: 'Ada Lovelace' }).first().locator('.label-name').click();
    await diffOf('before ↔ after');
    await workbench.runCommand('View: Close All Editors');
    await target('no account');
  });

  it('keeps its account when it is saved as another file', async () => {
    await openAsText(workbench, 'first.truto-user.json');
    await selectAccount('ClickUp');
    await openAsText(workbench, 'second.truto-user.json');
    await selectAccount('HubSpot');
    await openAsText(workbench, 'first.truto-user.json');
    await target('ClickUp');
    await workbench.page.keyboard.press('Control+Shift+S');
    const { quickInput } = workbench;
    await quickInput.waitFor(/Save As/);
    await quickInput.saveAs(join(folder, 'third.truto-user.json'));
    await workbench.waitForTab('third.truto-user.json');
    await target('ClickUp');
    await workbench.openFile('first.truto-user.json');
    await target('ClickUp');
  });
});
