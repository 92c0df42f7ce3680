import assert from 'node:assert/strict';
import { basename } from 'node:path';
import type { Workbench } from '../host/workbench';
import { until } from '../host/until';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { browserStorage, openAsText } from './steps';

const missing = '“organization_id” is missing from “$truto.query”: required by ClickUp.';

describe('the rules of the account that a file is sent through', () => {
  let folder: string;
  let sandbox: Sandbox;
  let workbench: Workbench;

  /** What the language status says: its words are read out, and seen when it is hovered over or opened. */
  const languageStatus = (words: string) =>
    workbench.page.locator(`[id="status.languageStatus"] [aria-label*="${words}"]`);

  const selectAccount = async (label: string) => {
    await workbench.editor.focus();
    await workbench.runCommand('Truto: Select Integrated Account...');
    await workbench.quickInput.waitFor('Select Integrated Account');
    await workbench.quickInput.choose(label);
    await workbench.statusBarItem(label).waitFor();
  };
  beforeEach(async () => {
    const files = { 'here.truto-user.json': '{\n  "$truto": { "id": "usr_ada" },\n  "title": "Countess"\n}\n' };
    ({ workbench, sandbox, folder } = await setStage({ files }));
    await openAsText(workbench, 'here.truto-user.json');
  });

  it('show what ClickUp misses, and ask nothing of the kind for HubSpot', async () => {
    await selectAccount('ClickUp');
    const [problem] = await workbench.problems.waitFor(1, 'truto');
    assert.deepEqual(problem, {
      severity: 'error',
      message: missing,
      source: 'truto',
      code: 'missingField',
      line: 2,
      column: 3,
    });
    await languageStatus('ClickUp rules, from this account').waitFor();
    await selectAccount('HubSpot');
    await workbench.problems.waitFor(0, 'truto');
    await languageStatus('HubSpot rules, from this account').waitFor();
  });

  it('stay without a network, and say how old they are', async () => {
    await selectAccount('ClickUp');
    await workbench.problems.waitFor(1, 'truto');
    // VS Code writes its state late, and a page that is loaded anew at once loses the last of it.
    const choice = new RegExp(`${basename(folder)}/here\\.truto-user\\.json[^}]*ClickUp · acme`);
    const rules = new RegExp(`${new URL(sandbox.baseUrl).host}[^a-z0-9]+${accounts.clickup}`);
    await until('the choice and the rules to be kept', async () => {
      const kept = await browserStorage(workbench);
      return choice.test(kept) && rules.test(kept);
    });
    await sandbox.close();
    await workbench.reload();
    await openAsText(workbench, 'here.truto-user.json'); // VS Code may have lost which editors were open, too.
    const [problem] = await workbench.problems.waitFor(1, 'truto');
    assert.equal(problem?.message, missing);
    await workbench.editor.focus();
    await languageStatus('ClickUp rules, last copy, from ').waitFor();
    assert.equal(await workbench.page.locator('.notification-toast').count(), 0);
  });
});
