import type { Environment } from './environment';
import { explanationOf } from './explanationOf';
import { keep, type Kept } from './kept';
import { exactJsonOf } from '../core/json/exactJson';
import type { FieldProblem } from '../core/errors/errorExplanation';
import { isRecord } from '../core/json/isRecord';
import { describedProperties, describedRequired, isMarkedRequired } from '../core/rules/describedSchema';
import { isSecretName } from '../core/secrets/isSecretName';
import type { OnAttempt, UserMethod } from './trutoClient';

type Query = Readonly<Record<string, unknown>>;

interface ReadOf {
  readonly environment: Environment;
  readonly accountId: string;
  readonly method: 'get' | 'list';
}

/** The query parameters that a read lacks: all of these, or any one of them. */
export interface LackingParameters {
  readonly names: readonly string[];
  readonly isOneOf: boolean;
}

const stateKey = 'truto.readParameters';
const maxAccounts = 200;

/** The query parameters that a person gave for reading the users of an account: each is asked for once. Kept per workspace. */
export class ReadParameters {
  constructor(private readonly state: Kept) {}

  of({ key }: Pick<Environment, 'key'>, accountId: string): Query {
    const kept = this.all()[`${key} ${accountId}`];
    // Kept by an earlier version, it is no text.
    const query = typeof kept === 'string' ? exactJsonOf(kept) : kept;
    return isRecord(query) ? query : {};
  }

  /** What a read is asked with: those that a file gives, and in place of those that it lacks the kept ones. */
  with(environment: Pick<Environment, 'key'>, accountId: string, given: Query): Query {
    return { ...this.of(environment, accountId), ...given };
  }

  /** Keeps them with those that are there. What may be a secret is not kept. */
  async keep(environment: Pick<Environment, 'key'>, accountId: string, given: Query): Promise<void> {
    const name = `${environment.key} ${accountId}`;
    const query = Object.entries(this.with(environment, accountId, given));
    const others = Object.entries(this.all()).filter(([other]) => other !== name);
    const open = Object.fromEntries(query.filter(([parameter]) => !isSecretName(parameter)));
    // As a text, since its numbers keep their spelling.
    const own = [name, JSON.stringify(open)] as const;
    await keep(this.state, stateKey, Object.fromEntries([...others.slice(1 - maxAccounts), own]));
  }

  private all(): Query {
    const all = this.state.get(stateKey);
    return isRecord(all) ? all : {};
  }
}

/**
 * The query parameters that a read lacks, as its failure and the account's own description tell; undefined where it failed for
 * another reason. A rule such as "one of these" is told with whatever fails: it counts where nothing else is known to lack, and
 * only until one of them is given.
 */
export async function lackingParameters(
  { environment, accountId, method }: ReadOf,
  given: Query,
  error: unknown,
): Promise<LackingParameters | undefined> {
  const explanation = explanationOf(error);
  if (explanation?.status !== 400) return undefined;
  const { fieldProblems, conditionalFields } = explanation;
  const refused = queryNames(fieldProblems.filter(({ kind }) => kind === 'missing'));
  const { querySchema = {}, defaultQuery = {} } = (await environment.readMeta(accountId, method)) ?? {};
  const described = [
    ...describedRequired(querySchema),
    ...describedProperties(querySchema, true).flatMap(([name, schema]) => (isMarkedRequired(schema) ? [name] : [])),
  ].filter((name) => !Object.hasOwn(defaultQuery, name));
  const isLacking = (name: string) => name !== 'integrated_account_id' && name !== 'id' && !Object.hasOwn(given, name);
  const names = [...new Set([...refused, ...described])].filter(isLacking);
  if (names.length > 0) return { names, isOneOf: false };
  const anyOf = queryNames(conditionalFields);
  const isGiven = anyOf.some((name) => !isLacking(name) || Object.hasOwn(defaultQuery, name));
  return anyOf.length === 0 || isGiven ? undefined : { names: anyOf, isOneOf: true };
}

const queryNames = (problems: readonly FieldProblem[]): string[] =>
  problems.filter((problem) => problem.in === 'query').map(({ path: [name] }) => String(name));

/**
 * The parameters of an update that a read takes too, and those that it has by default. An account is asked which they are
 * only where there is something to leave out: most take none.
 */
export async function parametersTaken(
  { environment, accountId }: Omit<ReadOf, 'method'>,
  method: UserMethod,
  query: Query,
  signal?: AbortSignal,
  onAttempt?: OnAttempt,
): Promise<Record<string, unknown>> {
  const own = Object.entries(query).filter(([name]) => isTrutos(name));
  const others = Object.entries(query).filter(([name]) => !isTrutos(name));
  if (others.length === 0) return Object.fromEntries(own);
  const meta = await environment.readMeta(accountId, method, signal, onAttempt);
  const { properties } = meta?.querySchema ?? {};
  const named = isRecord(properties) ? properties : {};
  // A description that names nothing is silent, not strict.
  const taken = others.filter(([name]) => Object.hasOwn(named, name) || Object.keys(named).length === 0);
  return { ...meta?.defaultQuery, ...Object.fromEntries([...taken, ...own]) };
}

/** Every read takes it, whatever its description names. */
const isTrutos = (name: string): boolean => name === 'truto_ignore_remote_data';
