import assert from 'node:assert/strict';
import type { AccountTreeNode } from '../../../src/accounts/accountRows';
import { environmentCommands } from '../../../src/accounts/environmentCommands';
import { ProfileStore } from '../../../src/platform/profileStore';
import { environmentsOfMany } from '../../manyAccounts';
import { FakeMemento, FakeSecrets } from '../platform/sharedState';
import { inputs, presses } from '../vscode';
import { treeOf } from './treeUnderTest';

describe('the commands of environments', () => {
  const own = { name: 'Own', baseUrl: 'https://own.example' };
  let profiles: ProfileStore;
  let commands: ReturnType<typeof environmentCommands>;
  let marked: unknown[];
  /** What VS Code hands over from the menu of a view: the row that has the focus. */
  let row: AccountTreeNode;

  beforeEach(async () => {
    inputs.length = 0;
    presses.length = 0;
    profiles = new ProfileStore(new FakeMemento(), new FakeMemento(), new FakeSecrets());
    await profiles.save(own, 'token-of-own');
    marked = [];
    const facts = { of: () => ({}), learn: (...fact: unknown[]) => marked.push(fact) };
    commands = environmentCommands({ profiles, facts } as unknown as Parameters<typeof environmentCommands>[0]);
    const under = treeOf(environmentsOfMany(3, 1).environments);
    await under.view.whenRead();
    row = under.tree.accountOf({ environment: under.environment, accountId: under.list.accounts[0]!.id })!;
    assert.ok('name' in row);
  });
  afterEach(() => {
    inputs.length = 0;
    presses.length = 0;
  });

  it('ask for everything when they are called beside a row that has the focus', async () => {
    await commands.switchProfile(row);
    assert.equal(profiles.active()?.name, 'Own');
    inputs.push('another-token');
    await commands.replaceToken(row);
    assert.equal(await profiles.token(own), 'another-token');
    inputs.push('Second', 'https://second.example', 'token-of-second');
    assert.deepEqual(await commands.addProfile(row), { name: 'Second', baseUrl: 'https://second.example' });
    await commands.removeProfile({ name: 'Second', confirm: false });
    presses.push('Remove');
    await commands.removeProfile(row);
    assert.deepEqual([profiles.list(), inputs, presses], [[], [], []]);
  });

  it('say so where a caller names an environment that there is none of', async () => {
    const there = { name: 'Nowhere', confirm: false, isProduction: true };
    for (const name of ['switchProfile', 'replaceToken', 'markProduction'] as const)
      await assert.rejects(
        Promise.resolve(commands[name](there)),
        /There is no environment of the name “Nowhere”/,
        name,
      );
    // There is nothing to be done.
    await commands.removeProfile(there);
    assert.deepEqual([profiles.list(), marked], [[own], []]);
    await commands.markProduction({ name: 'Own', isProduction: true });
    assert.deepEqual(marked, [[own, { isProduction: true }]]);
  });
});
