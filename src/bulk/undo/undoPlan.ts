import { createHash, randomUUID } from 'node:crypto';
import { access, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Environment } from '../../api/environment';
import { wait } from '../../api/wait';
import { requiredFields } from '../../core/rules/accountRules';
import { KeptUser, type Seal } from '../../core/secrets/keptUser';
import { inversePatch, type InversePatch, type NotUndone } from '../../core/update/inversePatch';
import { bodyJson, fieldValues, readQuery as withoutShape, type UserField } from '../../core/update/userFile';
import { usualWaits } from '../../updates/readBack';
import { requiredToo } from '../../updates/undo';
import { JobFault, type BulkJobs, type OwnedJob } from '../job/bulkJob';
import type { Intent } from '../job/jobEntry';
import { jobEntries } from '../job/jobJournal';
import { JobTakenError } from '../job/jobOwner';
import { mergedImages } from '../plan/mergedImages';
import {
  planEnding,
  sealedMark,
  withoutPlanEnding,
  type PlanCounts,
  type PlanHeader,
  type PlanProblem,
  type PlanRow,
} from '../plan/planFile';
import { openPlan } from '../plan/planReader';
import { writePlan } from '../plan/planWriter';
import { AccountLane } from '../planning/accountLane';
import { EffectsTally, withhold } from '../planning/planRow';
import { hashOf } from '../results/writtenFiles';

type User = Readonly<Record<string, unknown>>;

export interface UndoPlanOptions {
  readonly environment: Environment;
  readonly seal: Seal;
  readonly signal: AbortSignal;
  readonly onProgress?: (rows: number) => void;
  /** In ms: before each further look at a user that does not show yet what was sent a moment ago. */
  readonly waits?: readonly number[];
}

/** What an undo of a job comes to. */
export interface UndoPlan {
  /** Undefined where nothing is left to be undone. */
  readonly planFile: string | undefined;
  readonly rows: number;
  /** Users that have the values from before already. */
  readonly unchanged: number;
  /** How many fields stay as they are, by the reason. */
  readonly notUndone: Readonly<Partial<Record<NotUndone['reason'], number>>>;
}

/** In ms: providers show a write no later than this. */
const momentMs = 60_000;
/** So many users are looked at at a time: the pace of each account is kept all the same. */
const maxLooks = 20;

/**
 * Makes the plan that takes a job back, and its source, both beside the plan of the job: for each user whose update was applied,
 * or may have been, the values from before, as far as nobody else has changed them since. Nothing is sent. Throws JobFault,
 * TrutoError, JobTakenError while somebody runs the job, and what the file system throws.
 */
export async function writeUndoPlan(jobs: BulkJobs, jobId: string, options: UndoPlanOptions): Promise<UndoPlan> {
  // What is on its way, and what is to come, would be left behind.
  if (await jobs.isOwned(jobId)) throw new JobTakenError();
  const job = await jobs.read(jobId);
  await job.plan.close();
  // Nobody knows what else was sent.
  if (job.damagedAt !== undefined) throw new JobFault('damaged', job.damagedAt);
  return new UndoPlanner(job, options).write();
}

/** An update of a user as the journal has it, or several of one user as one. */
interface Images extends Pick<Intent, 'accountId' | 'userId' | 'query' | 'readQuery' | 'sent' | 'before'> {
  readonly after: User;
  /** As in `UpdateImages`. */
  readonly isShown?: boolean | undefined;
  /** When Truto's response, or a look, said that it was applied: in ms since 1970. */
  readonly sentAt?: number;
}

class UndoPlanner {
  private readonly lanes = new Map<string, AccountLane>();
  private readonly effects = new EffectsTally();
  private readonly causes: Record<string, number> = {};
  private readonly notUndone: Partial<Record<NotUndone['reason'], number>> = {};
  private readonly hash = createHash('sha256');
  private size = 0;
  private rows = 0;
  private written = 0;
  private unchanged = 0;

  constructor(
    private readonly job: Pick<OwnedJob, 'folder' | 'head' | 'plan'>,
    private readonly options: UndoPlanOptions,
  ) {}

  async write(): Promise<UndoPlan> {
    const { source, planFile } = await undoFiles(withoutPlanEnding(this.job.head.plan.path));
    const part = `${source}.${randomUUID()}.part`;
    const handle = await open(part, 'wx', 0o600);
    try {
      await writePlan(planFile, this.planRows(handle), (counts) => this.header(counts, basename(source)));
      await handle.sync();
      await handle.close();
      if (this.rows > 0) await rename(part, source);
      else await rm(planFile, { force: true });
    } finally {
      await handle.close().catch(() => undefined);
      await rm(part, { force: true });
    }
    const { rows, unchanged, notUndone } = this;
    return { planFile: rows > 0 ? planFile : undefined, rows, unchanged, notUndone };
  }

