import assert from 'node:assert/strict';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { changeElsewhere, openAsText, somebodyElse } from './steps';

const file = (title: string) => `{
  "$truto": { "integrated_account_id": "${accounts.hubspot}", "id": "usr_ada" },
  "name": "Ada Lovelace",
  "title": "${title}",
  "timezone": "Europe/London"
}
`;

describe('a user that somebody else changed since the edit began', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  const patches = () =>
    sandbox.requests.filter(
      ({ method, headers }) => method === 'PATCH' && headers['idempotency-key']?.startsWith(somebodyElse) !== true,
    );
  const live = (field: string) => sandbox.user(accounts.hubspot, 'usr_ada')?.[field];

  /** Looks at the live user, as the edit begins. */
  const preview = async () => {
    await workbench.runCommand('Truto: Preview Changes');
    const diff = workbench.page.locator('.monaco-diff-editor');
    await diff.locator('.original .view-line', { hasText: '"title": "Analyst"' }).waitFor();
    await diff.locator('.modified .view-line', { hasText: '"title": "Countess"' }).waitFor();
    await workbench.runCommand('View: Close Editor');
  };

  beforeEach(async () => {
    ({ workbench, sandbox } = await setStage({ files: { 'ada.truto-user.json': file('Countess') } }));
    await changeElsewhere(sandbox, { timezone: 'Europe/London', title: 'Analyst' });
    await openAsText(workbench, 'ada.truto-user.json');
  });

  it('shows what an update would change, as a diff of the live user', async () => {
    await preview();
    assert.equal(patches().length, 0);
  });

  it('asks before it overwrites, says what was, is and would be, and names the race that remains', async () => {
    await preview();
    await changeElsewhere(sandbox, { title: 'Author', timezone: 'Europe/Paris' });
    await workbench.runCommand('Truto: Send Update');
    const question = await workbench.dialog.waitFor(
      'Ada Lovelace was changed by someone else after you started editing',
    );
    assert.match(question, /title: was "Analyst", is now "Author", and the file says "Countess"/);
    assert.match(
      question,
      /timezone: was "Europe\/London" and is now "Europe\/Paris"; the file still has the old value/,
    );
    assert.match(question, /Changed through Truto at \d+:\d\d [AP]M \(PATCH by another client\)\./);
    assert.match(question, /no conditional update/);
    assert.deepEqual((await workbench.dialog.buttons()).sort(), ['Cancel', 'Compare', 'Overwrite', 'Refresh']);
    await workbench.dialog.press('Cancel');
    assert.equal(live('title'), 'Author');
    assert.equal(patches().length, 0);
    await workbench.editor.waitForText('"title": "Countess"');
  });

  it('shows what changed on Compare', async () => {
    await preview();
    await changeElsewhere(sandbox, { title: 'Author', timezone: 'Europe/Paris' });
    await workbench.runCommand('Truto: Send Update');
    await workbench.dialog.waitFor('was changed by someone else after you started editing');
    await workbench.dialog.press('Compare');
    const diff = workbench.page.locator('.monaco-diff-editor');
    await diff.locator('.original .view-line', { hasText: '"timezone": "Europe/London"' }).waitFor();
    await diff.locator('.modified .view-line', { hasText: '"timezone": "Europe/Paris"' }).waitFor();
    assert.equal(live('title'), 'Author');
  });

  it('takes over what was not edited on Refresh, as one step to undo, and then sends what was', async () => {
    await preview();
    await changeElsewhere(sandbox, { title: 'Author', timezone: 'Europe/Paris' });
    await workbench.runCommand('Truto: Send Update');
    await workbench.dialog.waitFor('was changed by someone else after you started editing');
    await workbench.dialog.press('Refresh');
    await workbench.notifications.waitFor('New values taken from the live user: timezone. Your edits kept: title.');
    await workbench.editor.waitForText(/"title": "Countess",\n {2}"timezone": "Europe\/Paris"/);
    assert.equal(live('title'), 'Author');
    await workbench.notifications.press('New values taken from the live user', 'Send Update');
    const question = await workbench.dialog.waitFor('Update Ada Lovelace');
    assert.match(question, /title: "Author" → "Countess"/);
    assert.doesNotMatch(question, /timezone/);
    await workbench.dialog.press('Send Update');
    await workbench.notifications.waitFor('Ada Lovelace updated: title');
    assert.equal(live('title'), 'Countess');
    assert.equal(live('timezone'), 'Europe/Paris');
  });

  it('goes on with the file on Overwrite, and asks no more where nothing has changed since', async () => {
    await preview();
    await changeElsewhere(sandbox, { timezone: 'Europe/Rome' });
    await workbench.runCommand('Truto: Send Update');
    await workbench.dialog.waitFor('was changed by someone else after you started editing');
    await workbench.dialog.press('Overwrite');
    assert.match(await workbench.dialog.waitFor('Update Ada Lovelace'), /timezone: "Europe\/Rome" → "Europe\/London"/);
    await workbench.dialog.press('Send Update');
    await workbench.notifications.waitFor('Ada Lovelace updated: title, timezone');
    assert.equal(live('timezone'), 'Europe/London');
    await workbench.runCommand('Notifications: Clear All Notifications');
    await openAsText(workbench, 'ada.truto-user.json');
    await workbench.editor.replaceAll(file('Analyst'));
    await workbench.runCommand('Truto: Send Update');
    await workbench.dialog.waitFor('Update Ada Lovelace');
    await workbench.dialog.press('Send Update');
    await workbench.notifications.waitFor('Ada Lovelace updated: title');
    assert.equal(live('title'), 'Analyst');
    assert.equal(patches().length, 2);
  });
});
