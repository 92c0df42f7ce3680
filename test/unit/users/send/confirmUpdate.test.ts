import assert from 'node:assert/strict';
import type { Prepared } from '../../../../src/updates/prepared';
import { confirmUpdate, type UpdateQuestion } from '../../../../src/users/send/confirmUpdate';
import { SendRefused } from '../../../../src/users/send/sendRefused';
import { UnkeptNotice } from '../../../../src/users/send/unkeptNotice';
import { presses, said, userSettings } from '../../vscode';

describe('whether a person is asked before an update', () => {
  const update = {
    environment: { profile: { name: 'Test', baseUrl: 'https://api.truto.one' }, isProduction: false },
    accountLabel: 'HubSpot · acme',
    userName: 'Ada',
    userId: 'usr_ada',
    harmless: true,
    live: {},
    fields: [],
    leftOut: [],
    query: {},
    readQuery: {},
    earlier: { openFields: [], isFailedAlike: false, hasArrived: false },
  } as unknown as Prepared;
  const services = { unkept: new UnkeptNotice() } as unknown as Parameters<typeof confirmUpdate>[1];
  const again = { title: 'Send', run: () => undefined };
  const confirm = (options: Partial<UpdateQuestion> = {}, given = update) =>
    confirmUpdate(given, services, {
      ...{ question: 'Undo?', send: 'Send', notes: [], again, isUnasked: false },
      ...options,
    });

  beforeEach(() => {
    said.length = 0;
    presses.length = 0;
    userSettings.values.set('send.confirm', 'never');
  });
  afterEach(() => {
    presses.length = 0;
    userSettings.values.clear();
  });

  it('is as the setting says, unless it was said that there is a question', async () => {
    assert.deepEqual([await confirm(), said], [true, []]);
    assert.equal(await confirm({ isAlwaysAsked: true }), false);
    presses.push('Send');
    assert.equal(await confirm({ isAlwaysAsked: true }), true);
    assert.deepEqual(
      said.map(({ message }) => message),
      ['Undo?', 'Undo?'],
    );
  });

  it('is asked for another key, whatever the setting says', async () => {
    const stored = { ...update, earlier: { ...update.earlier, isFailedAlike: true } };
    assert.equal(await confirm({}, stored), false);
    presses.push('Send Under a New Key');
    assert.equal(await confirm({}, stored), 'underNewKey');
    assert.equal(said.length, 2);
  });

  it('is refused for another key where nobody is to be asked', async () => {
    const stored = { ...update, earlier: { ...update.earlier, isFailedAlike: true } };
    for (const setting of ['never', 'always']) {
      userSettings.values.set('send.confirm', setting);
      await assert.rejects(confirm({ isUnasked: true }, stored), SendRefused);
    }
    assert.deepEqual(said, []);
  });

  it('is what the setting says, whoever wants no question', async () => {
    assert.equal(await confirm({ isUnasked: true }), true);
    assert.deepEqual(said, []);
    const environment = { profile: update.environment.profile, isProduction: true };
    const production = { ...update, environment } as unknown as Prepared;
    assert.equal(await confirm({ isUnasked: true }, production), false);
    userSettings.values.set('send.confirm', 'always');
    assert.equal(await confirm({ isUnasked: true }), false);
    assert.equal(said.length, 2);
  });
});
