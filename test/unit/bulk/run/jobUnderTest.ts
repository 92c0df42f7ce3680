import { join } from 'node:path';
import { BulkJobs, type JobOptions, type OwnedJob } from '../../../../src/bulk/job/bulkJob';
import type { PlanHeader, PlanRow } from '../../../../src/bulk/plan/planFile';
import { sealedMark } from '../../../../src/bulk/plan/planFile';
import { writePlan } from '../../../../src/bulk/plan/planWriter';
import { BulkRunner, type BulkOptions } from '../../../../src/bulk/run/bulkRunner';
import { profileKey } from '../../../../src/core/http/profile';
import { KeptUser, type Seal } from '../../../../src/core/secrets/keptUser';
import type { AccountSketch } from '../../../../src/sandbox/describeAccount';
import type { OfferedMethod, Quirks } from '../../../../src/sandbox/quirks';
import type { Sandbox } from '../../../../src/sandbox/startSandbox';
import { Seals } from '../../../../src/updates/seals';
import { openWindow, profileOf, type HeadlessOptions, type HeadlessWindow } from '../../updates/headless';
import { headerOf } from '../plan/plans';

type User = Readonly<Record<string, unknown>>;

const methods: readonly OfferedMethod[] = ['list', 'get', 'update'];

export const accountId = (number: number): string => `b01c0000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const userId = (number: number): string => `usr_${String(number).padStart(4, '0')}`;

/** An account with so many users, each with the title `Analyst`. */
export const accountWith = (users: number, quirks: Quirks = {}, number = 1): AccountSketch => ({
  id: accountId(number),
  slug: 'hubspot',
  tenant: 'bulk',
  label: `Bulk ${number}`,
  quirks: {
    methods,
    users: Array.from({ length: users }, (_, index) => ({
      id: userId(index),
      name: `User ${index}`,
      username: `user${number}.${index}`,
      title: 'Analyst',
      status: 'active',
      languages: ['en'],
    })),
    userCount: users,
    ...quirks,
  },
});

/** A row of a plan that is to be made. */
export interface RowSketch {
  readonly user: number;
  readonly account?: number;
  readonly patch: User;
  readonly isBlind?: boolean;
  readonly more?: Partial<PlanRow>;
}

/** The same new title for each of so many users. */
export const titles = (count: number, title = 'Countess', isBlind = false): RowSketch[] =>
  Array.from({ length: count }, (_, user) => ({ user, patch: { title: `${title} ${user}` }, isBlind }));

/** What a window of the product has that runs jobs. */
export interface JobWindow extends HeadlessWindow {
  readonly jobs: BulkJobs;
  readonly seal: Seal;
  /** Makes a plan as it would be made now, and resolves to its path. */
  plan(rows: readonly RowSketch[], header?: Partial<PlanHeader>): Promise<string>;
  runner(job: OwnedJob, options?: Partial<BulkOptions>): BulkRunner;
}

export async function openJobWindow(
  sandbox: Pick<Sandbox, 'baseUrl' | 'token'> & Partial<Pick<Sandbox, 'user'>>,
  options: HeadlessOptions & JobOptions = {},
): Promise<JobWindow> {
  const window = openWindow(options);
  const profile = profileOf(sandbox, 'Test');
  await window.profiles.save(profile, sandbox.token);
  const seal = await new Seals(window.storage).kept();
  if (!seal) throw new Error('Nothing can be kept');
  const rowOf = ({ user, account = 1, patch, isBlind = false, more }: RowSketch, index: number): PlanRow => {
    const live: User = { ...sandbox.user?.(accountId(account), userId(user)) };
    const touched = Object.fromEntries(Object.entries(live).filter(([name]) => Object.hasOwn(patch, name)));
    return {
      index,
      line: index + 1,
      column: 1,
      verdict: 'send',
      accountId: accountId(account),
      userId: userId(user),
      query: {},
      ...(!isBlind && { before: KeptUser.of(touched, seal).toJSON() }),
      patch,
      ...more,
    };
  };
  let made = 0;
  return {
    ...window,
    jobs: new BulkJobs(window.storage, options),
    seal,
    plan: async (rows, header) => {
      const file = join(window.storage, `users-${process.pid}-${made++}.truto-plan.jsonl`);
      await writePlan(file, rows.map(rowOf), (counts) => ({
        ...headerOf(counts),
        target: { environment: { key: profileKey(profile), name: 'Test' } },
        seal: seal(sealedMark),
        ...header,
      }));
      return file;
    },
    runner: (job, given) =>
      new BulkRunner(job, {
        environment: window.environments.open(),
        updates: window.updates,
        seal,
        concurrency: 5,
        ...given,
      }),
  };
}
