import type { Environment } from '../../api/environment';
import { mayBeLive } from '../../core/check/liveProblems';
import { fieldValues, lookQuery, readQuery } from '../../core/update/userFile';
import type { Seal } from '../../core/secrets/keptUser';
import { mergedImages } from '../plan/mergedImages';
import { sealedMark, type PlanCounts, type PlanHeader, type PlanProblem, type PlanRow } from '../plan/planFile';
import { writePlan } from '../plan/planWriter';
import { openSource } from '../source/openSource';
import { SourceFault } from '../source/sourceFault';
import { planProblem, type SourceRow } from '../source/sourceRow';
import { AccountLane, type LaneLook } from './accountLane';
import { EffectsTally, fieldsToSend, keptUpdate, nameOf, updatableFields, withhold } from './planRow';
import {
  duplicateUser,
  isError,
  isWorthSaying,
  rowTarget,
  targetProblems,
  type RowTarget,
  type Survey,
} from './survey';

type User = Readonly<Record<string, unknown>>;

export interface PlanRequest {
  readonly environment: Environment;
  /** Of the rows that name none. */
  readonly accountId: string | undefined;
  readonly body: 'changed' | 'whole';
  /** What all updates are sent with; a row's own parameters win. */
  readonly query: User;
  /** What the users of an account are read with, besides. */
  readonly readParameters?: (accountId: string) => User;
  readonly inOrder: boolean;
  readonly unknownFields: 'warning' | 'information' | 'off';
  /** How many users of an account are looked at at a time. */
  readonly concurrency: number;
  readonly seal: Seal;
  readonly signal: AbortSignal;
  readonly onProgress?: (planned: number) => void;
  /** Told of the problems of each row that has any, in their order. */
  readonly onRowProblems?: (problems: readonly PlanProblem[]) => void;
}

/** So many rows, and so many UTF-16 units of them, are held until the first of them has been looked at. */
const maxHeldRows = 5000;
const maxHeldUnits = 16 * 1024 * 1024;
/** Of one row: nobody reads more. */
const maxProblems = 20;

/**
 * Makes the plan of a source that was surveyed: reads the live users, and writes what is to become of each row. Nothing is
 * updated. Throws TrutoError where no user at all can be read, SourceFault where the source has changed since.
 */
export async function makePlan(survey: Survey, file: string, request: PlanRequest): Promise<PlanHeader> {
  const planner = new Planner(survey, request);
  return writePlan(file, planner.rows(), (counts) => planner.header(counts));
}

class Planner {
  private readonly lanes = new Map<string, AccountLane>();
  private readonly effects = new EffectsTally();
  private readonly causes = new Map<string, number>();
  /** By user: what the rows so far leave of those that have several. */
  private readonly left = new Map<string, Promise<User | undefined>>();
  private readonly sends = new Map<string, number>();
  private planned = 0;
  private readonly cancellation = new AbortController();
  private readonly signal: AbortSignal;
  /** What the plan as a whole ends with. */
  private failure: unknown;
  /** Of the account of the rows that name none, as soon as there is one. */
  private label: string | undefined;

  constructor(
    private readonly survey: Survey,
    private readonly request: PlanRequest,
  ) {
    this.signal = AbortSignal.any([request.signal, this.cancellation.signal]);
  }

  /** In the order of the source; those behind the first are looked at meanwhile. */
  async *rows(): AsyncGenerator<PlanRow> {
    const { survey } = this;
    const source = await openSource(survey.file, survey.options);
    const held: { readonly row: Promise<PlanRow>; readonly units: number }[] = [];
    let units = 0;
    try {
      for await (const row of source.rows) {
        const planned = this.plan(row);
        // It is awaited later, when the rows before it are written; but nobody waits for these any more.
        planned.catch((error: unknown) => {
          this.failure ??= error;
          this.cancellation.abort();
        });
        held.push({ row: planned, units: row.raw.length });
        units += row.raw.length;
        while (held.length > maxHeldRows || units > maxHeldUnits) {
          const first = held.shift();
          if (!first) break;
          units -= first.units;
          yield this.counted(await first.row);
        }
      }
      for (let first = held.shift(); first; first = held.shift()) yield this.counted(await first.row);
    } catch (error) {
      throw this.failure ?? error;
    } finally {
      this.cancellation.abort();
    }
    const { sha256 } = source.read();
    if (sha256 !== survey.sha256) throw new SourceFault({ code: 'changed', params: {} });
  }

