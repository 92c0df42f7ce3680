import assert from 'node:assert/strict';
import { until } from '../host/until';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { addEnvironment, openAsText } from './steps';

describe('a workspace', () => {
  it('that is not trusted sends nothing, yet checks', async () => {
    const { workbench, sandbox } = await setStage({ window: 'restricted' });
    const before = sandbox.requests.length;
    await openAsText(workbench, 'ada.truto-user.json');
    for (const command of ['Truto: Preview Changes', 'Truto: Send Update']) {
      await workbench.runCommand(command);
      await workbench.notifications.waitFor('Nothing is sent from an untrusted workspace');
      await workbench.runCommand('Notifications: Clear All Notifications');
    }
    assert.deepEqual(
      sandbox.requests.slice(before).map(({ path }) => path),
      [],
    );
    await openAsText(workbench, 'mistakes.truto-user.json');
    await workbench.problems.waitFor(6, 'truto');
  });

  it('that is not trusted lets no way of asking reach the network', async () => {
    const { workbench, sandbox } = await setStage({ window: 'restricted' });
    await workbench.openViews('Truto');
    await workbench.page.getByText('The integrated accounts are loaded once you trust it.').waitFor();
    const { hubspot: accountId } = accounts;
    for (const [command, argument] of [
      ['truto.openUser', { accountId, userId: 'usr_ada' }],
      ['truto.updateUser', { accountId, userId: 'usr_ada' }],
    ] as const)
      await assert.rejects(workbench.stagehand.command(command, argument), /untrusted workspace/, command);
    for (const command of ['Truto: Open User...', 'Truto: Select Integrated Account...', 'Truto: Refresh Accounts']) {
      await workbench.runCommand(command);
      if (!command.includes('Refresh')) await workbench.notifications.waitFor('untrusted workspace');
      await workbench.page.keyboard.press('Escape');
      await workbench.runCommand('Notifications: Clear All Notifications');
    }
    assert.deepEqual(
      sandbox.requests.map(({ method, path }) => `${method} ${path}`),
      [],
    );
  });

  it('cannot decide by its settings where a token goes or that nobody is asked', async () => {
    const { workbench, sandbox } = await setStage({ environment: undefined });
    workbench.setFolderSettings({
      'truto.send.confirm': 'never',
      'truto.api.baseUrl': 'https://evil.example',
      truto: { api: { baseUrl: 'https://evil.example' }, send: { confirm: 'never' } },
      'window.title': 'settings of the folder',
    });
    await until('the settings to be read', async () =>
      (await workbench.page.title()).includes('settings of the folder'),
    );
    await workbench.runCommand('Truto: Add Environment...');
    await workbench.quickInput.waitFor('(1/3)');
    await workbench.quickInput.type('Test');
    await workbench.quickInput.confirm();
    await workbench.quickInput.waitFor('(2/3)');
    assert.equal(await workbench.quickInput.input.inputValue(), 'https://api.truto.one');
    await workbench.quickInput.dismiss();
    await addEnvironment(workbench, { name: 'Test', ...sandbox });
    await openAsText(workbench, 'ada.truto-user.json');
    await workbench.runCommand('Truto: Send Update');
    await workbench.dialog.waitFor('Update Ada Lovelace');
    assert.deepEqual(
      sandbox.requests.filter(({ method }) => method === 'PATCH'),
      [],
    );
  });
});
