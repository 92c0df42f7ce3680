import assert from 'node:assert/strict';
import { logAgreement, SentRows } from '../../../../src/bulk/results/logAgreement';
import type { ResultRow } from '../../../../src/bulk/results/resultFiles';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { limits } from '../../updates/headless';
import { accountId, accountWith, openJobWindow, titles, userId, type JobWindow } from '../run/jobUnderTest';

describe('what Truto’s log says of a job', () => {
  const rows = 130;
  let sandbox: Sandbox;
  let window: JobWindow;
  let sent: SentRows;
  let begunAt: number;

  beforeEach(async () => {
    sandbox = await startSandbox({ limits, accounts: 0, added: [accountWith(rows + 5)] });
    window = await openJobWindow(sandbox);
    begunAt = Date.now();
    const job = await window.jobs.create(await window.plan(titles(rows)), begunAt);
    await window.runner(job).run();
    sent = new SentRows();
    for (let user = 0; user < rows; user++) {
      const planned = { accountId: accountId(1), userId: userId(user) };
      sent.add({ state: 'sent', outcome: { at: Date.now() }, planned } as ResultRow);
    }
  });
  afterEach(() => sandbox.close());

  const agreement = (more: readonly { accountId: string; userId: string; at: number }[] = []) =>
    logAgreement(window.environments.open(), [...sent.last, ...more], begunAt, new AbortController().signal);

  it('is that it ran all updates, over several pages', async () => {
    assert.deepEqual(await agreement(), { looked: rows, found: rows });
    const pages = sandbox.requests.filter(({ path }) => path === '/log').length;
    assert.equal(pages, 2);
  });

  it('is that it knows nothing of a row that only the job says was sent', async () => {
    const row = { accountId: accountId(1), userId: userId(rows + 1), at: Date.now() };
    assert.deepEqual(await agreement([row]), { looked: rows + 1, found: rows });
  });

  it('is nothing where the log cannot be read', async () => {
    sandbox.inject({ kind: 'status', status: 403, match: { path: '/log' }, times: Infinity });
    assert.equal(await agreement(), undefined);
  });
});
