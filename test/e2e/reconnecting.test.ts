import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import type { Workbench } from '../host/workbench';
import { accounts, quirkyAccount } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAsText } from './steps';

describe('an update that waits for its account to be connected again', () => {
  let workbench: Workbench;
  let sandbox: Sandbox;
  let folder: string;

  beforeEach(async () => ({ workbench, sandbox, folder } = await setStage({ sandbox: { quirkyAccounts: true } })));
  afterEach('shows no errors in the window', () => assert.deepEqual(workbench.errors, []));

  const sendRefused = async (accountId: string) => {
    const $truto = { integrated_account_id: accountId, id: 'usr_ada' };
    writeFileSync(join(folder, 'waiting.truto-user.json'), JSON.stringify({ $truto, title: 'Countess' }));
    await openAsText(workbench, 'waiting.truto-user.json');
    await workbench.runCommand('Truto: Send Update');
    await workbench.notifications.press('must be reconnected', 'Reconnect Account...');
  };

  /** Nothing has been sent so far, and nothing is without the dialog. */
  const sendOffered = async (accountId: string) => {
    await workbench.notifications.waitFor(/is connected again\. An update was waiting: waiting\.truto-user\.json\./);
    await workbench.screenshot('reconnected');
    await workbench.notifications.press('is connected again', 'Send Update');
    await workbench.dialog.waitFor(/Update .* in/);
    assert.equal(sandbox.requests.filter(({ method }) => method === 'PATCH').length, 0);
    await workbench.dialog.press('Send Update');
    await workbench.notifications.waitFor('updated: title');
    assert.equal(sandbox.user(accountId, 'usr_ada')?.title, 'Countess');
  };

  it('goes after fresh credentials, without a browser', async () => {
    const accountId = quirkyAccount(sandbox, 'Refreshable credentials');
    await sendRefused(accountId);
    await sendOffered(accountId);
    assert.ok(!sandbox.requests.some(({ path }) => path === '/link-token'));
  });

  it('is offered again when the person comes back from the page', async () => {
    await sendRefused(accounts.needsReauth);
    await workbench.dialog.waitFor('open the external website');
    await workbench.dialog.press('Copy');
    const { body } = sandbox.requests.find(({ path }) => path === '/link-token')!;
    const { redirect_uri: wayBack } = body as { readonly redirect_uri: string };
    // The owner of the account does it, and Truto's page leads back.
    sandbox.setQuirks(accounts.needsReauth, { refreshable: true });
    await fetch(`${sandbox.baseUrl}/integrated-account/refresh-credentials`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id: accounts.needsReauth }),
    });
    const page = await workbench.page.context().newPage();
    await page.goto(wayBack);
    await workbench.page.bringToFront();
    await sendOffered(accounts.needsReauth);
  });
});
