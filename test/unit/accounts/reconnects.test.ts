import assert from 'node:assert/strict';
import { Reconnects } from '../../../src/accounts/reconnects';
import type { Environment } from '../../../src/api/environment';
import { Listeners } from '../../../src/api/listeners';
import type { DocumentMove } from '../../../src/core/update/movedEntries';
import { WaitingSends } from '../../../src/platform/waitingSends';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { accounts, quirkyAccount } from '../../sandboxAccounts';
import { environmentOf } from '../../sandboxEnvironments';

const document = 'file:///work/ada%20king.truto-user.json';

describe('reconnecting an account', () => {
  let sandbox: Sandbox;
  let environment: Environment;
  let waitingSends: WaitingSends;
  let reconnects: Reconnects;
  let told: { readonly words: string; readonly buttons: readonly string[] }[];
  let opened: string[];
  let sent: string[];
  /** Presses this button of the next message. */
  let press: string | undefined;
  let wayBack: string | undefined;

  beforeEach(async () => {
    sandbox = await startSandbox({ quirkyAccounts: true });
    environment = environmentOf(sandbox);
    [told, opened, sent, press, wayBack] = [[], [], [], undefined, 'vscode://truto-users.truto-users'];
    waitingSends = new WaitingSends({ onDidMove: () => ({ dispose: () => undefined }) });
    reconnects = new Reconnects({ active: () => environment }, waitingSends, {
      whileAsking: (_title, ask) => ask(new AbortController().signal, () => undefined),
      tell: async (_severity, words, ...actions) => {
        told.push({ words, buttons: actions.map(({ title }) => title) });
        await actions.find(({ title }) => title === press)?.run();
      },
      openPage: (url) => Promise.resolve(opened.push(url)),
      wayBack: (pathAndQuery) => Promise.resolve(wayBack && `${wayBack}${pathAndQuery}`),
      send: (uri) => sent.push(uri),
    });
  });
  afterEach(() => sandbox.close());

  const requests = (path: string) => sandbox.requests.filter((request) => request.path === path);
  const links = () => requests('/link-token').map(({ body }) => body as Record<string, unknown>);
  const back = (accountId: string, more = '') =>
    reconnects.cameBack({ path: '/reconnected', query: `account=${accountId}${more}` });
  /** What the owner of the account does on the page. */
  const connect = async () => {
    sandbox.setQuirks(accounts.needsReauth, { refreshable: true });
    await (await environment.client()).refreshCredentials(accounts.needsReauth);
  };

  it('needs no browser where fresh credentials do', async () => {
    const accountId = quirkyAccount(sandbox, 'Refreshable credentials');
    waitingSends.note(environment, accountId, document);
    press = 'Send Update';
    await reconnects.reconnect(accountId, environment);
    assert.deepEqual(told, [
      {
        words: 'Refreshable credentials · quirks is connected again. An update was waiting: ada king.truto-user.json.',
        buttons: ['Send Update'],
      },
    ]);
    assert.deepEqual([opened, links(), sent], [[], [], [document]]);
  });

  it('leads to the page where they do not, and from there back', async () => {
    await reconnects.reconnect(accounts.needsReauth, environment);
    assert.equal(requests('/integrated-account/refresh-credentials').length, 1);
    assert.match(opened[0] ?? '', /^https:\/\/app\.truto\.one\/connect-account\?link_token=[\da-f-]{36}$/);
    assert.deepEqual(links(), [
      {
        integrated_account_id: accounts.needsReauth,
        persist_previous_context: true,
        redirect_uri: `vscode://truto-users.truto-users/reconnected?account=${accounts.needsReauth}`,
      },
    ]);
    assert.doesNotMatch(JSON.stringify(links()), new RegExp(sandbox.token));
    assert.equal(told.length, 0);

    waitingSends.note(environment, accounts.needsReauth, document);
    await back(accounts.needsReauth);
    assert.match(told[0]?.words ?? '', /^Salesforce · globex must be reconnected/);
    assert.deepEqual(told[0]?.buttons, []);

    await connect();
    await back(accounts.needsReauth, '&windowId=2&status=success');
    assert.equal(environment.knownAccount(accounts.needsReauth)?.status, 'active');
    assert.deepEqual(told[1]?.buttons, ['Send Update']);
    // Nobody has pressed it.
    assert.deepEqual(sent, []);
  });

  it('asks for no fresh credentials where the connection works: its scopes, say, are another matter', async () => {
    await reconnects.reconnect(accounts.missingScopes, environment);
    assert.equal(requests('/integrated-account/refresh-credentials').length, 0);
    assert.equal(opened.length, 1);
  });

  for (const status of [400, 404, 405, 422])
    it(`goes on to the page where fresh credentials, and a way back, are refused with ${status}`, async () => {
      const body = JSON.stringify({ statusCode: status, error: 'Refused', message: 'Not this' });
      for (const path of ['/refresh-credentials', '/link-token'])
        sandbox.inject({
          kind: 'body',
          status,
          contentType: 'application/json',
          body,
          match: { method: 'POST', path },
        });
      await reconnects.reconnect(accounts.needsReauth, environment);
      assert.equal(opened.length, 1);
      assert.deepEqual(
        links().map((link) => 'redirect_uri' in link),
        [true, false],
      );
    });

  it('goes to the page without a way back where there is none', async () => {
    wayBack = undefined;
    await reconnects.reconnect(accounts.needsReauth, environment);
    assert.deepEqual(links(), [{ integrated_account_id: accounts.needsReauth, persist_previous_context: true }]);
  });

  it('fails as what it asks does, and opens nothing', async () => {
    await assert.rejects(reconnects.reconnect(accounts.needsReauth, environmentOf({ ...sandbox, token: 'wrong' })));
    assert.deepEqual([told, opened], [[], []]);
  });

  describe('by a link that anybody can make', () => {
    const asked = () => sandbox.requests.length;

    for (const [what, path, query] of [
      ['another path', '/send', `account=${accounts.hubspot}`],
      ['a path below', '/reconnected/send', `account=${accounts.hubspot}`],
      ['no account', '/reconnected', ''],
      ['what is no account', '/reconnected', 'account=../../link-token'],
      ['another parameter', '/reconnected', `accountId=${accounts.hubspot}&uri=${document}`],
      ['an account that nobody has seen', '/reconnected', `account=${accounts.looker}`],
    ] as const)
      it(`does nothing with ${what}`, async () => {
        await environment.account(accounts.hubspot);
        waitingSends.note(environment, accounts.hubspot, document);
        const before = asked();
        await reconnects.cameBack({ path, query });
        assert.deepEqual([asked() - before, told, opened, sent], [0, [], [], []]);
      });

    it('does no more than bring up to date what is shown', async () => {
      for (const id of [accounts.needsReauth, accounts.hubspot]) {
        waitingSends.note(environment, id, document);
        await environment.account(id);
      }
      await connect();
      const before = asked();
      await back(accounts.hubspot, `&uri=${encodeURIComponent(document)}&send=true&token=abc`);
      await Promise.all([back(accounts.needsReauth), back(accounts.needsReauth), back(accounts.needsReauth)]);
      const since = sandbox.requests.slice(before);
      assert.deepEqual(
        since.map(({ method, path }) => `${method} ${path}`),
        [accounts.hubspot, accounts.needsReauth].map((id) => `GET /integrated-account/${id}/capabilities`),
      );
      assert.deepEqual([told, opened, sent], [[], [], []]);
    });

    it('never fails', async () => {
      await reconnects.reconnect(accounts.needsReauth, environment);
      await sandbox.close();
      environment.forget();
      await back(accounts.needsReauth);
      assert.deepEqual(told, []);
      sandbox = await startSandbox();
    });
  });
});

