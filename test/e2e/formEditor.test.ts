import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';

describe('the form editor', () => {
  /** Written in a way of its own. */
  const original = `{
   "$truto" : { "integrated_account_id":"${accounts.hubspot}"
              , "id":"usr_ada" }

,  "title"    : "Countess"
,  "timezone" : "Europe/London"
,  "languages": [ "en","fr"
                , "it" ]
,  "emails"   : [{"email":"ada@example.com","is_primary":true,"type":"work"}
                ,{"email":"ada@lovelace.example",   "is_primary":false}]
}
`;
  const onDisk = () => readFileSync(join(folder, file), 'utf8');
  let file = '';
  let count = 0;
  let folder: string;
  let sandbox: Sandbox;
  let workbench: Workbench;
  const field = (label: string): Locator => workbench.webview().getByLabel(label, { exact: true });
  const shows = (label: string, value: string) =>
    until(`“${label}” to be ${value}`, async () => (await field(label).inputValue()) === value);

  /** Every test has a file of its own. */
  const open = async (text: string) => {
    file = `ada-${++count}.truto-user.json`;
    writeFileSync(join(folder, file), text);
    await workbench.openFile(file);
  };

  before(async () => {
    ({ workbench, sandbox, folder } = await setStage());
  });
  afterEach('breaks no content security policy', () => assert.deepEqual(workbench.errors, []));
  beforeEach(async () => {
    await open(original);
    await shows('Job title', 'Countess');
  });

  const type = async (label: string, value: string) => {
    await field(label).focus();
    await workbench.page.keyboard.press('Control+A');
    // At one stroke: a pause between keys is an edit of its own, and this machine may be slow.
    await workbench.page.keyboard.insertText(value);
    await workbench.page.keyboard.press('Enter');
    await workbench.waitForTab(file, { dirty: true });
  };

  it('names the target beside the Send button', async () => {
    const header = workbench.webview().locator('header').first();
    await header.getByText('HubSpot · acme').waitFor();
    await header.getByText('Test', { exact: true }).waitFor();
    await header.getByText('usr_ada').waitFor();
    await header.getByRole('button', { name: 'Send Update' }).waitFor();
  });

  it('writes an edit into the text, and nothing else there', async () => {
    await type('Job title', 'Mathematician');
    await workbench.save();
    assert.equal(onDisk(), original.replace('Countess', 'Mathematician'));
  });

  it('shows an edit of the text', async () => {
    await workbench.runCommand('Truto: Open Text Editor');
    await workbench.editor.waitForText('Countess');
    await workbench.editor.replaceAll('{ "title": "Poet", "emails": [] }');
    await workbench.runCommand('Truto: Open Form Editor');
    await shows('Job title', 'Poet');
  });

  it('takes back one edit with Ctrl+Z, and does it again with Ctrl+Y', async () => {
    await type('Job title', 'First');
    await type('Job title', 'Second');
    await workbench.page.keyboard.press('Control+Z');
    await shows('Job title', 'First');
    await workbench.page.keyboard.press('Control+Z');
    await shows('Job title', 'Countess');
    await workbench.waitForTab(file, { dirty: false });
    await workbench.page.keyboard.press('Control+Y');
    await shows('Job title', 'First');
    await workbench.page.keyboard.press('Control+Z');
    await shows('Job title', 'Countess');
  });

  it('adds and removes an email in the way the file is written', async () => {
    await workbench.webview().getByRole('button', { name: 'Add email' }).press('Enter');
    await workbench.webview().locator('input:focus').waitFor();
    await workbench.page.keyboard.insertText('third@example.com');
    await workbench.page.keyboard.press('Enter');
    await until('the email in the file', async () => {
      await workbench.save();
      return onDisk().includes('third@example.com');
    });
    assert.deepEqual((JSON.parse(onDisk()) as { emails: unknown[] }).emails[2], { email: 'third@example.com' });
    assert.ok(onDisk().includes(',{"email":"ada@lovelace.example",   "is_primary":false}'));
    const emails = workbench.webview().getByLabel('Email address', { exact: true });
    await workbench.page.keyboard.press('Control+Z');
    await until('the email taken back', async () => (await emails.nth(2).inputValue()) === '');
    await workbench.page.keyboard.press('Control+Z');
    await emails.nth(2).waitFor({ state: 'detached' });
    await until('the file as it was', async () => {
      await workbench.save();
      return onDisk() === original;
    });
  });

  it('shows a problem at its field and clears it', async () => {
    await open('{ "status": "actve" }');
    await workbench
      .webview()
      .getByText(/Did you mean “active”/)
      .first()
      .waitFor();
    await field('Status').selectOption('inactive');
    await workbench
      .webview()
      .getByText(/Did you mean “active”/)
      .first()
      .waitFor({ state: 'detached' });
    await workbench.waitForTab(file, { dirty: true });
    await workbench.save();
    assert.equal(onDisk(), '{ "status": "inactive" }');
  });

  it('sends what was just typed', async () => {
    await field('Job title').focus();
    await workbench.page.keyboard.press('Control+A');
    await workbench.page.keyboard.insertText('Just typed');
    await workbench.page.keyboard.press('Control+Alt+Enter');
    assert.match(await workbench.dialog.waitFor('Update Ada Lovelace'), /"Analyst" → "Just typed"/);
    await workbench.page.keyboard.press('Escape');
    await workbench.dialog.box.waitFor({ state: 'hidden' });
    assert.equal(sandbox.requests.filter(({ method }) => method === 'PATCH').length, 0);
  });
});
