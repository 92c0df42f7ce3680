import assert from 'node:assert/strict';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAsText } from './steps';

const command = 'Truto: Set Query Parameters...';
const text = `{\n  "$truto": { "integrated_account_id": "${accounts.clickup}", "id": "usr_ada" },\n  "title": "Countess"\n}\n`;

describe('setting query parameters by keyboard', () => {
  let workbench: Workbench;
  const list = () => workbench.quickInput.waitFor('Select a query parameter');
  const question = (name: string) => workbench.quickInput.waitFor(`Set Query Parameters: ${name}`);
  /** Waits for a row that holds all of these words. */
  const row = (name: string, words: RegExp) =>
    workbench.quickInput.widget
      .locator('.monaco-list-row', { hasText: words })
      .filter({ hasText: name })
      .first()
      .waitFor();
  const undo = async () => {
    await workbench.editor.focus();
    await workbench.page.keyboard.press('Control+Z');
  };
  beforeEach(async () => {
    ({ workbench } = await setStage({ files: { 'here.truto-user.json': text } }));
    await openAsText(workbench, 'here.truto-user.json');
    await workbench.problems.waitFor(1, 'truto');
    await workbench.editor.focus();
  });

  it('begins with what the integration requires, and tells the values in force', async () => {
    await workbench.runCommand(command);
    await list();
    assert.equal((await workbench.quickInput.items())[0], 'organization_id');
    await row('organization_id', /not set.*required by ClickUp · a string · The organization/);
    await row('truto_response_format', /"unified" · default/);
    await row('workspace', /Required by Power BI and WordPress\. · The workspace/);
    for (const [kind, theme] of [
      ['hc-black', 'hc-dark'],
      ['vs', 'light'],
      ['vs-dark', 'dark'],
    ] as const) {
      await workbench.quickInput.dismiss();
      await workbench.setTheme(kind);
      await workbench.editor.focus();
      await workbench.runCommand(command);
      await list();
      await workbench.screenshot(`parameters-${theme}`);
    }
  });

  it('writes organization_id, which mends the error, comes back to the list, and gives it back by undo', async () => {
    await workbench.runCommand(command);
    await list();
    await workbench.quickInput.choose('organization_id');
    await question('organization_id');
    await workbench.quickInput.type('7');
    await workbench.screenshot('parameter-text-dark');
    await workbench.quickInput.confirm();
    await list();
    await row('organization_id', /"7" · from the file/);
    await workbench.quickInput.dismiss();
    await workbench.editor.waitForText(
      '"id": "usr_ada", "query": {"organization_id": "7"} },\n  "title": "Countess"\n}',
    );
    await workbench.problems.waitFor(0, 'truto');
    await undo();
    await workbench.editor.waitForText('"id": "usr_ada" },\n');
    await workbench.problems.waitFor(1, 'truto');
  });

  it('takes no JSON that is none, and goes back without changing anything', async () => {
    await workbench.runCommand(command);
    await list();
    await workbench.quickInput.choose('remote_query');
    await question('remote_query');
    await workbench.quickInput.type('["a"]');
    await workbench.quickInput.waitFor('must be an object');
    await workbench.screenshot('parameter-json-dark');
    await workbench.quickInput.confirm();
    await question('remote_query');
    await workbench.quickInput.type('{ "page": 1.0 }');
    await workbench.quickInput.confirm();
    await list();
    await workbench.quickInput.choose('groups');
    await question('groups');
    await workbench.page.keyboard.press('Control+Alt+Minus');
    await list();
    await workbench.quickInput.dismiss();
    await workbench.editor.waitForText('"query": {"remote_query": {"page": 1.0}} },\n');
  });

  it('offers the values of a choice, ticks names, and removes', async () => {
    await workbench.editor.replaceAll(text.replace('"usr_ada"', '"usr_ada", "query": {"remote_query": {"page": 1.0}}'));
    await workbench.runCommand(command);
    await list();
    await workbench.quickInput.choose('truto_ignore_remote_data');
    await question('truto_ignore_remote_data');
    await workbench.quickInput.choose('true');
    await list();
    await workbench.quickInput.choose('truto_exclude_fields');
    await question('truto_exclude_fields');
    await workbench.quickInput.type('remote_data');
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Space');
    await workbench.screenshot('parameter-names-dark');
    await workbench.quickInput.confirm();
    await list();
    await row('truto_exclude_fields', /\["remote_data"\] · from the file/);
    await workbench.quickInput.choose('truto_ignore_remote_data');
    await question('truto_ignore_remote_data');
    await workbench.screenshot('parameter-choice-dark');
    await workbench.quickInput.choose('Remove');
    await list();
    await row('truto_ignore_remote_data', /false · default/);
    await workbench.quickInput.choose('remote_query');
    await question('remote_query');
    await workbench.quickInput.type('');
    await workbench.quickInput.confirm();
    await list();
    await workbench.quickInput.dismiss();
    await workbench.editor.waitForText('"query": {"truto_exclude_fields": ["remote_data"]} },\n  "title"');
  });

  it('stands in the CodeLens, too', async () => {
    assert.ok((await workbench.editor.codeLenses()).some((lens) => lens.includes('Parameters')));
  });
});
