import type { Environment } from '../../api/environment';
import { explanationOf } from '../../api/explanationOf';
import { keep, type Kept } from '../../api/kept';
import { isRecord } from '../../core/json/isRecord';
import { describedProperties, describedRequired, isMarkedRequired } from '../../core/rules/describedSchema';
import { isSecretName } from '../../core/secrets/isSecretName';

type Query = Readonly<Record<string, unknown>>;

interface ReadOf {
  readonly environment: Environment;
  readonly accountId: string;
  readonly method: 'get' | 'list';
}

const stateKey = 'truto.readParameters';
const maxAccounts = 200;

/** The query parameters that a person gave for reading the users of an account: each is asked for once. Kept per workspace. */
export class ReadParameters {
  constructor(private readonly state: Kept) {}

  of({ key }: Pick<Environment, 'key'>, accountId: string): Query {
    const query = this.all()[`${key} ${accountId}`];
    return isRecord(query) ? query : {};
  }

  /** Keeps them with those that are there. What may be a secret is not kept. */
  async keep(environment: Pick<Environment, 'key'>, accountId: string, given: Query): Promise<void> {
    const name = `${environment.key} ${accountId}`;
    const query = Object.entries({ ...this.of(environment, accountId), ...given });
    const others = Object.entries(this.all()).filter(([other]) => other !== name);
    const own = [name, Object.fromEntries(query.filter(([parameter]) => !isSecretName(parameter)))] as const;
    await keep(this.state, stateKey, Object.fromEntries([...others.slice(1 - maxAccounts), own]));
  }

  private all(): Query {
    const all = this.state.get(stateKey);
    return isRecord(all) ? all : {};
  }
}

/**
 * The query parameters that a read lacks, as its failure and the account's own description tell. None where it failed for
 * another reason.
 */
export async function lackingParameters(
  { environment, accountId, method }: ReadOf,
  given: Query,
  error: unknown,
): Promise<string[]> {
  const explanation = explanationOf(error);
  if (explanation?.status !== 400) return [];
  const refused = explanation.fieldProblems
    .filter((problem) => problem.in === 'query' && problem.kind === 'missing')
    .map(({ path: [name] }) => String(name));
  const { querySchema = {}, defaultQuery = {} } = (await environment.readMeta(accountId, method)) ?? {};
  const described = [
    ...describedRequired(querySchema),
    ...describedProperties(querySchema, true).flatMap(([name, schema]) => (isMarkedRequired(schema) ? [name] : [])),
  ].filter((name) => !Object.hasOwn(defaultQuery, name));
  const isLacking = (name: string) => name !== 'integrated_account_id' && name !== 'id' && !Object.hasOwn(given, name);
  return [...new Set([...refused, ...described])].filter(isLacking);
}
