import assert from 'node:assert/strict';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAsText } from './steps';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const file = (accountId: string, fields: string) =>
  `{\n  "$truto": { "integrated_account_id": "${accountId}", "id": "usr_ada" },\n  ${fields}\n}\n`;

describe('what the server answers, where the person is looking', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH');
  const keys = () => patches().map(({ headers }) => headers['idempotency-key']);

  /** Sends a new file and confirms. */
  async function send(accountId: string, fields: string): Promise<void> {
    await workbench.editor.replaceAll(file(accountId, fields));
    await workbench.runCommand('Truto: Send Update');
    await workbench.dialog.waitFor('Update Ada Lovelace');
    await workbench.dialog.press('Send Update');
  }
  beforeEach(async () => {
    ({ workbench, sandbox } = await setStage({ files: { 'ada.truto-user.json': '{}' } }));
    await openAsText(workbench, 'ada.truto-user.json');
  });

  it('counts a rate limit down, and goes on by itself with the same key', async () => {
    sandbox.inject({ kind: 'status', status: 429, headers: { 'retry-after': '8' }, match: { method: 'PATCH' } });
    await send(accounts.hubspot, '"title": "Countess"');
    await workbench.notifications.waitFor(/rate limit reached, trying again in [5-8] s/);
    await workbench.notifications.waitFor(/rate limit reached, trying again in [1-4] s/);
    await workbench.notifications.waitFor('Ada Lovelace updated: title');
    const [first, second, ...others] = keys();
    assert.match(first ?? '', uuid);
    assert.equal(second, first);
    assert.deepEqual(others, []);
    assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Countess');
  });

  it('stops an update on Cancel, says what became of it, and sends the same again under the same key', async () => {
    sandbox.inject({ kind: 'noResponse', match: { method: 'PATCH' } });
    await send(accounts.hubspot, '"timezone": "Europe/Oslo"');
    await workbench.notifications
      .withText('Updating Ada Lovelace')
      .first()
      .getByRole('button', { name: 'Cancel' })
      .press('Enter');
    const told = await workbench.notifications.waitFor('Canceled');
    assert.match(told, /The live user is unchanged\. It is safe to send the same update again/);
    const [open, ...others] = keys();
    assert.match(open ?? '', uuid);
    assert.deepEqual(others, []);
    await openAsText(workbench, 'ada.truto-user.json');
    await send(accounts.hubspot, '"timezone": "Europe/Oslo"');
    await workbench.notifications.waitFor('Ada Lovelace updated: timezone');
    assert.deepEqual(keys(), [open, open]);
  });

  it('shows what differs before it is sent, as a diff too, and then sends it', async () => {
    await workbench.editor.replaceAll(
      file(accounts.hubspot, `"title": "Countess",\n  "phones": [{ "number": "+44 20 1234", "type": "mobile" }]`),
    );
    await workbench.runCommand('Truto: Send Update');
    const question = await workbench.dialog.waitFor('Update Ada Lovelace');
    assert.match(question, /title: "Analyst" → "Countess"/);
    assert.match(question, /phones: .*1 (added|item)[^]* {4}\+ \{ "number": "\+44 20 1234", "type": "mobile" \}/);
    assert.deepEqual((await workbench.dialog.buttons()).sort(), ['Cancel', 'Send Update', 'Show Diff']);
    await workbench.dialog.press('Show Diff');
    const diff = workbench.page.locator('.monaco-diff-editor');
    await diff.locator('.modified .view-line', { hasText: '"title": "Countess"' }).waitFor();
    await workbench.notifications.waitFor('Nothing has been sent yet');
    assert.equal(patches().length, 0);
    await workbench.notifications.press('Nothing has been sent yet', 'Send Update');
    await workbench.dialog.waitFor('Update Ada Lovelace');
    await workbench.dialog.press('Send Update');
    await workbench.notifications.waitFor('Ada Lovelace updated: title, phones');
    assert.equal(patches().length, 1);
  });

  it('marks what the integration misses on its JSON line, and a quick fix adds it', async () => {
    // The account's own rules would have told before anything was sent; here they ask for nothing.
    const undemanding = { request_body_schema: { properties: { title: { type: 'string' } } }, query_schema: {} };
    sandbox.inject({
      kind: 'body',
      contentType: 'application/json',
      body: JSON.stringify(undemanding),
      match: { path: 'meta/update' },
      times: Infinity,
    });
    await send(accounts.looker, '"title": "Countess"');
    await workbench.notifications.waitFor(/roles/);
    await workbench.problems.waitFor(1, 'truto');
    await openAsText(workbench, 'ada.truto-user.json');
    await workbench.editor.goTo(1, 1);
    assert.ok((await workbench.editor.quickFixes()).includes('Add “roles”'));
    await workbench.editor.applyQuickFix('Add “roles”');
    await workbench.editor.waitForText('"roles": [');
    await workbench.page.keyboard.type('admin');
    await workbench.runCommand('Truto: Send Update');
    await workbench.dialog.waitFor('Update Ada Lovelace');
    await workbench.dialog.press('Send Update');
    await workbench.notifications.waitFor('Ada Lovelace updated: title, roles');
    await workbench.problems.waitFor(0);
  });
});
