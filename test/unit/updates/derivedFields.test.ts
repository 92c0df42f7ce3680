import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import type { Prepared } from '../../../src/updates/prepared';
import { spelledSince } from '../../../src/updates/spelledSince';
import { accounts } from '../../sandboxAccounts';
import { fileOf, limits, openWindow, profileOf, requestOf, userFile, type HeadlessWindow } from './headless';

type User = Readonly<Record<string, unknown>>;

describe('fields that change with an update and that nobody edited', () => {
  let sandbox: Sandbox;
  let window: HeadlessWindow;
  /** What the server, or somebody else, makes of the user between an update and the look after it. */
  let made: (user: User) => User;
  const ada = () => sandbox.user(accounts.hubspot, 'usr_ada');

  /** Somebody else updates the user. */
  async function update(fields: User): Promise<void> {
    const url = `${sandbox.baseUrl}/unified/user-directory/users/usr_ada?integrated_account_id=${accounts.hubspot}`;
    const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
    const { status } = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify(fields) });
    assert.equal(status, 200);
  }

  async function prepared(file: User): Promise<Prepared> {
    const found = await window.updates.prepare(requestOf(window, fileOf(userFile(file))));
    assert.ok(found.obstacle === undefined);
    return found;
  }

  const bodyOf = ({ fields }: Prepared) => Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  const driftsOf = ({ drifts }: Prepared) => drifts.map(({ field, isEdited }) => [field.name, isEdited]);

  beforeEach(async () => {
    sandbox = await startSandbox({ limits });
    made = () => ({});
    window = openWindow({
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        const fields = init?.method === 'PATCH' ? made(ada()!) : {};
        if (Object.keys(fields).length > 0) await update(fields);
        return response;
      },
    });
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
    await update({ first_name: 'Ann', last_name: 'Lee', name: 'Ann Lee', title: 'T1', timezone: 'Europe/London' });
  });
  afterEach(() => sandbox.close());

  const file = { first_name: 'Ann', last_name: 'Lee', name: 'Ann Lee', title: 'T1', timezone: 'Europe/London' };
  const derived = (user: User) => ({ name: `${String(user['first_name'])} ${String(user['last_name'])}` });

  it('are not sent back, however often that happens', async () => {
    made = derived;
    await prepared(file);
    let edited: User = file;
    for (const [index, edit] of [
      { first_name: 'Bea' },
      { title: 'T2' },
      { first_name: 'Cea' },
      { first_name: 'Dea' },
      { title: 'T3' },
    ].entries()) {
      edited = { ...edited, ...edit };
      const next = await prepared(edited);
      assert.deepEqual([bodyOf(next), next.drifts], [edit, []], String(index));
      const { verdict } = await window.updates.run(next);
      assert.equal(verdict, 'updated');
    }
    assert.equal(ada()?.['name'], 'Dea Lee');
    assert.deepEqual((await prepared(edited)).fields, []);
  });

  it('are not sent back where somebody else has changed them before the look', async () => {
    made = () => ({ timezone: 'Europe/Oslo' });
    await window.updates.run(await prepared({ ...file, title: 'T2' }));
    made = () => ({});
    const next = await prepared({ ...file, title: 'T3' });
    assert.deepEqual([bodyOf(next), next.drifts], [{ title: 'T3' }, []]);
  });

  it('have drifted once somebody else changes them later; a refresh takes the new value over', async () => {
    made = derived;
    await window.updates.run(await prepared({ ...file, first_name: 'Bea' }));
    await update({ name: 'Somebody' });
    const next = await prepared({ ...file, first_name: 'Bea', title: 'T2' });
    assert.deepEqual(driftsOf(next), [['name', false]]);
  });

  it('are sent once they are edited', async () => {
    made = derived;
    await window.updates.run(await prepared({ ...file, first_name: 'Bea' }));
    const next = await prepared({ ...file, first_name: 'Bea', name: 'Bea A. Lee' });
    assert.deepEqual([bodyOf(next), next.drifts], [{ name: 'Bea A. Lee' }, []]);
  });

  it('are taken over by the document of a live user, which is no draft any more', async () => {
    made = derived;
    const edited = { ...file, first_name: 'Bea' };
    const ended = await window.updates.runSeen(
      await prepared(edited),
      { sending: (send) => send({}), looking: (look) => look() },
      {},
    );
    const spelled = (text: User) =>
      spelledSince(fileOf(userFile(text)).fields, ended)?.map(({ field, now }) => [field.name, now]);
    assert.deepEqual(spelled(edited), [['name', 'Bea Lee']]);
    assert.equal(spelled({ ...edited, name: 'Bea A. Lee' }), undefined);
    assert.equal(spelled({ ...edited, title: 'T2' }), undefined);
  });
});