  header(counts: PlanCounts): PlanHeader {
    const { survey, request, label } = this;
    const { environment, accountId, body, query, inOrder } = request;
    return {
      kind: 'truto-plan',
      version: 1,
      createdAt: new Date().toISOString(),
      source: {
        name: survey.file.replace(/^.*[/\\]/, ''),
        sha256: survey.sha256,
        size: survey.size,
        format: survey.format,
      },
      target: {
        environment: { key: environment.key, name: environment.profile.name },
        ...(accountId !== undefined && label !== undefined && { account: { id: accountId, label } }),
      },
      options: { body, query, inOrder },
      counts,
      effects: this.effects.effects,
      causes: Object.fromEntries([...this.causes].sort(([, one], [, other]) => other - one)),
      estimate: estimate([...this.sends.values()], body),
      seal: request.seal(sealedMark),
    };
  }

  private counted(row: PlanRow): PlanRow {
    if (row.verdict === 'send') {
      this.effects.add(row);
      const { accountId = '' } = row;
      this.sends.set(accountId, (this.sends.get(accountId) ?? 0) + 1);
    }
    const { problems = [] } = row;
    if (problems.length > 0) this.request.onRowProblems?.(problems);
    const errors = problems.filter(isError).map(({ code }) => code);
    for (const code of new Set([...(row.cause === undefined ? [] : [row.cause]), ...errors]))
      this.causes.set(code, (this.causes.get(code) ?? 0) + 1);
    return row;
  }

  private async plan(row: SourceRow): Promise<PlanRow> {
    this.signal.throwIfAborted();
    const target = rowTarget(row, this.request.accountId);
    const { planned } = await this.inOrder(target, (left) => this.judge(row, target, left));
    this.request.onProgress?.(++this.planned);
    const { accountId, userId } = target;
    return {
      index: row.index,
      line: row.line,
      column: row.column,
      ...planned,
      ...(accountId !== undefined && { accountId }),
      ...(userId !== undefined && { userId }),
    };
  }

  /** Rows of one user that are sent one after another are judged so, too: each begins with what the one before it leaves. */
  private inOrder(target: RowTarget, judge: (left: User | undefined) => Promise<Judged>): Promise<Judged> {
    if (!this.request.inOrder || !this.survey.duplicates.has(target)) return judge(undefined);
    const user = JSON.stringify([target.accountId, target.userId]);
    const before = this.left.get(user) ?? Promise.resolve(undefined);
    const judging = before.then(judge);
    this.left.set(
      user,
      Promise.all([before, judging]).then(
        ([earlier, { left = earlier }]) => left,
        // The plan as a whole ends with it.
        () => undefined,
      ),
    );
    return judging;
  }

