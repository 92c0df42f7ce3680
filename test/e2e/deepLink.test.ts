import assert from 'node:assert/strict';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';

describe('a link from a browser', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  beforeEach(async () => ({ workbench, sandbox } = await setStage({ environment: 'Acme & Söhne' })));
  afterEach('shows no errors in the window', () => assert.deepEqual(workbench.errors, []));

  /** Follows it in a tab of its own, as a browser does. */
  async function follow(query: string): Promise<void> {
    const url = new URL(await workbench.stagehand.externalUri('truto-users.truto-users/open'));
    // As a URI from outside is, decoded once; the page decodes it once more.
    url.searchParams.set('vscode-query', encodeURIComponent(decodeURIComponent(query)));
    const page = await workbench.page.context().newPage();
    await page.goto(url.href);
    // The window takes it from there.
    await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.includes('url-callbacks')));
    await workbench.page.bringToFront();
  }
  const readsOfUsers = () => sandbox.requests.filter(({ path }) => path.includes('/users')).length;

  it('opens the user that was copied as a link, after a question, and sends nothing', async () => {
    await workbench.stagehand.command('truto.openUser', { accountId: accounts.hubspot, userId: 'usr_grace' });
    await workbench.waitForTab('usr_grace.truto-user.json');
    await workbench.runCommand('Truto: Copy Link to User');
    await workbench.notifications.waitFor('The link to the user was copied');
    const link = await workbench.page.evaluate(() => navigator.clipboard.readText());
    assert.match(
      link,
      /^[\w-]+:\/\/truto-users\.truto-users\/open\?encoded=twice&account=5a9d0c1e-[-\d]+&user=usr_grace&environment=/,
    );
    await workbench.runCommand('View: Close All Editors');
    const before = readsOfUsers();
    await follow(link.slice(link.indexOf('?') + 1));
    const question = await workbench.dialog.waitFor('Open the user of this link?');
    assert.match(question, /Environment: Acme & Söhne \(http.*\n?Account: HubSpot.*\n?User: usr_grace/s);
    await workbench.screenshot('deep-link');
    assert.equal(readsOfUsers(), before);
    await workbench.dialog.press('Open');
    await workbench.waitForTab('usr_grace.truto-user.json', { dirty: false });
    assert.ok(sandbox.requests.every(({ method }) => method === 'GET'));
  });

  it('that carries a token or names an unknown environment says so, and opens nothing', async () => {
    await follow(`account=${accounts.hubspot}&user=usr_ada&token=abc`);
    await workbench.notifications.waitFor('a link must not contain a token');
    await follow(`account=${accounts.hubspot}&user=usr_ada&environment=Nowhere`);
    await workbench.notifications.waitFor('there is no environment “Nowhere” here');
    assert.deepEqual(await workbench.tabs(), []);
    assert.equal(readsOfUsers(), 0);
  });
});
