import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import type { Workbench } from '../host/workbench';
import { until } from '../host/until';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAsText } from './steps';

const file = JSON.stringify(
  { $truto: { integrated_account_id: accounts.hubspot, id: 'usr_ada' }, roles: [{ id: 'x', group: 'g' }] },
  undefined,
  2,
);

describe('what a user has of the account', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let folder: string;

  beforeEach(async () => {
    ({ workbench, sandbox, folder } = await setStage({ files: { 'ada.truto-user.json': file } }));
  });
  afterEach('shows no errors in the window', () => assert.deepEqual(workbench.errors, []));
  const roles = () =>
    (JSON.parse(readFileSync(join(folder, 'ada.truto-user.json'), 'utf8')) as { roles: unknown }).roles;

  it('is picked by name in the form, which writes ID and name', async () => {
    await workbench.openFile('ada.truto-user.json');
    await workbench
      .webview()
      .getByRole('button', { name: /^Select\.\.\. for .*Role 1$/ })
      .click();
    await workbench.quickInput.waitFor('Select Role');
    await workbench.screenshot('choices');
    await workbench.quickInput.choose('member');
    const values = () =>
      workbench
        .webview()
        .locator('input')
        .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
    await until('the name in the form', async () => (await values()).includes('member'));
    await workbench.save();
    assert.deepEqual(roles(), [{ id: 'role_member', group: 'g', name: 'member' }]);
  });

  it('can be typed where the account lists nothing', async () => {
    sandbox.setQuirks(accounts.hubspot, { choices: { methods: 'none' } });
    await workbench.openFile('ada.truto-user.json');
    await workbench
      .webview()
      .getByRole('button', { name: /^Select\.\.\. for .*Role 1$/ })
      .click();
    await workbench.quickInput.waitFor('They cannot be listed here: type the ID');
    await workbench.quickInput.type('role_other');
    await workbench.quickInput.confirm();
    await workbench.waitForTab('ada.truto-user.json', { dirty: true });
    await workbench.save();
    assert.deepEqual(roles(), [{ id: 'role_other', group: 'g' }]);
  });

  it('is offered by completion in text', async () => {
    await openAsText(workbench, 'ada.truto-user.json');
    const line = file.split('\n').findIndex((text) => text.includes('"id": "x"')) + 1;
    await workbench.editor.goTo(line, (file.split('\n')[line - 1]?.indexOf('"x"') ?? 0) + 2);
    // Completion does not wait for an account that is slow to tell.
    await until('the roles of the account', async () => {
      if ((await workbench.editor.suggestions()).some((label) => label.includes('admin'))) return true;
      await workbench.page.keyboard.press('Escape');
      return false;
    });
    await workbench.page.keyboard.press('Escape');
  });
});
