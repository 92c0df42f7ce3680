import assert from 'node:assert/strict';
import { explanationOf } from '../../../src/api/explanationOf';
import { namedFaults, type FaultName } from '../../../src/sandbox/namedFaults';
import type { SandboxFault } from '../../../src/sandbox/faults';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import type { Prepared } from '../../../src/updates/prepared';
import type { RunOptions } from '../../../src/updates/updates';
import { quirkyAccount } from '../../sandboxAccounts';
import { broken, FakeTruto, json, page, refusal, send, windowOf } from './fakeTruto';
import { fileOf, limits, openWindow, profileOf, requestOf, userFile, type HeadlessWindow } from './headless';

describe('an update after one whose outcome is open', () => {
  let sandbox: Sandbox;
  let window: HeadlessWindow;
  let account: string;
  const prepare = async (title: string): Promise<Prepared> => {
    const prepared = await window.updates.prepare(requestOf(window, fileOf(userFile({ title }, 'usr_ada', account))));
    assert.ok(prepared.obstacle === undefined);
    return prepared;
  };
  const send = async (title: string, options: RunOptions = {}) =>
    window.updates.run(await prepare(title), undefined, options);
  const inject = (fault: FaultName, more: Partial<SandboxFault> = {}) =>
    sandbox.inject({ ...namedFaults[fault], times: 3, match: { method: 'PATCH' }, ...more } as SandboxFault);
  /** It is applied, and neither its response nor a look comes through. */
  const arriveUnseen = async (title: string) => {
    const prepared = await prepare(title);
    inject('lostAfter');
    inject('gateway502', { match: { method: 'GET', path: '/users' } });
    return window.updates.run(prepared);
  };
  const restart = async () => {
    window = openWindow({ storage: window.storage });
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
  };
  const at = (label: Parameters<typeof quirkyAccount>[1]) => (account = quirkyAccount(sandbox, label));
  const stored = () => sandbox.user(account, 'usr_ada')?.title;

  beforeEach(async () => {
    sandbox = await startSandbox({ limits, quirkyAccounts: true });
    window = openWindow();
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
    at('Without list');
  });
  afterEach(() => sandbox.close());

  it('asks for a new key where every try had the same failure, which the server may have stored', async () => {
    at('Stores failures');
    inject('failed500', { times: 1 });
    const first = await send('Countess');
    assert.deepEqual(
      [first.outcome, explanationOf(first.error)?.isFailedAlike, stored()],
      ['unknown', true, 'Analyst'],
    );
    await restart();
    assert.equal((await prepare('Countess')).earlier.isFailedAlike, true);
    assert.equal((await prepare('Duchess')).earlier.isFailedAlike, false);
    // Without the person's consent the key stays, and so does the failure.
    const again = await send('Countess');
    assert.deepEqual([again.outcome, again.idempotencyKey], ['unknown', first.idempotencyKey]);
    const renewed = await send('Countess', { isRenewed: true });
    assert.deepEqual([renewed.outcome, stored()], ['applied', 'Countess']);
    assert.notEqual(renewed.idempotencyKey, first.idempotencyKey);
  });

  it('goes under its key again where the failures were not alike', async () => {
    inject('failed500', { times: 1 });
    inject('gateway502', { times: 2 });
    const first = await send('Countess');
    assert.equal(explanationOf(first.error)?.isFailedAlike, undefined);
    const again = await send('Countess');
    assert.deepEqual([again.outcome, again.idempotencyKey], ['applied', first.idempotencyKey]);
  });

  it('is told what may still arrive', async () => {
    inject('lostBefore');
    await send('Alpha');
    assert.deepEqual((await prepare('Beta')).earlier.openFields, ['title']);
    assert.deepEqual((await prepare('Alpha')).earlier.openFields, []);
    await send('Beta');
    assert.deepEqual((await prepare('Gamma')).earlier.openFields, []);
  });

  it('is told what has arrived since, which is no change of somebody else', async () => {
    await prepare('Alpha');
    assert.equal((await arriveUnseen('Alpha')).outcome, 'unknown');
    await restart();
    const next = await prepare('Beta');
    assert.deepEqual([next.earlier.hasArrived, next.drifts, next.earlier.openFields], [true, [], []]);
    assert.deepEqual((await prepare('Gamma')).drifts, []);
    const same = await prepare('Alpha');
    assert.deepEqual([same.fields, same.earlier.hasArrived], [[], false]);
  });

  it('never goes under the key of one that has ended', async () => {
    const alpha = await arriveUnseen('Alpha');
    const beta = await send('Beta');
    const again = await send('Alpha');
    assert.equal(new Set([alpha, beta, again].map(({ idempotencyKey }) => idempotencyKey)).size, 3);
    assert.equal(stored(), 'Alpha');
  });

  it('keeps the key of a try that did not even leave', async () => {
    inject('lostBefore');
    const first = await send('Alpha');
    const prepared = await prepare('Alpha');
    await window.profiles.remove(prepared.environment.profile);
    // An earlier try may still arrive.
    assert.equal((await window.updates.run(prepared)).outcome, 'unknown');
    await restart();
    assert.equal((await send('Alpha')).idempotencyKey, first.idempotencyKey);
  });
});