describe('the document whose update waits for an account', () => {
  const environment = { key: 'Test' };
  let moved: Listeners<DocumentMove>;
  let waiting: WaitingSends;
  const of = (accountId = 'a', where = environment) => waiting.of(where, accountId);

  beforeEach(() => {
    moved = new Listeners();
    waiting = new WaitingSends({ onDidMove: moved.event });
    waiting.note(environment, 'a', 'file:///x/a.json');
    waiting.note(environment, 'b', 'file:///y/b.json');
  });

  it('is the last one, of this account in this environment', () => {
    assert.deepEqual(
      [of(), of('b'), of('c'), of('a', { key: 'Other' })],
      ['file:///x/a.json', 'file:///y/b.json', undefined, undefined],
    );
    waiting.note(environment, 'a', 'file:///z.json');
    assert.equal(of(), 'file:///z.json');
  });

  it('waits no longer once it has gone', () => {
    waiting.forget('file:///x/a.json');
    assert.deepEqual([of(), of('b')], [undefined, 'file:///y/b.json']);
  });

  it('goes by its new name', () => {
    moved.fire({ from: 'file:///x/a.json', to: 'file:///x/copy.json', isCopy: true });
    assert.equal(of(), 'file:///x/a.json');
    moved.fire({ from: 'file:///x', to: 'file:///new', isCopy: false });
    assert.deepEqual([of(), of('b')], ['file:///new/a.json', 'file:///y/b.json']);
    moved.fire({ from: 'file:///new/a.json', to: undefined, isCopy: false });
    assert.equal(of(), undefined);
    waiting.dispose();
    moved.fire({ from: 'file:///y', to: 'file:///z', isCopy: false });
    assert.equal(of('b'), 'file:///y/b.json');
  });
});
