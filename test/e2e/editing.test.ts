import assert from 'node:assert/strict';
import { soon, until } from '../host/until';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAsText } from './steps';

describe('editing a user file as text', () => {
  let workbench: Workbench;

  beforeEach(async () => {
    ({ workbench } = await setStage());
    await openAsText(workbench, 'mistakes.truto-user.json');
    await workbench.problems.waitFor(6, 'truto');
  });

  it('mends a problem by two keys', async () => {
    await workbench.editor.goTo(4, 14);
    assert.equal((await workbench.editor.quickFixes())[0], 'Change to "active"');
    await workbench.page.keyboard.press('Enter');
    await workbench.editor.waitForText('"status": "active"');
    await workbench.problems.waitFor(5, 'truto');
  });

  it('mends a problem by one key where it is sure what was meant', async () => {
    await workbench.editor.replaceAll('{\n  "$truto": { "id": "usr_grace" },\n  "firstName": "Grace"\n}\n');
    await workbench.problems.waitFor(1, 'truto');
    await workbench.editor.goTo(3, 6);
    await until('the field to be renamed', async () => {
      // VS Code drops the question whenever another extension begins to offer fixes.
      await workbench.page.keyboard.press('Shift+Alt+Period');
      return soon(async () => (await workbench.editor.text()).includes('"first_name": "Grace"'));
    });
    await workbench.problems.waitFor(0);
  });

  it('adds what the account asks for, and waits for the value', async () => {
    await workbench.editor.replaceAll(
      `{\n  "$truto": { "integrated_account_id": "${accounts.looker}", "id": "usr_ada" },\n  "name": "Ada"\n}\n`,
    );
    await workbench.problems.waitFor(1, 'truto');
    await workbench.editor.goTo(1, 1);
    assert.equal((await workbench.editor.quickFixes())[0], 'Add “roles”');
    await workbench.page.keyboard.press('Enter');
    await workbench.editor.waitForText('"id": ""');
    await workbench.page.keyboard.type('admin');
    await workbench.editor.waitForText('"name": "Ada",\n  "roles": [\n    {\n      "id": "admin"\n    }\n  ]\n}');
    await workbench.problems.waitFor(0);
  });

  it('completes a field and offers its values', async () => {
    await workbench.editor.replaceAll('{\n  "roles": [],\n  "lic\n}\n');
    await workbench.editor.goTo(3, 7);
    const offered = await workbench.editor.suggestions();
    assert.deepEqual(offered.slice(0, 2).sort(), ['licensed_sheet_creator', 'licenses']);
    await workbench.page.keyboard.type('ensed');
    const chosen = workbench.page.locator('.suggest-widget.visible .monaco-list-row.focused');
    await chosen.filter({ hasText: 'licensed_sheet_creator' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.page.keyboard.type('t');
    await chosen.filter({ hasText: 'true' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.editor.waitForText('"licensed_sheet_creator": true\n');
  });

  it('tells what a field means and which integrations want it', async () => {
    await workbench.editor.replaceAll('{\n  "roles": []\n}\n');
    await workbench.editor.goTo(2, 5);
    assert.match(
      await workbench.editor.hover(),
      /What the user may do.*32 integrations support it, 4 require it\. Looker is one/s,
    );
  });
});
