import assert from 'node:assert/strict';
import type { Workbench } from '../host/workbench';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { addEnvironment, openAccounts, openAsText } from './steps';

const body = '{"title":"Countess","emails":[{"email":"ada@lovelace.example","is_primary":true,"type":"work"}]}';

describe('updating a user by keyboard and palette alone', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  const files = {
    'ada.truto-user.json': `{ "$truto": { "id": "usr_ada" },\n  "name": "Ada Lovelace",\n  ${body.slice(1)}\n`,
  };
  afterEach('shows no errors in the window', () => assert.deepEqual(workbench.errors, []));

  it('goes from no environment to the updated user', async () => {
    ({ workbench, sandbox } = await setStage({ environment: undefined, files }));
    await addEnvironmentByKeys();
    await pickAccountInTree();
    await sendOnce();
    await assertChanged();

    // Nothing differs the second time.
    await workbench.runCommand('Truto: Update User');
    await workbench.notifications.waitFor('Nothing to send');
    await workbench.notifications.withText('Nothing to send').locator('.codicon-info').waitFor();
    assert.equal(sandbox.requests.filter(({ method }) => method === 'PATCH').length, 1);
  });

  /** The token is typed unseen. */
  async function addEnvironmentByKeys(): Promise<void> {
    workbench.environments.add('Staging');
    await workbench.runCommand('Truto: Add Environment...');
    await workbench.quickInput.waitFor('(1/3)');
    await workbench.page.keyboard.type('Staging');
    await workbench.quickInput.confirm();
    await workbench.quickInput.waitFor('(2/3)');
    assert.equal(await workbench.quickInput.input.inputValue(), 'https://api.truto.one');
    await workbench.page.keyboard.press('Control+A');
    await workbench.page.keyboard.type(sandbox.baseUrl);
    await workbench.quickInput.confirm();
    await workbench.quickInput.waitFor('API token of Staging');
    assert.equal(await workbench.quickInput.input.getAttribute('type'), 'password');
    await workbench.page.keyboard.type(sandbox.token);
    await workbench.quickInput.confirm();
    await workbench.statusBarItem('Staging · no account').waitFor();
  }

  async function pickAccountInTree(): Promise<void> {
    await openAccounts(workbench, sandbox);
    await workbench.focusRow('Integrated Accounts', 'HubSpot');
    await workbench.page.keyboard.press('Enter');
    await workbench.statusBarItem('Staging · HubSpot · acme').waitFor();
  }

  /** Target and fields are shown, exactly one PATCH goes out, and the response is shown. */
  async function sendOnce(): Promise<void> {
    await openAsText(workbench, 'ada.truto-user.json');
    await workbench.runCommand('Truto: Update User');
    const question = await workbench.dialog.waitFor('Update Ada Lovelace');
    assert.match(question, new RegExp(`Environment: Staging \\(${sandbox.baseUrl}\\)`));
    assert.match(question, /Account: HubSpot · acme/);
    assert.match(question, /User: Ada Lovelace \(usr_ada\)/);
    assert.match(question, /title: "Analyst" → "Countess"/);
    assert.doesNotMatch(question, /name:/);
    await workbench.page.keyboard.press('Enter');
    await workbench.notifications.waitFor('Ada Lovelace updated: title, emails');
    await workbench.page.locator('.tab', { hasText: 'Ada Lovelace 200.json' }).waitFor();

    const patches = sandbox.requests.filter(({ method }) => method === 'PATCH');
    assert.equal(patches.length, 1);
    const [patch] = patches;
    assert.equal(patch!.path, '/unified/user-directory/users/usr_ada');
    assert.deepEqual(patch!.query, { integrated_account_id: accounts.hubspot });
    assert.equal(patch!.headers.authorization, `Bearer ${sandbox.token}`);
    assert.match(patch!.headers['idempotency-key'] ?? '', /^[\da-f-]{36}$/);
    assert.equal(patch!.bodyText, body);
  }

  async function assertChanged(): Promise<void> {
    const url = `${sandbox.baseUrl}/unified/user-directory/users/usr_ada?integrated_account_id=${accounts.hubspot}`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${sandbox.token}` } });
    const user = (await answer.json()) as Record<string, unknown>;
    assert.equal(user.title, 'Countess');
    assert.deepEqual(user.emails, [{ email: 'ada@lovelace.example', is_primary: true, type: 'work' }]);
  }

  it('opens a user picked from the palette when no JSON file is open', async () => {
    ({ workbench } = await setStage());
    await workbench.runCommand('Truto: Update User');
    await workbench.quickInput.waitFor('Select Integrated Account');
    await workbench.quickInput.choose('Looker');
    await workbench.quickInput.waitFor('Open User');
    await workbench.quickInput.choose('Ada Lovelace');
    await workbench.waitForTab('usr_ada.truto-user.json', { dirty: false });
  });

  it('refuses a base URL that is not safe and says why', async () => {
    ({ workbench } = await setStage({ environment: undefined }));
    await addEnvironment(workbench, { name: 'Bad', baseUrl: 'http://api.truto.one' });
    await workbench.quickInput.waitFor('Use https');
    await workbench.quickInput.dismiss();
  });
});
