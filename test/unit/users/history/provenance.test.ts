import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { History } from '../../../../src/updates/history';
import { Seals } from '../../../../src/updates/seals';
import type { UserDocument } from '../../../../src/users/documents/userDocument';
import { provenanceOf } from '../../../../src/users/history/provenance';
import type { Updating } from '../../../../src/users/loadUpdates';
import { accounts } from '../../../sandboxAccounts';
import {
  fileOf,
  limits,
  openWindow,
  profileOf,
  requestOf,
  userFile,
  type HeadlessWindow,
} from '../../updates/headless';

describe('who last set a field', () => {
  let sandbox: Sandbox;
  let window: HeadlessWindow;
  let history: History;
  beforeEach(async () => {
    sandbox = await startSandbox({ limits });
    window = openWindow();
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
    history = new History(window.storage, new Seals(window.storage), { isEnabled: () => true, days: () => 30 });
  });
  afterEach(() => sandbox.close());

  async function send(fields: object, userId = 'usr_ada', required: readonly string[] = []): Promise<void> {
    const subscription = window.updates.onDidUpdate((update) => history.remember(update));
    const file = fileOf(userFile(fields, userId));
    const requiredFields = () => Promise.resolve(required);
    const prepared = await window.updates.prepare(requestOf(window, file, { requiredFields }));
    assert.ok(prepared.obstacle === undefined);
    await history.idOf(await window.updates.run(prepared));
    subscription.dispose();
  }

  const linesOf = (field: string, target: object = {}) => {
    const known = {
      environment: window.environments.open(),
      accountId: accounts.hubspot,
      userId: 'usr_ada',
      ...target,
    };
    const user = { target: () => known } as unknown as UserDocument;
    return provenanceOf(user, field, { updating: () => Promise.resolve({ history } as Updating) });
  };

  it('is told by the last update that was applied, of this user and this field', async () => {
    await send({ title: 'Countess', timezone: 'Europe/Oslo' });
    await send({ title: 'Duchess' }, 'usr_grace');
    const [first, change] = await linesOf('title');
    assert.match(first ?? '', /^Last set from here on /);
    assert.equal(change, 'title: "Analyst" → "Countess"');
    await send({ title: 'Baroness' });
    assert.equal((await linesOf('title'))[1], 'title: "Countess" → "Baroness"');
    assert.match((await linesOf('timezone'))[1] ?? '', /→ "Europe\/Oslo"$/);
    sandbox.inject({ kind: 'status', status: 422, match: { method: 'PATCH' } });
    await send({ title: 'Queen' });
    assert.equal((await linesOf('title'))[1], 'title: "Countess" → "Baroness"');
  });

  it('is not who only sent it along, as the integration wants it', async () => {
    await send({ title: 'Countess' });
    await send({ title: 'Countess', timezone: 'Europe/Oslo' }, 'usr_ada', ['title', 'first_name']);
    await send({ title: 'Countess', first_name: 'Ada', timezone: 'Europe/Rome' }, 'usr_ada', ['title', 'first_name']);
    assert.equal((await linesOf('title'))[1], 'title: "Analyst" → "Countess"');
    assert.match((await linesOf('timezone'))[1] ?? '', /→ "Europe\/Rome"$/);
    assert.deepEqual(await linesOf('first_name'), []);
  });

  it('is told of nobody where nothing was sent from here', async () => {
    await send({ title: 'Countess' });
    assert.deepEqual(await linesOf('first_name'), []);
    assert.deepEqual(await linesOf('constructor'), []);
    for (const target of [{ userId: 'usr_grace' }, { accountId: accounts.looker }, { environment: undefined }])
      assert.deepEqual(await linesOf('title', target), []);
  });

  it('is told without a secret', async () => {
    await send({ password: 'hunter22-Secret!', title: 'Countess' });
    const lines = await linesOf('password');
    assert.ok(lines.length > 0);
    assert.doesNotMatch(lines.join('\n'), /hunter22/);
  });
});
