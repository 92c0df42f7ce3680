import assert from 'node:assert/strict';
import type { QuirkyLabel } from '../../../src/sandbox/quirkyAccounts';
import { quirkyAccount } from '../../sandboxAccounts';
import { accountId, call, callUser, eachWithSandbox, patch, textOf, usersPath } from './callSandbox';

describe('the quirky accounts of the sandbox', () => {
  const sandbox = eachWithSandbox({ quirkyAccounts: true });
  const labelled = (label: QuirkyLabel) => quirkyAccount(sandbox(), label);

  it('stand behind the usual ones, each of an integration of its own', () => {
    const all = sandbox().accounts();
    const quirky = all.slice(60);
    assert.ok(quirky.length > 20);
    assert.ok(all.slice(0, 60).every(({ quirks }) => Object.keys(quirks).length === 0));
    assert.ok(quirky.every(({ quirks }) => Object.keys(quirks).length > 0));
    for (const name of ['id', 'name', 'label'] as const)
      assert.equal(new Set(quirky.map(({ integration }) => integration[name])).size, quirky.length, name);
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  });

  it('show nothing of their quirks but by what they do', async () => {
    const { json } = await call(sandbox(), `/integrated-account/${accountId(101)}`);
    assert.deepEqual([json.integration!.label, json.tenant_id], ['Without get', 'quirks']);
    assert.ok(!('quirks' in json));
    const { text } = await call(sandbox(), '/integrated-account?limit=200');
    assert.doesNotMatch(text, /"quirks":/);
  });

  it('have Ada, whom one can update in each of them', async () => {
    for (const account of sandbox().accounts().slice(60)) {
      const { status, text } = await patch(sandbox(), account.id, { title: 'Countess' });
      assert.equal(status, account.status === 'needs_reauth' ? 401 : 200, `${account.integration.label}: ${text}`);
    }
  }).timeout(10_000);

  it('behave as they are called', async () => {
    assert.equal((await callUser(sandbox(), labelled('Without get'))).status, 405);
    assert.equal((await call(sandbox(), usersPath(labelled('Without list')))).status, 405);
    assert.equal((await callUser(sandbox(), labelled('Reads want parameters'))).status, 400);
    const failing = labelled('Third page fails');
    const statuses = [];
    let cursor = '';
    for (let count = 0; count < 3; count += 1) {
      const { status, json } = await call(sandbox(), usersPath(failing, `&limit=100${cursor}`));
      statuses.push(status);
      if (status === 200) cursor = `&next_cursor=${textOf(json.next_cursor)}`;
    }
    assert.deepEqual(statuses, [200, 200, 502]);
  });

  it('have numbers that no double holds', async () => {
    const { text } = await callUser(sandbox(), labelled('Large numbers'));
    assert.match(text, /"seq":9007199254740993,/);
    assert.match(text, /"balance":12345678901234567890\.10,/);
  });

  it('have values that the documented schema refuses, which they take back', async () => {
    const account = labelled('Odd values');
    const { json } = await callUser(sandbox(), account);
    assert.deepEqual(
      [json.status, json.phones![0]!.type, json.created_at, json.roles],
      ['SUSPENDED', 'work', '2024-09-01 10:00:00', ['admin']],
    );
    const whole = Object.fromEntries(Object.entries(json).filter(([name]) => name !== 'remote_data'));
    assert.equal((await patch(sandbox(), account, whole)).status, 200);
  });

  it('can be mended by fresh credentials where they say so, and not elsewhere', async () => {
    const account = labelled('Refreshable credentials');
    const refresh = async (id: unknown) =>
      call(sandbox(), '/integrated-account/refresh-credentials', { method: 'POST', body: { id } });
    assert.equal((await callUser(sandbox(), account)).status, 401);
    assert.deepEqual((await refresh(account)).json, { success: true });
    assert.equal((await callUser(sandbox(), account)).status, 200);
    assert.ok(!('last_error' in (await call(sandbox(), `/integrated-account/${account}`)).json));
    assert.deepEqual((await refresh(accountId(4))).json, { success: false });
    assert.equal((await callUser(sandbox(), accountId(4))).status, 401);
    assert.deepEqual((await refresh(accountId(1))).json, { success: true });
    assert.equal((await refresh(accountId(99))).status, 404);
    assert.equal((await refresh(5)).status, 400);
  });

  it('lead people back to where a link token says', async () => {
    const make = (redirect: unknown) =>
      call(sandbox(), '/link-token', {
        method: 'POST',
        body: { integrated_account_id: accountId(4), persist_previous_context: true, redirect_uri: redirect },
      });
    assert.equal((await make('vscode://truto-users.truto-users/reconnected?windowId=1')).status, 200);
    const refused = await make('not a uri');
    assert.equal(refused.status, 400);
    assert.deepEqual(refused.json.details!.failures![0]!.path, ['body', 'redirect_uri']);
    assert.equal((await make(5)).status, 400);
  });
});