  /** @param left the user as an earlier row leaves it; undefined where it is to be looked at */
  private async judge(row: SourceRow, target: RowTarget, left: User | undefined): Promise<Judged> {
    const { request, survey } = this;
    const { accountId, userId } = target;
    const otherLine = request.inOrder ? undefined : survey.duplicates.otherLine(target, row);
    const facts = accountId === undefined ? undefined : await this.lane(accountId).facts();
    // What the account wants matters where anything can be sent at all.
    const rules = facts?.obstacle === undefined ? facts?.rules : undefined;
    const options = { unknownFields: request.unknownFields, rules };
    const problemsBeside = (user: User | undefined) => [
      ...(otherLine === undefined ? [] : [duplicateUser(otherLine, row)]),
      ...targetProblems(row, target),
      ...row.problems(options, user).filter(isWorthSaying),
    ];
    let problems = problemsBeside(undefined);
    // What the user may have already shows when somebody looks.
    const isWrong = (problem: PlanProblem) => isError(problem) && !(request.body === 'changed' && mayBeLive(problem));
    const { file } = row;
    if (file && file.accountId === undefined) this.label = facts?.label;
    if (problems.some(isWrong) || !file || accountId === undefined || userId === undefined || !facts)
      return { planned: { verdict: 'invalid', ...withProblems(problems) } };
    if (facts.obstacle !== undefined)
      return { planned: { verdict: 'blocked', cause: facts.obstacle, ...withProblems(problems) } };
    const given = updatableFields(row.fields());
    const query = { ...request.query, ...file.query };
    const known = fieldValues(given);
    const asked = { ...request.readParameters?.(accountId), ...readQuery(file) };
    const look: LaneLook | undefined =
      request.body === 'whole'
        ? undefined
        : left
          ? { user: left }
          : await this.lane(accountId).look(userId, lookQuery(asked, query, known), known);
    if (look && 'cause' in look) {
      const verdict = look.isNotFound ? 'notFound' : 'blocked';
      return { planned: { verdict, cause: look.cause, ...withProblems(problems) } };
    }
    const live = look?.user;
    if (live && problems.some(mayBeLive)) problems = problemsBeside(live);
    if (problems.some(isError)) return { planned: { verdict: 'invalid', ...withProblems(problems) } };
    if (look?.obstacle)
      problems.push(planProblem({ code: 'notCompared', params: {}, severity: 'warning', path: [] }, row));
    if (live) problems.push(...row.damage(live));
    const fields = fieldsToSend(live ? updatableFields(row.fields(live)) : given, live, facts.rules);
    const userName = nameOf(live);
    const named = { ...(userName !== undefined && { userName }), ...withProblems(problems) };
    if (fields.length === 0) return { planned: { verdict: 'unchanged', ...named } };
    const kept = keptUpdate(fields, query, live, request.seal);
    const isUsual = JSON.stringify(asked) === JSON.stringify(readQuery(file));
    const read = isUsual ? {} : { readQuery: withhold(asked).values };
    return {
      planned: { verdict: 'send', ...named, ...read, ...kept },
      left: live && mergedImages(live, fieldValues(fields)),
    };
  }

  private lane(accountId: string): AccountLane {
    const { environment, concurrency } = this.request;
    const known = this.lanes.get(accountId) ?? new AccountLane(environment, accountId, this.signal, concurrency);
    this.lanes.set(accountId, known);
    return known;
  }
}

interface Judged {
  readonly planned: Omit<PlanRow, 'index' | 'line' | 'column' | 'accountId' | 'userId'>;
  /** The user as the row leaves it, where it is sent. */
  readonly left?: User | undefined;
}

/** Errors in front: they say why the row is not sent. */
const withProblems = (problems: readonly PlanProblem[]): Pick<PlanRow, 'problems'> =>
  problems.length === 0
    ? {}
    : {
        problems: problems
          .toSorted((one, other) => Number(isError(other)) - Number(isError(one)))
          .slice(0, maxProblems),
      };

/** Truto's limits: requests in a second, of an account and of a token. */
const perAccount = 5;
const perToken = 50;

/** Each update takes a look and a request; without looking, the request alone. */
function estimate(sends: readonly number[], body: 'changed' | 'whole'): PlanHeader['estimate'] {
  const each = body === 'whole' ? 1 : 2;
  const requests = sends.reduce((sum, count) => sum + count, 0) * each;
  const slowest = sends.reduce((most, count) => Math.max(most, count), 0) * each;
  return { requests, seconds: Math.ceil(Math.max(slowest / perAccount, requests / perToken)) };
}
