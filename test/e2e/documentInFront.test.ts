import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { copySampleFolder } from '../host/sampleFolder';
import { openWorkbench, type Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { addEnvironment, keepPictures, openAsText } from './steps';

const files = {
  'named.truto-user.json': { $truto: { integrated_account_id: accounts.looker, id: 'usr_ada' }, title: 'Named' },
  'first.truto-user.json': { $truto: { id: 'usr_ada' }, title: 'First' },
  'second.truto-user.json': { $truto: { id: 'usr_ada' }, title: 'Second' },
};

describe('the document in front', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let folder: string;

  keepPictures(() => workbench);
  beforeEach(async () => {
    sandbox = await startSandbox();
    folder = copySampleFolder();
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content));
    workbench = await openWorkbench({ folder });
    await addEnvironment(workbench, { name: 'Test', ...sandbox });
  });
  afterEach(async () => {
    await workbench.close();
    await sandbox.close();
  });

  const target = (words: string) => workbench.statusBarItem(`Test · ${words}`).waitFor();
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

  it('keeps its account when it is saved as another file', async () => {
    await openAsText(workbench, 'first.truto-user.json');
    await selectAccount('ClickUp');
    await openAsText(workbench, 'second.truto-user.json');
    await selectAccount('HubSpot');
    await openAsText(workbench, 'first.truto-user.json');
    await target('ClickUp');
    await workbench.page.keyboard.press('Control+Shift+S');
    await workbench.quickInput.waitFor(/Save As/);
    await workbench.quickInput.type(join(folder, 'third.truto-user.json'));
    await workbench.quickInput.confirm();
    await workbench.waitForTab('third.truto-user.json');
    await target('ClickUp');
    await workbench.openFile('first.truto-user.json');
    await target('ClickUp');
  });
});
