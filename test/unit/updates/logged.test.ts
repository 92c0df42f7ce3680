import assert from 'node:assert/strict';
import { explanationOf } from '../../../src/api/explanationOf';
import { namedFaults, type FaultName } from '../../../src/sandbox/namedFaults';
import type { LoggedUpdates } from '../../../src/api/loggedUpdates';
import { loggedOf } from '../../../src/updates/loggedOf';
import { Moment } from '../../../src/updates/moment';
import type { Prepared } from '../../../src/updates/prepared';
import { unobserved } from '../../../src/updates/updateObserver';
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

  it('is not taken for the one right before it', async () => {
    await send({ title: 'Countess' });
    inject('lostBefore');
    const { outcome, error } = await send({ title: 'Duchess' });
    assert.deepEqual([outcome, explanationOf(error)?.logged], ['unknown', undefined]);
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

  it('is read on where a page of the log does not reach back to it, and is not told where none does', async () => {
    const read = {
      timestamp: new Date(Date.now() + 60_000).toISOString(),
      metadata: { method: 'get', resource: 'users', status: 200, url: '/unified/user-directory/users/usr_ada' },
    };
    // In front of the page that the sandbox has are others, or there is no end of them.
    const withPages = (isEndless: boolean): typeof fetch => {
      return async (input, init) => {
        const url = new URL(input instanceof Request ? input.url : input);
        const isLog = url.pathname.endsWith('/log');
        const isFirst = isLog && !url.searchParams.has('next_cursor');
        url.searchParams.delete('next_cursor');
        if (isLog) pages += 1;
        if (!isFirst && !(isLog && isEndless)) return fetch(isLog ? url : input, init);
        const page = { result: [read], next_cursor: String(pages) };
        return new Response(JSON.stringify(page), { headers: { 'content-type': 'application/json' } });
      };
    };
    let pages = 0;
    for (const [isEndless, logged, count] of [
      [false, { isFound: true, status: 200 }, 2],
      [true, undefined, 5],
    ] as const) {
      pages = 0;
      window = openWindow({ fetch: withPages(isEndless) });
      await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
      inject('lostAfter');
      const { outcome, error } = await send({ title: `Countess ${String(isEndless)}` });
      assert.deepEqual([outcome, explanationOf(error)?.logged, pages], ['unknown', logged, count]);
    }
  });
});

describe('Truto’s log', () => {
  const page = (agesInSeconds: readonly number[], isWhole = true): LoggedUpdates => ({
    updates: agesInSeconds.map((secondsAgo) => ({ secondsAgo, status: 200, userId: 'usr_ada' })),
    reach: 3600,
    ...(!isWhole && { nextCursor: 'more' }),
  });
  const seconds = (steady: number, wall = steady) =>
    new Moment(performance.now() - steady * 1000, Date.now() - wall * 1000);
  const found = (startedAt: Moment, before: Moment | undefined, log: LoggedUpdates) => {
    const environment = { client: () => Promise.resolve({ loggedUpdates: () => Promise.resolve(log) }) };
    const prepared = { environment, accountId: 'a', userId: 'usr_ada' } as unknown as Prepared;
    return loggedOf(prepared, { startedAt, before }, unobserved, false);
  };
  const run = { isFound: true, status: 200 };

  it('is read back to an update also where the computer slept since', async () => {
    assert.deepEqual(await found(seconds(5, 600), undefined, page([600])), run);
    assert.deepEqual(await found(seconds(600, 5), undefined, page([600])), run);
    assert.deepEqual(await found(seconds(5), undefined, page([600])), { isFound: false });
  });

  it('says nothing by what it has not where nobody knows for how long the computer slept', async () => {
    for (const wall of [600, 86_400]) assert.equal(await found(seconds(5, wall), undefined, page([])), undefined);
    // A clock that was set back makes it no shorter.
    assert.deepEqual(await found(seconds(5, -600), undefined, page([])), { isFound: false });
    assert.deepEqual(await found(seconds(5, -600), undefined, page([4])), run);
  });

  it('does not take the update before for the one after it', async () => {
    assert.equal(await found(seconds(3), seconds(3), page([3])), undefined);
    assert.equal(await found(seconds(3), seconds(4), page([4.5])), undefined);
    assert.deepEqual(await found(seconds(3), seconds(4), page([])), { isFound: false });
    assert.deepEqual(await found(seconds(3), seconds(4), page([1, 4.5])), run);
    assert.deepEqual(await found(seconds(3), seconds(60), page([4.5, 60])), run);
  });
});
