import assert from 'node:assert/strict';
import { namedFaults } from '../../src/sandbox/namedFaults';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import type { Workbench } from '../host/workbench';
import { accounts, quirkyAccount } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAsText } from './steps';

describe('an update in a rude world', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH');
  const title = (accountId: string) => sandbox.user(accountId, 'usr_ada')?.title;

  async function send(accountId: string, value: string): Promise<void> {
    await openAsText(workbench, 'ada.truto-user.json');
    const target = { integrated_account_id: accountId, id: 'usr_ada' };
    await workbench.editor.replaceAll(`${JSON.stringify({ $truto: target, title: value }, undefined, 2)}\n`);
    await workbench.runCommand('Truto: Send Update');
  }
  async function sendAndConfirm(accountId: string, value: string): Promise<void> {
    await send(accountId, value);
    await workbench.dialog.waitFor('Update Ada Lovelace');
    await workbench.dialog.press('Send Update');
  }
  const stage = async (settings = {}) => {
    ({ workbench, sandbox } = await setStage({
      files: { 'ada.truto-user.json': '{}' },
      sandbox: { quirkyAccounts: true },
      settings,
    }));
  };

  it('goes to an account that offers no get as to any other', async () => {
    await stage();
    const account = quirkyAccount(sandbox, 'Without get');
    await sendAndConfirm(account, 'Countess');
    await workbench.notifications.waitFor('Ada Lovelace updated: title.');
    assert.equal(title(account), 'Countess');
    await workbench.runCommand('Truto: Send Update');
    await workbench.notifications.waitFor('Nothing to send: the file matches the live user.');
  });

  it('goes as a whole file, after a warning, to an account that nobody can read; and not otherwise', async () => {
    await stage();
    const account = quirkyAccount(sandbox, 'Without get and list');
    await send(account, 'Countess');
    const told = await workbench.notifications.waitFor('cannot be read');
    assert.match(told, /set “truto\.send\.body” to “whole”/);
    assert.equal(patches().length, 0);
    await workbench.stagehand.setting('truto.send.body', 'whole');
    await workbench.runCommand('Truto: Send Update');
    const asked = await workbench.dialog.waitFor('Update usr_ada');
    assert.match(asked, /every field above is written over whatever it has now/);
    await workbench.screenshot('unreadable-dialog-dark');
    await workbench.dialog.press('Send Whole File');
    await workbench.notifications.waitFor('The update of usr_ada was accepted (title). It cannot be checked');
    assert.equal(title(account), 'Countess');
  });

  it('is not said to be made where something in between answers, and goes under the same key again', async () => {
    await stage();
    sandbox.inject({ ...namedFaults.captivePortal, match: { method: 'PATCH' } });
    await sendAndConfirm(accounts.hubspot, 'Countess');
    await workbench.notifications.waitFor('It is not known whether Ada Lovelace was updated: the response is no user');
    assert.equal(title(accounts.hubspot), 'Analyst');
    await openAsText(workbench, 'ada.truto-user.json');
    await sendAndConfirm(accounts.hubspot, 'Countess');
    await workbench.notifications.waitFor('Ada Lovelace updated: title.');
    const [first, second, ...others] = patches().map(({ headers }) => headers['idempotency-key']);
    assert.equal(second, first);
    assert.deepEqual(others, []);
  });

  it('is told as the server stores it', async () => {
    await stage();
    await sendAndConfirm(quirkyAccount(sandbox, 'Own spelling'), ' Countess ');
    await workbench.notifications.waitFor(
      /Ada Lovelace updated: title\. Stored in the server’s own spelling: title is "/,
    );
  });

  it('is told as accepted where it is not seen', async () => {
    await stage();
    await sendAndConfirm(quirkyAccount(sandbox, 'Ignores title'), 'Countess');
    await workbench.notifications.waitFor('was accepted, but the response shows “title” unchanged');
    await sendAndConfirm(quirkyAccount(sandbox, 'Reads late (10 s)'), 'Countess');
    await workbench.notifications.waitFor('was accepted (title). The live user does not show it yet.');
  });
});
