import assert from 'node:assert/strict';
import { integrationRules } from '../../../src/core/rules/integrations';
import { accountStatuses } from '../../../src/sandbox/sandboxAccount';
import { providerErrors } from '../../../src/sandbox/providerChecks';
import { SandboxData } from '../../../src/sandbox/sandboxData';
import { accountId, hubspot } from './callSandbox';

function data(options: Partial<ConstructorParameters<typeof SandboxData>[0]> = {}): SandboxData {
  return new SandboxData({
    seed: 1,
    accounts: 60,
    usersPerAccount: undefined,
    added: [],
    quirkyAccounts: false,
    ...options,
  });
}

describe('the data of the sandbox', () => {
  it('is the same for the same seed and another for another one, the fixed part always', () => {
    const everything = (made: SandboxData) => made.accounts().map((account) => [account, made.users(account.id)]);
    assert.deepEqual(everything(data()), everything(data()));
    assert.notDeepEqual(everything(data()), everything(data({ seed: 2 })));
    assert.deepEqual(data().accounts().slice(0, 11), data({ seed: 2 }).accounts().slice(0, 11));
    assert.deepEqual(data().user(hubspot, 'usr_ada'), data({ seed: 2 }).user(hubspot, 'usr_ada'));
  });

  it('has 60 accounts over all integrations, all five statuses, and some hundreds of users', () => {
    const made = data();
    const accounts = made.accounts();
    assert.equal(accounts.length, 60);
    assert.ok(integrationRules.every(({ slug }) => accounts.some((account) => account.integration.name === slug)));
    assert.deepEqual(new Set(accounts.map((account) => account.status)), new Set(accountStatuses));
    const users = accounts.flatMap((account) => made.users(account.id));
    assert.ok(users.length > 300 && users.length < 1000, String(users.length));
  });

  it('has names in many scripts', () => {
    const made = data();
    const names = made
      .accounts()
      .flatMap((account) => made.users(account.id))
      .map((user) => String(user.unified.name))
      .join(' ');
    for (const script of [
      'Latin',
      'Cyrillic',
      'Greek',
      'Arabic',
      'Hebrew',
      'Han',
      'Katakana',
      'Hiragana',
      'Hangul',
      'Devanagari',
      'Tamil',
      'Thai',
      'Georgian',
      'Armenian',
      'Ethiopic',
    ]) {
      assert.match(names, new RegExp(`\\p{Script=${script}}`, 'u'), script);
    }
  });

  it('has users that their own provider would accept, but for a raw status', () => {
    const made = data();
    for (const account of made.accounts()) {
      for (const user of made.users(account.id))
        assert.deepEqual(providerErrors({ ...user.unified, status: 'active' }, account.integration.name), []);
    }
  });

  it('has unique ids, usernames and addresses within an account', () => {
    const users = data({ usersPerAccount: 2000 }).users(accountId(2));
    assert.equal(users.length, 2000);
    assert.equal(new Set(users.map((user) => user.id)).size, 2000);
    assert.equal(new Set(users.map((user) => user.unified.username)).size, 2000);
  });

  it('keeps the fixed accounts and users however little is asked for, and starts fast however much', () => {
    const little = data({ accounts: 0, usersPerAccount: 0 });
    assert.equal(little.accounts().length, 11);
    assert.deepEqual(
      little.users(hubspot).map((user) => user.id),
      ['usr_ada', 'usr_grace'],
    );
    // No machine makes a thousand million users in time: they are made when they are looked at.
    const much = data({ accounts: 1000, usersPerAccount: 1_000_000 });
    assert.equal(much.accounts().length, 1000);
  });
});
