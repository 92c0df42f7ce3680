import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { copySampleFolder } from '../host/sampleFolder';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAsText, signIn } from './steps';

const name = 'ada.truto-user.json';
const file = (fields: object) =>
  `${JSON.stringify({ $truto: { integrated_account_id: accounts.hubspot, id: 'usr_ada' }, ...fields })}\n`;
const patchesOf = (sandbox: Sandbox) => sandbox.requests.filter(({ method }) => method === 'PATCH');

describe('the environment of a window', () => {
  let first: Sandbox;
  let second: Sandbox;
  let workbench: Workbench;
  let other: Workbench;

  before(async () => {
    first = await startSandbox();
    const files = { [name]: file({ title: 'From here' }) };
    ({ workbench, sandbox: second } = await setStage({ files, environment: 'Second' }));
    await signIn(workbench, { name: 'First', ...first });
    await workbench.stagehand.command('truto.switchProfile', { name: 'Second' });
    const folder = copySampleFolder();
    writeFileSync(join(folder, name), file({ title: 'From there' }));
    other = await workbench.openWindow(folder);
  });
  after(async () => {
    await other.page.close();
    await first.close();
  });

  it('is what was chosen last until another one is chosen there, and stays whatever another window chooses', async () => {
    await other.pickFile(name);
    await other.statusBarItem('Second').waitFor();
    await other.runCommand('Truto: Switch Environment...');
    await other.quickInput.choose('First');
    await other.statusBarItem('First').waitFor();
    await workbench.page.bringToFront();
    await openAsText(workbench, name);
    await workbench.statusBarItem('Second').waitFor();
    await workbench.runCommand('Truto: Send Update');
    const asked = await workbench.dialog.waitFor('Update Ada Lovelace');
    assert.ok(asked.includes(second.baseUrl), asked);
    await workbench.dialog.press('Send Update');
    await workbench.notifications.waitFor('Ada Lovelace updated: title');
    assert.deepEqual([patchesOf(first).length, patchesOf(second).length], [0, 1]);
    assert.equal(patchesOf(second)[0]?.headers['authorization'], `Bearer ${second.token}`);
    await other.statusBarItem('First').waitFor();
  });
});

describe('the key that sends', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  /** Opens a file whose send needs no question, ready for the key. */
  const open = async (fields: object) => {
    const settings = { 'truto.send.confirm': 'never' };
    const files = { [name]: file(fields) };
    ({ workbench, sandbox } = await setStage({ files, settings, sandbox: { latencyMs: 100 } }));
    await openAsText(workbench, name);
  };
  /** Waits until all that was asked of the extension before has been answered. */
  const settled = async () => {
    await workbench.runCommand('Truto: Preview Changes');
    await workbench.page.locator('.tab.active[data-resource-name*="after the update"]').waitFor();
  };

  it('sends once when it is pressed three times in a row', async () => {
    await open({ title: 'Countess' });
    for (let press = 0; press < 3; press++) await workbench.page.keyboard.press('Control+Alt+Enter');
    await workbench.notifications.waitFor('Ada Lovelace updated: title');
    await settled();
    assert.equal(patchesOf(sandbox).length, 1);
  });

  it('sends once while it is held', async () => {
    // What is refused could be sent again and again.
    await open({ username: 'grace' });
    const { keyboard } = workbench.page;
    await keyboard.down('Control');
    await keyboard.down('Alt');
    for (let repeated = 0; repeated < 40; repeated++) await keyboard.down('Enter');
    for (const key of ['Enter', 'Alt', 'Control']) await keyboard.up(key);
    await workbench.notifications.waitFor(/HubSpot/);
    await settled();
    assert.equal(patchesOf(sandbox).length, 1);
  });
});
