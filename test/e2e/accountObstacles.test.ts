import assert from 'node:assert/strict';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { until } from '../host/until';
import type { ThemeKind, Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAsText } from './steps';

const rows = [
  /^HubSpot, acme, active$/,
  /^Salesforce, globex, needs reconnecting$/,
  /^Zendesk, globex, active, sandbox account \(read-only\)$/,
  /^GitLab, globex, active, blocked$/,
  /^Slack, initech, active, users cannot be updated$/,
  /^Trello, umbrella, post-install error$/,
];

describe('an account that takes no update', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  const opensConnectPage = async () => {
    assert.match(
      await workbench.dialog.waitFor('open the external website'),
      /https:\/\/app\.truto\.one\/connect-account\?/,
    );
    // The dialog shortens what it shows.
    await workbench.emptyClipboard();
    await workbench.dialog.press('Copy');
    await workbench.waitForClipboard(/^https:\/\/app\.truto\.one\/connect-account\?link_token=[\da-f-]{36}$/);
    const links = sandbox.requests.filter(({ path }) => path === '/link-token').map(({ body }) => body);
    const { redirect_uri: wayBack, ...link } = links.at(-1) as Readonly<Record<string, unknown>>;
    assert.deepEqual(link, { integrated_account_id: accounts.needsReauth, persist_previous_context: true });
    assert.match(String(wayBack), /truto-users\.truto-users/);
  };
  const text = `{\n  "$truto": { "integrated_account_id": "${accounts.needsReauth}", "id": "usr_ada" },\n  "title": "Countess"\n}\n`;

  beforeEach(async () => {
    const files = { 'here.truto-user.json': text };
    ({ workbench, sandbox } = await setStage({ sandbox: { accounts: 11 }, files }));
    await workbench.openView('Truto', 'Integrated Accounts');
    for (const words of rows) await workbench.treeItem(words).waitFor();
  });

  it('says why in its row', async () => {
    for (const [kind, theme] of [
      ['hc-black', 'hc-dark'],
      ['vs', 'light'],
      ['vs-dark', 'dark'],
    ] satisfies [ThemeKind, string][]) {
      await workbench.setTheme(kind);
      await workbench.screenshot(`obstacle-rows-${theme}`);
    }
  });

  it('is found out by one question for each integration, none where the account itself tells', async () => {
    const asked = () =>
      sandbox.requests.filter(({ path }) => path.endsWith('/capabilities')).map(({ path }) => path.split('/')[2]);
    const active = sandbox
      .accounts()
      .filter(({ status, is_sandbox }) => status === 'active' && !is_sandbox)
      .map(({ id }) => id);
    await until('as many questions', () => asked().length >= active.length);
    assert.deepEqual(asked().toSorted(), active.toSorted());
  });

  it('is reconnected from its row', async () => {
    await workbench.focusRow('Integrated Accounts', 'Salesforce');
    await workbench.contextMenu.choose('Reconnect Account...');
    await opensConnectPage();
  });

  it('says why above its file, where a click tells more and reconnects', async () => {
    await openAsText(workbench, 'here.truto-user.json');
    const lens = workbench.editor.box.locator('.codelens-decoration a', { hasText: 'Account needs reconnecting' });
    await lens.waitFor();
    await workbench.screenshot('obstacle-lens-dark');
    await lens.click();
    const words = await workbench.notifications.waitFor('must be reconnected');
    assert.match(words, /^Salesforce · globex must be reconnected by its owner/);
    await workbench.notifications.press('must be reconnected', 'Reconnect Account...');
    await opensConnectPage();
  });

  it('says why in the form, which does not offer to send', async () => {
    await workbench.openFile('here.truto-user.json');
    const form = workbench.webview();
    await form.getByText('Salesforce · globex must be reconnected').first().waitFor();
    await workbench.screenshot('obstacle-form-dark');
    const send = form.getByRole('button', { name: /Send/ });
    assert.ok((await send.isDisabled()) || (await send.getAttribute('aria-disabled')) === 'true');
  });

  it('is free to send, everywhere, once the person comes back from reconnecting it', async () => {
    await workbench.openFile('here.truto-user.json');
    await workbench.webview().getByText('Salesforce · globex must be reconnected').first().waitFor();
    const active = {
      unified: [{ model: 'user-directory', resource: 'users', methods: ['update'] }],
      account: { status: 'active', is_blocked: false },
    };
    sandbox.inject({
      kind: 'body',
      contentType: 'application/json',
      body: JSON.stringify(active),
      match: { path: 'capabilities' },
      times: Infinity,
    });
    await workbench.runCommand('Truto: Focus on Integrated Accounts View');
    await turnAway(true);
    await workbench.page.locator('.part.titlebar.inactive').waitFor();
    await turnAway(false);
    await workbench.treeItem(/^Salesforce, globex, active$/).waitFor();
    await workbench.webview().getByRole('button', { name: /Send/, disabled: false }).waitFor();
  });

  /** Lets the window lose or get the focus, as when the person turns to another window: a browser under test never does. */
  async function turnAway(away: boolean): Promise<void> {
    await workbench.page.evaluate((isAway) => {
      document.hasFocus = () => !isAway;
      window.dispatchEvent(new Event(isAway ? 'blur' : 'focus'));
    }, away);
  }
});
