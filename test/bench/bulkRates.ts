import { join } from 'node:path';
import { leave } from '../../src/bulk/job/bulkJob';
import { trutoLimits } from '../../src/core/http/pacer';
import { SharedPacer } from '../../src/platform/sharedPacer';
import type { ProviderQuota } from '../../src/sandbox/quirks';
import { startSandbox } from '../../src/sandbox/startSandbox';
import { temporaryFolder } from '../host/temporaryFolder';
import { accountId, accountWith, openJobWindow, titles, userId } from '../unit/bulk/run/jobUnderTest';

/** One line of the table: how long a job of many updates took, and how long the limits alone make it take. */
export interface BulkRate {
  readonly job: string;
  readonly rows: number;
  readonly seconds: number;
  readonly physical: number;
  readonly ratio: number;
  readonly failed: number;
  readonly tooMany: number;
}

interface Job {
  readonly job: string;
  readonly rows: number;
  readonly accounts?: number;
  readonly isBlind: boolean;
  readonly quota?: ProviderQuota;
  /** Another client makes so many requests of each account in a second. */
  readonly others?: number;
  /** In s: what the limits alone make of it. */
  readonly physical: number;
  readonly concurrency?: number;
}

const latencyMs = 100;
/** In s: so many requests at once, and no more in any window of time. */
const least = (requests: number, limit = 50, seconds = 10): number =>
  (Math.ceil(requests / limit) - 1) * seconds + latencyMs / 1000;
const slow = { requests: 5, seconds: 10 } as const;

const jobs: readonly Job[] = [
  { job: 'one account, without a look', rows: 500, isBlind: true, physical: least(500) },
  { job: 'one account, look and update', rows: 500, isBlind: false, physical: least(1000) + latencyMs / 1000 },
  { job: 'beside another client, 1 request/s', rows: 400, isBlind: true, others: 1, physical: least(400, 40) },
  {
    job: '20 accounts',
    rows: 5000,
    accounts: 20,
    isBlind: true,
    physical: least(5000, 500),
    concurrency: 20,
  },
  {
    job: 'no headers',
    rows: 300,
    isBlind: true,
    quota: { requests: 1e6, seconds: 10, told: 'nothing' },
    physical: least(300),
  },
  {
    job: ';w= headers',
    rows: 300,
    isBlind: true,
    quota: { requests: 50, seconds: 10, told: 'window' },
    physical: least(300),
  },
  {
    job: 'a tenth of the speed, ;w= headers',
    rows: 30,
    isBlind: true,
    quota: { ...slow, told: 'window' },
    physical: least(30, 5),
  },
  {
    job: 'a tenth of the speed, plain headers',
    rows: 30,
    isBlind: true,
    quota: { ...slow, told: 'limit' },
    physical: least(30, 5),
  },
  {
    job: 'a tenth of the speed, no headers',
    rows: 30,
    isBlind: true,
    quota: { ...slow, told: 'nothing' },
    physical: least(30, 5),
  },
];

/** All at the same time would measure the computer: one after the other. */
export async function bulkRates(part = ''): Promise<BulkRate[]> {
  const rates: BulkRate[] = [];
  for (const job of jobs.filter((one) => one.job.includes(part))) {
    const rate = await measure(job);
    console.log(`${rate.job}: ${rate.seconds.toFixed(1)} s, ${rate.ratio.toFixed(3)} of ${rate.physical.toFixed(1)} s`);
    rates.push(rate);
  }
  return part === '' ? [...rates, await publicClient()] : rates;
}

async function measure({
  job,
  rows,
  accounts = 1,
  isBlind,
  quota,
  others,
  physical,
  concurrency = 5,
}: Job): Promise<BulkRate> {
  const each = rows / accounts;
  const added = Array.from({ length: accounts }, (_, index) => accountWith(each, quota ? { quota } : {}, index + 1));
  const sandbox = await startSandbox({ accounts: 0, added, latencyMs });
  const storage = temporaryFolder('truto-bench').path;
  const pacer = new SharedPacer(join(storage, 'pace'), trutoLimits);
  const window = await openJobWindow(sandbox, { storage, pacer, timeoutSeconds: 30 });
  const sketches = added.flatMap((_, index) =>
    titles(each, 'Countess', isBlind).map((row) => ({ ...row, account: index + 1 })),
  );
  const begun = await window.jobs.create(await window.plan(sketches), Date.now());
  await leave(begun);
  const owned = await window.jobs.resume(begun.id, Date.now());
  const headers = { authorization: `Bearer ${sandbox.token}` };
  const url = `${sandbox.baseUrl}/unified/user-directory/users/${userId(0)}?integrated_account_id=${accountId(1)}`;
  const other =
    others === undefined
      ? undefined
      : setInterval(() => void fetch(url, { headers }).catch(() => undefined), 1000 / others);
  const started = performance.now();
  await window.runner(owned, { concurrency }).run();
  const seconds = (performance.now() - started) / 1000;
  clearInterval(other);
  const tooMany = sandbox.requests.filter(({ status }) => status === 429).length;
  await sandbox.close();
  const { sent } = owned.state.counts;
  return { job, rows, seconds, physical, ratio: seconds / physical, failed: rows - sent, tooMany };
}

/** The queue that the public client of Truto documents, as it can be read: 10 requests a second, 3 attempts for each. */
async function publicClient(): Promise<BulkRate> {
  const rows = 500;
  const sandbox = await startSandbox({ accounts: 0, added: [accountWith(rows)], latencyMs });
  const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
  const physical = least(rows);
  let failed = 0;
  const started = performance.now();
  const send = async (user: number): Promise<void> => {
    const url = `${sandbox.baseUrl}/unified/user-directory/users/${userId(user)}?integrated_account_id=${accountId(1)}`;
    for (let attempt = 1; attempt <= 3; attempt++) {
      const response = await fetch(url, {
        method: 'PATCH',
        headers,
        body: JSON.stringify({ title: `Countess ${user}` }),
      });
      if (response.ok) return;
      const seconds = Number(response.headers.get('retry-after') ?? 1);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
    failed += 1;
  };
  const sends: Promise<void>[] = [];
  for (let user = 0; user < rows; user++) {
    sends.push(send(user));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await Promise.all(sends);
  const seconds = (performance.now() - started) / 1000;
  const tooMany = sandbox.requests.filter(({ status }) => status === 429).length;
  await sandbox.close();
  return { job: 'the public client’s queue', rows, seconds, physical, ratio: seconds / physical, failed, tooMany };
}
