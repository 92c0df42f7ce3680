import { suggested } from '../schema/closestName';
import { isRecord } from '../json/isRecord';
import type { AccountRules, FieldRule, FieldRules } from './accountRules';
import type { Coded } from '../json/coded';
import type { JsonPath } from '../json/jsonPath';
import { typeName, type FindingParams, type SchemaFinding } from '../schema/schemaFindings';
import type { JsonTypeName } from '../schema/userSchemaShape';
import { isPlain } from './describedSchema';
import { fieldRulesAt, isOfAccount, itemRule, ruleAt } from './ruleAt';

/** A finding with the place to mark where that is not its own: the nearest object above what is missing. */
export type RuleFinding = SchemaFinding & { readonly at?: JsonPath };

/** What an account can ask. */
type AskedCode = 'wrongType' | 'notAllowedValue' | 'missingField';

/**
 * The findings about one user with what its account asks added: at most one for each path. The account's own fields
 * are known fields, and its own allowed values take the place of the general ones. A user that names another account
 * keeps the general findings.
 */
export function withAccountRules(
  findings: readonly SchemaFinding[],
  user: Readonly<Record<string, unknown>>,
  rules: AccountRules,
): RuleFinding[] {
  const named = isRecord(user['$truto']) ? user['$truto']['integrated_account_id'] : undefined;
  if (!isOfAccount(named, rules)) return [...findings];
  const general = findings.map((finding) => informed(finding, user, rules)).filter((finding) => finding !== undefined);
  const own = new Walk(rules).user(user);
  const taken = new Set(general.map(({ path }) => JSON.stringify(path)));
  return [...general, ...own.filter(({ path }) => !taken.has(JSON.stringify(path)))];
}

/** A general finding as it is to somebody who knows the account; undefined when it is none then. */
function informed(finding: SchemaFinding, user: object, rules: AccountRules): SchemaFinding | undefined {
  const rule = ruleAt(finding.path, rules);
  if (finding.code === 'notAllowedValue' && rule?.allowed) return undefined;
  if (finding.code === 'misplacedField') return rule && finding.path[0] !== '$truto' ? undefined : finding;
  if (finding.code !== 'unknownField') return finding;
  if (rule) return undefined;
  const { field, suggestion, isSure, readOnly } = finding.params;
  if (isSure || readOnly) return finding;
  const own = suggested(field, freeNames(finding.path.slice(0, -1), user, rules));
  const isBetter = own && (suggestion === undefined || own.isSure);
  return isBetter ? { ...finding, params: { ...finding.params, ...own } } : finding;
}

/** The names of the account's own that an object does not have yet. */
function freeNames(holder: JsonPath, user: object, rules: AccountRules): string[] {
  const fields = fieldRulesAt(holder, rules) ?? {};
  const object = holder.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], user);
  return Object.keys(fields).filter((name) => fields[name]?.extra && !Object.hasOwn(object as object, name));
}

/** One pass over what the rules name in a user. */
class Walk {
  private readonly found: RuleFinding[] = [];

  constructor(private readonly rules: AccountRules) {}

  user(user: Readonly<Record<string, unknown>>): RuleFinding[] {
    this.object(user, this.rules.body, []);
    const { $truto: truto = {} } = user;
    const { query = {} } = isRecord(truto) ? truto : { query: undefined };
    if (isRecord(truto) && isRecord(query)) this.query(query, user);
    return this.found;
  }

  private query(query: Readonly<Record<string, unknown>>, user: Readonly<Record<string, unknown>>): void {
    const path = ['$truto', 'query'];
    const at = isRecord(user['$truto']) ? (isRecord(user['$truto']['query']) ? path : ['$truto']) : [];
    const { query: rules, queryOneOf } = this.rules;
    this.object(query, rules, path, { at, in: 'query' });
    const [first] = queryOneOf;
    if (first !== undefined && !queryOneOf.some((name) => Object.hasOwn(query, name))) {
      this.add(
        { code: 'missingField', params: { field: first, oneOf: queryOneOf, in: 'query' } },
        [...path, first],
        at,
      );
    }
  }

  private object(
    object: Readonly<Record<string, unknown>>,
    rules: FieldRules,
    path: JsonPath,
    query?: { readonly at: JsonPath; readonly in: 'query' },
  ): void {
    for (const [name, rule] of Object.entries(rules)) {
      if (Object.hasOwn(object, name)) this.value(object[name], rule, [...path, name]);
      else if (rule.required) this.missing(name, path, query);
    }
  }

  private value(value: unknown, rule: FieldRule, path: JsonPath): void {
    if (value === null) return;
    const { types, allowed, fields } = rule;
    if (types && !types.some((type) => isOfType(value, type)))
      this.add({ code: 'wrongType', params: { expected: types, got: typeName(value) } }, path);
    else if (Array.isArray(value)) this.items(value, rule, path);
    else if (isPlain(value) && allowed && !allowed.some((one) => String(one) === String(value)))
      this.notAllowed(value, allowed, path);
    else if (isRecord(value) && fields) this.object(value, fields, path);
  }

  private items(values: readonly unknown[], rule: FieldRule, path: JsonPath): void {
    const item = itemRule(rule);
    if (item) for (const [index, value] of values.entries()) this.value(value, item, [...path, index]);
  }

  private notAllowed(got: unknown, values: NonNullable<FieldRule['allowed']>, path: JsonPath): void {
    const allowed = values.map(String);
    const params = { allowed: values, got, ...(typeof got === 'string' && suggested(got, allowed)) };
    this.add({ code: 'notAllowedValue', params }, path);
  }

  private missing(
    field: string,
    holder: JsonPath,
    query: { readonly at: JsonPath; readonly in: 'query' } | undefined,
  ): void {
    const params = { field, ...(query && { in: query.in }) };
    this.add({ code: 'missingField', params }, [...holder, field], query?.at);
  }

  private add(finding: Coded<Pick<FindingParams, AskedCode>>, path: JsonPath, at?: JsonPath): void {
    const params = { ...finding.params, integration: this.rules.integration };
    // The params are still those of the code.
    this.found.push({ code: finding.code, params, path, ...(at && { at }) } as RuleFinding);
  }
}

function isOfType(value: unknown, type: JsonTypeName): boolean {
  // What is too large for a double is whole.
  return type === 'integer'
    ? Number.isInteger(value) || value === Infinity || value === -Infinity
    : typeName(value) === type;
}
