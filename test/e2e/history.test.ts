import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import type { Workbench } from '../host/workbench';
import { soon, until } from '../host/until';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAsText } from './steps';

const file = (fields: string) =>
  `{\n  "$truto": { "integrated_account_id": "${accounts.hubspot}", "id": "usr_ada" },\n  ${fields}\n}\n`;

describe('the history of updates', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let folder: string;
  /** Without what each write changes. */
  const ada = (): Readonly<Record<string, unknown>> => {
    const { remote_data: remote, ...user } = { ...sandbox.user(accounts.hubspot, 'usr_ada') };
    return { ...user, updated_at: undefined, remote_data: { ...(remote as object), updatedAt: undefined } };
  };
  const rows = (name: RegExp) => workbench.page.locator('.part.sidebar').getByRole('treeitem', { name });

  async function send(fields: string): Promise<void> {
    await workbench.editor.replaceAll(file(fields));
    await workbench.runCommand('Truto: Send Update');
    await workbench.dialog.waitFor('Update Ada Lovelace');
    await workbench.dialog.press('Send Update');
    await workbench.notifications.waitFor('Ada Lovelace updated');
  }

  async function undo(): Promise<string> {
    const question = await workbench.dialog.waitFor('Undo the update of Ada Lovelace');
    await workbench.dialog.press('Undo Update');
    return question;
  }

  beforeEach(async () => {
    ({ workbench, sandbox, folder } = await setStage({ files: { 'ada.truto-user.json': '{}' } }));
    await workbench.stagehand.command('truto.clearHistory', { confirm: false });
    await workbench.stagehand.command('truto.clearHistoryFilter');
    // A view that was out of sight shows for a moment what it had then.
    await workbench.runCommand('Truto: Update History');
    await workbench.page.getByText('Nothing was sent yet').waitFor();
    await openAsText(workbench, 'ada.truto-user.json');
  });

  it('takes an update back from its notification, and shows both', async () => {
    const before = ada();
    await send('"title": "Countess", "languages": ["it"]');
    assert.notDeepEqual(ada(), before);
    await workbench.notifications.press('Ada Lovelace updated', 'Undo...');
    const question = await undo();
    assert.match(question, /title: "Countess" → "Analyst"/);
    await until('the user as before', () => Promise.resolve(ada().title === before.title));
    assert.deepEqual(ada(), before);
    await workbench.runCommand('Truto: Update History');
    await rows(/Ada Lovelace.*title, languages.*undo/).waitFor();
    await until('two rows', async () => (await rows(/^Ada Lovelace/).count()) === 2);
  });

  it('takes it back from the response and from the view, and the undo too', async () => {
    await send('"title": "Countess"');
    await workbench.page.locator('.codelens-decoration a', { hasText: 'Undo...' }).first().click();
    await undo();
    await until('the old title', () => Promise.resolve(ada().title === 'Analyst'));
    await workbench.runCommand('Truto: Update History');
    const undone = rows(/Ada Lovelace.*undo/);
    await undone.hover();
    await undone.getByRole('button', { name: 'Undo Update...' }).click();
    await undo();
    await until('the new title', () => Promise.resolve(ada().title === 'Countess'));
    await until('three rows', async () => (await rows(/^Ada Lovelace/).count()) === 3);
  });

  it('takes it back from the title of a response, which no preview and no comparison has', async () => {
    const actions = workbench.page.locator('.editor-group-container.active .editor-actions');
    const inTitle = (name: string) => actions.getByRole('button', { name });
    const tab = (part: string) => workbench.page.locator(`.tab.active[data-resource-name*="${part}"]`);
    const fields = '"title": "Countess"';
    await workbench.editor.replaceAll(file(fields));
    await workbench.runCommand('Truto: Preview Changes');
    await tab('after the update').waitFor();
    await actions.locator('.action-label').first().waitFor();
    assert.equal(await inTitle('Undo Update...').count(), 0);
    await openAsText(workbench, 'ada.truto-user.json');
    await send(fields);
    // A group that is not in use shows none of its actions.
    await workbench.page.locator('.tab', { hasText: 'Ada Lovelace 200.json' }).click();
    await inTitle('Undo Update...').click();
    await undo();
    await until('the old title', () => Promise.resolve(ada().title === 'Analyst'));
    await workbench.runCommand('Truto: Update History');
    await rows(/^Ada Lovelace.*undo/).click();
    await tab('after').waitFor();
    await until('no undo', async () => (await inTitle('Undo Update...').count()) === 0);
  });

  it('names what somebody else has changed since, and leaves it', async () => {
    await send('"title": "Countess", "timezone": "Europe/Oslo"');
    await fetch(`${sandbox.baseUrl}/unified/user-directory/users/usr_ada?integrated_account_id=${accounts.hubspot}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
      body: '{"title":"Duchess"}',
    });
    await workbench.notifications.press('Ada Lovelace updated', 'Undo...');
    assert.match(await undo(), /Changed by someone else since, left as it is: title\./);
    await until('the old time zone', () => Promise.resolve(ada().timezone !== 'Europe/Oslo'));
    assert.equal(ada().title, 'Duchess');
  });

  it('opens what changed, filters, exports, and is cleared', async () => {
    await send('"title": "=HYPERLINK(1)", "password": "hunter22-Secret!"');
    await workbench.runCommand('Truto: Update History');
    await until('one row', async () => (await rows(/^Ada Lovelace/).count()) === 1);
    await rows(/^Ada Lovelace/).click();
    const diff = workbench.page.locator('.monaco-diff-editor');
    await diff.locator('.original .view-line', { hasText: '"title": "Analyst"' }).waitFor();
    const target = join(folder, 'history.csv');
    await workbench.stagehand.command('truto.exportHistory', { file: target });
    const csv = readFileSync(target, 'utf8');
    assert.match(csv, /^\ufefftime,environment,.*\r\n.*,Test,HubSpot · acme,.*Ada Lovelace,usr_ada,editor,applied,200/);
    assert.doesNotMatch(csv, /hunter22/);
    await workbench.runCommand('Truto: Filter History...');
    await workbench.quickInput.type('grace');
    await workbench.quickInput.confirm();
    await rows(/^Ada Lovelace/).waitFor({ state: 'detached' });
    await workbench.runCommand('Truto: Filter History...');
    await workbench.quickInput.type('ADA');
    await workbench.quickInput.confirm();
    await rows(/^Ada Lovelace/).waitFor();
    await workbench.runCommand('Truto: Clear History...');
    await workbench.dialog.waitFor('Clear the history');
    await workbench.dialog.press('Clear History');
    await workbench.page.getByText('Nothing was sent yet').waitFor();
  });

  it('tells of a field who last set it from here', async () => {
    await send('"title": "Countess"');
    await openAsText(workbench, 'ada.truto-user.json');
    // They move the lines down when they come.
    await workbench.editor.codeLenses();
    const hover = workbench.page.locator('.monaco-hover', { hasText: 'Last set from here on' });
    await until('the hover', async () => {
      await workbench.page.mouse.move(5, 5);
      await workbench.page.locator('.view-line', { hasText: '"title"' }).first().getByText('title').hover();
      return soon(() => hover.isVisible());
    });
    assert.match((await hover.textContent()) ?? '', /title: "Analyst" → "Countess"/);
  });

  it('tells it in the form, too: in the menu of the field', async () => {
    await send('"title": "Countess"');
    await workbench.runCommand('Truto: Open Form Editor');
    const form = workbench.webview();
    await form.getByRole('button', { name: 'Actions for Job title', exact: true }).click();
    const menu = form.getByRole('menu');
    await menu.getByText('Last set from here on').waitFor();
    assert.match((await menu.textContent()) ?? '', /title: "Analyst" → "Countess"/);
    await workbench.screenshot('provenance');
  });
});