  private async *planRows(source: FileHandle): AsyncGenerator<PlanRow> {
    const looking: Promise<PlanRow | undefined>[] = [];
    const next = async (): Promise<PlanRow | undefined> => {
      const row = await looking.shift();
      if (!row) return undefined;
      const line = `${sourceLine(row)}\n`;
      this.hash.update(line);
      this.size += Buffer.byteLength(line);
      await source.writeFile(line);
      if (row.verdict === 'send') this.rows += 1;
      this.written += 1;
      this.options.onProgress?.(this.written);
      return placed(row, this.written);
    };
    for await (const images of this.images()) {
      this.options.signal.throwIfAborted();
      const look = this.planned(images);
      // It is awaited in its turn.
      look.catch(() => undefined);
      looking.push(look);
      const row = looking.length > maxLooks ? await next() : undefined;
      if (row) yield row;
    }
    while (looking.length > 0) {
      const row = await next();
      if (row) yield row;
    }
  }

  /** What was sent and applied, or may have been; of each user once. */
  private async *images(): AsyncGenerator<Images> {
    const open = new Map<number, Intent>();
    const users = new Map<string, Images>();
    for await (const entry of jobEntries(this.job.folder)) {
      if (entry.kind === 'intent') open.set(entry.row, entry);
      if (entry.kind !== 'outcome' || entry.end === 'unknown') continue;
      const intent = open.get(entry.row);
      open.delete(entry.row);
      if (!intent || entry.end !== 'sent') continue;
      const { after = intent.sent, isShown } = entry;
      const images = { ...intent, after, isShown, sentAt: entry.at };
      if (this.job.plan.header.options.inOrder) addTo(users, images);
      else yield images;
    }
    for (const intent of open.values()) addTo(users, { ...intent, after: intent.sent });
    yield* users.values();
  }

  /** Undefined where the user is as before. A user that stays as it is has a row that says why. */
  private async planned({ accountId, userId, ...kept }: Images): Promise<PlanRow | undefined> {
    const { seal } = this.options;
    const user = { index: 0, line: 1, column: 1, accountId, userId } as const;
    const read = (values: User) => KeptUser.read(values, seal);
    const [query, readQuery] = [read(kept.query), read(kept.readQuery)];
    const isHidden = [query, readQuery].some((image) => image.names.some((name) => image.hides(name)));
    const { sent, before, after, isShown } = kept;
    const update = { sent: read(sent), before: before && read(before), after: read(after), isShown };
    if (isHidden)
      return this.left(
        user,
        update.sent.names.map((name) => ({ name, reason: 'secret' })),
      );
    const lane = this.lane(accountId);
    const { obstacle, rules } = await lane.facts();
    const known = { ...kept.before, ...kept.after };
    // A user, or an account, that is not there any more is no reason to leave the others.
    const look = async (since?: number) => {
      const seen = obstacle === undefined ? await lane.look(userId, readQuery.toJSON(), known, since) : undefined;
      const live = seen && 'user' in seen ? seen.user : undefined;
      return { live, ...inversePatch(update, live) };
    };
    const { live, fields, notUndone: left } = await this.untilShown(look, kept.sentAt);
    const named = { ...user, ...(typeof live?.['name'] === 'string' && { userName: live['name'] }) };
    if (fields.length === 0 || !live) return this.left(named, left);
    const required = await requiredToo(fields, live, () => Promise.resolve(requiredFields(rules)));
    const { withheld } = withhold(fieldValues(required));
    const all = [...fields, ...required.filter(({ name }) => !withheld.includes(name))];
    const notUndone = [...left, ...withheld.map((name) => ({ name, reason: 'secret' }) as const)];
    this.count(notUndone);
    const row: PlanRow = {
      ...named,
      verdict: 'send',
      query: withoutShape({ query: query.toJSON() }),
      readQuery: readQuery.toJSON(),
      before: KeptUser.of(touched(live, all), seal).toJSON(),
      patch: Object.fromEntries(all.map(({ name, value }) => [name, value])),
      ...(notUndone.length > 0 && { problems: notUndone.map(problemOf) }),
    };
    this.effects.add(row);
    return row;
  }

  /** What was sent a moment ago may be on the server although a look shows only what was there before. */
  private async untilShown<T extends InversePatch>(
    look: (since?: number) => Promise<T>,
    sentAt = -Infinity,
  ): Promise<T> {
    const { signal, waits = usualWaits } = this.options;
    let found = await look();
    for (const ms of Math.abs(Date.now() - sentAt) < momentMs ? waits : []) {
      if (found.fields.length + found.notUndone.length > 0) break;
      const since = performance.now();
      await wait(ms, signal);
      found = await look(since);
    }
    return found;
  }