describe('several updates whose outcome is open', () => {
  let truto: FakeTruto;
  let window: HeadlessWindow;
  beforeEach(async () => {
    truto = new FakeTruto();
    window = await windowOf(truto);
  });
  /** Nothing of it comes to the server; meanwhile somebody else may write. */
  const lose = async (fields: object, theirs: Record<string, unknown> = {}) => {
    truto.patch = () => {
      truto.apply(theirs);
      throw broken();
    };
    const { outcome } = await send(window, fields);
    assert.equal(outcome.outcome, 'unknown');
    truto.patch = () => undefined;
    return outcome.idempotencyKey;
  };

  it('are each judged by what a look shows of it, where no response came', async () => {
    const first = await lose({ title: 'X' });
    const second = await lose({ name: 'N' }, { name: 'M' });
    const { prepared, outcome } = await send(window, { title: 'X' });
    assert.deepEqual([prepared.earlier.openFields, outcome.idempotencyKey], [[], first]);
    assert.notEqual((await send(window, { name: 'N' })).outcome.idempotencyKey, second);
  });

  it('are each judged so where a page of something in between came, too', async () => {
    const first = await lose({ title: 'X' });
    truto.patch = () => {
      truto.apply({ name: 'M' });
      return page();
    };
    assert.equal((await send(window, { name: 'N' })).outcome.verdict, 'otherValues');
    truto.patch = () => undefined;
    assert.equal((await send(window, { title: 'X' })).outcome.idempotencyKey, first);
  });

  it('are all closed by a later success, whatever is there by now', async () => {
    const first = await lose({ title: 'X' });
    truto.patch = (_, fake, fields) => {
      fake.apply({ name: 'M' });
      return json({ ...fake.user, ...fields });
    };
    assert.equal((await send(window, { name: 'N' })).outcome.verdict, 'otherValues');
    truto.patch = () => undefined;
    assert.notEqual((await send(window, { title: 'X' })).outcome.idempotencyKey, first);
  });

  it('are not told to have been applied by a look from before them', async () => {
    const arrived: string[] = [];
    window.updates.onDidArrive((found) => arrived.push(...found.arrived.map(({ key }) => key)));
    const request = requestOf(window, fileOf(userFile({ name: 'N' })));
    const prepared = await window.updates.prepare(request);
    assert.ok(prepared.obstacle === undefined);
    await send(window, { title: 'B' });
    // It would bring back what the look has seen.
    const key = await lose({ title: 'Analyst' });
    truto.patch = () => refusal(422);
    await window.updates.run(prepared);
    truto.patch = () => undefined;
    assert.deepEqual([arrived, truto.user['title']], [[], 'B']);
    assert.equal((await send(window, { title: 'Analyst' })).outcome.idempotencyKey, key);
  });
});
