import { integrationRule } from '../core/rules/integrations';
import type { Insights } from './response';
import { trutoRefusal } from './response';
import type { Query } from './queryReaders';
import type { SandboxAccount } from './sandboxAccount';
import type { StoredUser } from './sandboxUser';

/** What an integration wants of a call. */
interface Demands {
  readonly query: readonly string[];
  /** At least one of these; empty when there is no such rule. */
  readonly queryOneOf: readonly string[];
  readonly fields: readonly string[];
}

/**
 * Integrations whose accounts here fill in by themselves what the reference calls required: `meta/update`, which tells so, is
 * the word that counts.
 */
const filledIn: ReadonlySet<string> = new Set(['activecampaign', 'clickup']);

/** What the account's integration wants of a call of this method. */
export function demandsOf(account: SandboxAccount, method: 'get' | 'list' | 'update'): Demands {
  const { requiredQuery, requiredQueryOneOf } = account.quirks;
  if (method !== 'update')
    return { query: requiredQuery?.[method] ?? [], queryOneOf: requiredQueryOneOf?.[method] ?? [], fields: [] };
  const rule = integrationRule(account.integration.name);
  return {
    query: rule?.requiredQuery ?? [],
    queryOneOf: rule?.requiredQueryOneOf ?? [],
    fields: filledIn.has(account.integration.name) ? [] : (rule?.requiredFields ?? []),
  };
}

/** Throws a 400 that names what is missing. */
export function refuseIncomplete(demands: Demands, query: Query, body: StoredUser = {}): void {
  const parameters = demands.query.filter((name) => isEmpty(query[name]));
  const fields = demands.fields.filter((name) => body[name] === undefined || body[name] === null);
  const { queryOneOf: oneOf } = demands;
  const noneOf = oneOf.length > 0 && oneOf.every((name) => isEmpty(query[name]));
  if (parameters.length + fields.length === 0 && !noneOf) return;
  const insights: Insights = {
    ...(parameters.length === 0
      ? {}
      : {
          missing_required_query_parameters: {
            description: 'These query parameters are required by the integration.',
            value: parameters,
          },
        }),
    ...(fields.length === 0
      ? {}
      : {
          missing_required_body_fields: {
            description: 'These body fields are required by the integration.',
            value: fields,
          },
        }),
  };
  const missing = [...parameters, ...fields, ...(noneOf ? [`one of ${oneOf.join(', ')}`] : [])];
  throw trutoRefusal(400, `Missing: ${missing.join(', ')}`, { insights });
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
