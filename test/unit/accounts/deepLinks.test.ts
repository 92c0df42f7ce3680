import assert from 'node:assert/strict';
import { DeepLinks } from '../../../src/accounts/deepLinks';
import type { Environments } from '../../../src/api/environments';
import { ProfileStore } from '../../../src/platform/profileStore';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { accounts } from '../../sandboxAccounts';
import { environmentsOf } from '../../sandboxEnvironments';
import { FakeMemento, FakeSecrets } from '../platform/sharedState';
import { commands, presses, said, workspace } from '../vscode';

describe('opening a link', () => {
  const { executeCommand } = commands;
  let sandbox: Sandbox;
  let profiles: ProfileStore;
  let environments: Environments;
  let run: unknown[][];
  let links: DeepLinks;

  beforeEach(async () => {
    sandbox = await startSandbox();
    profiles = new ProfileStore(new FakeMemento(), new FakeMemento(), new FakeSecrets());
    await profiles.save({ name: 'Acme', baseUrl: sandbox.baseUrl }, sandbox.token);
    environments = environmentsOf(sandbox.token, () => profiles.active());
    links = new DeepLinks({ profiles, environments });
    said.length = presses.length = 0;
    run = [];
    commands.executeCommand = (...args: unknown[]) => {
      run.push(args);
      return Promise.resolve();
    };
    workspace.isTrusted = true;
  });
  afterEach(async () => {
    commands.executeCommand = executeCommand;
    workspace.isTrusted = true;
    await sandbox.close();
  });

  const open = (query: string, fragment = '') => links.open({ query, fragment });
  const link = `account=${accounts.hubspot}&user=usr_ada&environment=Acme`;

  it('asks first, names everything, and asks Truto nothing', async () => {
    await open(link);
    assert.deepEqual(
      said.map(({ message, choices }) => [message, choices]),
      [['Open the user of this link?', ['Open']]],
    );
    for (const part of ['Acme', sandbox.baseUrl, accounts.hubspot, 'usr_ada'])
      assert.ok(said[0]?.detail.includes(part), part);
    assert.deepEqual([run, sandbox.requests.length], [[], 0]);
  });

  it('opens in the environment that it names, whichever the window uses', async () => {
    await profiles.save({ name: 'Other', baseUrl: 'http://127.0.0.1:1' }, 'other');
    presses.push('Open');
    await open(link);
    const [[command, argument]] = run as [[string, { environment: { profile: object } }]];
    assert.equal(command, 'truto.openUser');
    assert.deepEqual(
      { ...argument, environment: argument.environment.profile },
      {
        kind: 'link',
        environment: { name: 'Acme', baseUrl: sandbox.baseUrl },
        accountId: accounts.hubspot,
        userId: 'usr_ada',
      },
    );
  });

  it('asks about one link at a time', async () => {
    await Promise.all([open(link), open(link), open(link)]);
    assert.equal(said.length, 1);
  });

  for (const [what, query, words] of [
    ['an environment that is not here', link.replace('Acme', 'Nowhere'), /no environment “Nowhere”/],
    ['a token', `${link}&token=x`, /must not contain a token/],
    ['something unknown', `${link}&x=y`, /unknown parameter/],
    ['no account', 'user=usr_ada', /does not name an integrated account/],
  ] as const)
    it(`with ${what} says so, and opens nothing`, async () => {
      presses.push('Open');
      await open(query);
      assert.match(said[0]?.message ?? '', words);
      assert.deepEqual([said.length, run], [1, []]);
    });

  it('says so with a fragment, too', async () => {
    await open(link, 'x');
    assert.match(said[0]?.message ?? '', /was not opened/);
  });

  it('opens nothing in an untrusted workspace', async () => {
    workspace.isTrusted = false;
    presses.push('Open');
    await open(link);
    assert.match(said[0]?.message ?? '', /untrusted workspace/);
    assert.deepEqual(said[0]?.choices, ['Manage Workspace Trust']);
    assert.deepEqual(run, []);
  });
});
