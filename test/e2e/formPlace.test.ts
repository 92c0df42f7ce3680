import assert from 'node:assert/strict';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { changeElsewhere, openAsText } from './steps';

const file = 'place.truto-user.json';
const user = {
  $truto: { integrated_account_id: accounts.hubspot, id: 'usr_ada' },
  title: 'Countess',
  emails: Array.from({ length: 8 }, (_, index) => ({ email: `ada-${index}@example.com`, type: `kind ${index}` })),
  department: 'Engines',
};
const text = JSON.stringify(user, undefined, 2);

describe('from text to form and back', () => {
  let workbench: Workbench;
  let sandbox: Sandbox;

  beforeEach(async () => {
    ({ workbench, sandbox } = await setStage({ files: { [file]: text } }));
  });
  const focused = (value: string) =>
    until(`the field of ${value} to have the focus`, async () => {
      const input = workbench.webview().locator('input:focus');
      return (await input.count()) === 1 && (await input.inputValue()) === value;
    });

  it('the field at the cursor has the focus', async () => {
    await openAsText(workbench, file);
    const line = text.split('\n').findIndex((each) => each.includes('kind 6')) + 1;
    await workbench.editor.goTo(line, 1);
    await workbench.runCommand('Truto: Open Form Editor');
    await focused('kind 6');
  });

  it('the cursor is in the field that had the focus', async () => {
    await workbench.openFile(file);
    await workbench.webview().getByRole('textbox', { name: 'Email 7 Email address' }).focus();
    await workbench.runCommand('Truto: Open Text Editor');
    await workbench.editor.waitForText('ada-6@example.com');
    const line = text.split('\n').findIndex((each) => each.includes('ada-6')) + 1;
    await workbench.statusBarItem(new RegExp(`^Ln ${line}, `)).waitFor();
    await workbench.page.keyboard.insertText('X');
    await workbench.editor.waitForText('"email": X"ada-6@example.com"');
  });

  it('the cursor is in the field that was in sight', async () => {
    await workbench.openFile(file);
    const department = workbench.webview().getByLabel('department', { exact: true });
    await department.waitFor();
    await department.evaluate((input) => input.scrollIntoView({ block: 'start', behavior: 'instant' }));
    await until('the place to be known', () =>
      workbench
        .webview()
        .locator('body')
        .evaluate(() => scrollY > 0),
    );
    await workbench.runCommand('Truto: Open Text Editor');
    await workbench.editor.waitForText('Engines');
    await workbench.statusBarItem(/^Ln [1-9]\d/).waitFor();
  });

  it('a preview of changes leaves a form that was only looked at where it is', async () => {
    await workbench.stagehand.setting('workbench.editor.enablePreviewFromQuickOpen', true);
    await workbench.pickFile(file);
    await workbench.page.locator('.tab.active .monaco-icon-label.italic').waitFor();
    await workbench.webview().getByRole('button', { name: 'Preview Changes' }).click();
    await workbench.page.locator('.monaco-diff-editor').waitFor();
    assert.ok((await workbench.tabs()).includes(file), (await workbench.tabs()).join());
  });

  it('shows the live user as it is now, after Refresh', async () => {
    await workbench.openFile(file);
    const change = workbench.webview().locator('[id="field/title:change"]');
    await change.getByText('"Analyst"').waitFor();
    await changeElsewhere(sandbox, { title: 'Author' });
    await workbench.webview().getByRole('button', { name: 'Send Update' }).click();
    await workbench.dialog.waitFor('was changed by someone else after you started editing');
    await workbench.dialog.press('Refresh');
    await change.getByText('"Author"').waitFor();
  });
});