  /** A user of whom nothing is undone. */
  private left(
    user: Pick<PlanRow, 'index' | 'line' | 'column' | 'accountId' | 'userId' | 'userName'>,
    notUndone: readonly NotUndone[],
  ): PlanRow | undefined {
    const [first] = notUndone;
    if (!first) {
      this.unchanged += 1;
      return undefined;
    }
    this.count(notUndone);
    const cause = `notUndone.${first.reason}`;
    this.causes[cause] = (this.causes[cause] ?? 0) + 1;
    return { ...user, verdict: 'blocked', cause, problems: notUndone.map(problemOf) };
  }

  private count(notUndone: readonly NotUndone[]): void {
    for (const { reason } of notUndone) this.notUndone[reason] = (this.notUndone[reason] ?? 0) + 1;
  }

  private lane(accountId: string): AccountLane {
    const { environment, signal } = this.options;
    const known = this.lanes.get(accountId) ?? new AccountLane(environment, accountId, signal, maxLooks);
    this.lanes.set(accountId, known);
    return known;
  }

  private header(counts: PlanCounts, name: string): PlanHeader {
    const { head, plan } = this.job;
    return {
      kind: 'truto-plan',
      version: 1,
      createdAt: new Date().toISOString(),
      source: { name, sha256: this.hash.digest('hex'), size: this.size, format: { kind: 'jsonl', encoding: 'utf-8' } },
      target: plan.header.target,
      options: { body: 'changed', query: {}, inOrder: false },
      undoes: head.jobId,
      counts,
      effects: this.effects.effects,
      causes: this.causes,
      estimate: { requests: 2 * counts.send, seconds: Math.ceil((2 * counts.send) / 5) },
      seal: this.options.seal(sealedMark),
    };
  }
}

interface UndoFiles {
  readonly source: string;
  readonly planFile: string;
}

/** The first names that are free, or those of an undo that nobody has changed since. */
async function undoFiles(base: string): Promise<UndoFiles> {
  for (let number = 1; ; number++) {
    const name = `${base}.undo${number === 1 ? '' : `-${number}`}`;
    const files = { source: `${name}.jsonl`, planFile: `${name}${planEnding}` };
    if (await isFree(files)) return files;
  }
}

async function isFree({ source, planFile }: UndoFiles): Promise<boolean> {
  const sourceHash = await hashOf(source);
  const hasPlan = await access(planFile).then(
    () => true,
    () => false,
  );
  if (!hasPlan) return sourceHash === undefined;
  const made = await openPlan(planFile).catch(() => undefined);
  if (made?.header.undoes === undefined) return false;
  return sourceHash === undefined || sourceHash === made.header.source.sha256;
}

/** What stays as it is, where the row of its user says it. */
const problemOf = ({ name, reason }: NotUndone): PlanProblem => ({
  code: 'notUndone',
  params: { name, reason },
  severity: 'information',
  path: [name],
  line: 1,
  column: 1,
});

const placed = (row: PlanRow, line: number): PlanRow => ({
  ...row,
  index: line - 1,
  line,
  ...(row.problems && { problems: row.problems.map((problem) => ({ ...problem, line })) }),
});

/** Several updates of one user are taken back as one: from what the last left to what was before the first. */
function addTo(users: Map<string, Images>, later: Images): void {
  const user = JSON.stringify([later.accountId, later.userId]);
  const first = users.get(user);
  if (!first) {
    users.set(user, later);
    return;
  }
  // The users as wholes: the first one has all that the later ones have of its fields.
  const before = later.before && first.before && { ...later.before, ...first.before };
  users.set(user, {
    ...first,
    sent: mergedImages(first.sent, later.sent),
    after: mergedImages(first.after, later.after),
    isShown: first.isShown === true && later.isShown === true,
    before,
  });
}

function sourceLine({ accountId, userId, query = {}, patch = {} }: PlanRow): string {
  const $truto = { integrated_account_id: accountId, id: userId, ...(Object.keys(query).length > 0 && { query }) };
  const fields = Object.entries(patch).map(([name, value]) => ({ name, value, json: JSON.stringify(value) }));
  return bodyJson([{ name: '$truto', value: $truto, json: JSON.stringify($truto) }, ...fields]);
}

/** The fields that go, as the user has them; of `remote_data` the members that go. */
function touched(live: User, fields: readonly UserField[]): User {
  const members = (value: unknown, of: unknown): unknown =>
    typeof value === 'object' && value !== null && typeof of === 'object' && of !== null
      ? Object.fromEntries(Object.entries(value).filter(([name]) => Object.hasOwn(of, name)))
      : value;
  return Object.fromEntries(
    fields
      .filter(({ name }) => Object.hasOwn(live, name))
      .map(({ name, value }) => [name, name === 'remote_data' ? members(live[name], value) : live[name]]),
  );
}
