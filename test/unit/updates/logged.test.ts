import assert from 'node:assert/strict';
import { explanationOf } from '../../../src/api/explanationOf';
import { namedFaults, type FaultName } from '../../../src/sandbox/namedFaults';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import type { SandboxFault } from '../../../src/sandbox/faults';
import { quirkyAccount } from '../../sandboxAccounts';
import { fileOf, limits, openWindow, profileOf, requestOf, userFile, type HeadlessWindow } from './headless';

describe('an update that neither a response nor a look tells of', () => {
  let sandbox: Sandbox;
  let window: HeadlessWindow;
  let account: string;
  const send = async (fields: object, userId = 'usr_ada') => {
    const prepared = await window.updates.prepare(
      requestOf(window, fileOf(userFile(fields, userId, account)), { body: 'whole' }),
    );
    assert.ok(prepared.obstacle === undefined);
    return window.updates.run(prepared);
  };
  const inject = (fault: FaultName, more: Partial<SandboxFault> = {}) =>
    sandbox.inject({ ...namedFaults[fault], times: 3, match: { method: 'PATCH' }, ...more } as SandboxFault);
  const asked = () => sandbox.requests.filter(({ path }) => path === '/log').length;

  beforeEach(async () => {
    sandbox = await startSandbox({ limits, quirkyAccounts: true });
    window = openWindow();
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
    account = quirkyAccount(sandbox, 'Without get and list');
  });
  afterEach(() => sandbox.close());

  it('is looked for in Truto’s log, which shows that it was run', async () => {
    inject('lostAfter');
    const { outcome, error } = await send({ title: 'Countess' });
    assert.deepEqual([outcome, explanationOf(error)?.logged], ['unknown', { isFound: true, status: 200 }]);
  });

  it('is not in the log where it never came to Truto', async () => {
    await send({ title: 'Admiral' }, 'usr_grace');
    inject('lostBefore');
    const { outcome, error } = await send({ title: 'Countess' });
    assert.deepEqual([outcome, explanationOf(error)?.logged], ['unknown', { isFound: false }]);
  });

  it('stays open where the log does not tell either', async () => {
    inject('lostBefore');
    inject('gateway502', { match: { path: '/log' } });
    const { outcome, error } = await send({ title: 'Countess' });
    assert.deepEqual([outcome, explanationOf(error)?.logged], ['unknown', undefined]);
  });

  it('is looked for where a response with success is no user, and nobody can look', async () => {
    inject('noContent204', { times: 1 });
    const applied = await send({ title: 'Countess' });
    assert.deepEqual(
      [applied.outcome, applied.verdict, applied.logged],
      ['unknown', 'noUser', { isFound: true, status: 200 }],
    );
    inject('captivePortal', { times: 1 });
    const lost = await send({ title: 'Duchess' }, 'usr_grace');
    assert.deepEqual([lost.outcome, lost.verdict, lost.logged], ['unknown', 'noUser', { isFound: false }]);
  });

  it('is not asked for where a look tells', async () => {
    account = quirkyAccount(sandbox, 'Without list');
    for (const fault of ['lostBefore', 'lostAfter'] as const) {
      inject(fault);
      await send({ title: fault });
    }
    assert.equal(asked(), 0);
  });
});
