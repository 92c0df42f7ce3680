import { guessBudget, KnownNames } from '../schema/closestName';
import { FreeNames } from '../schema/freeNames';
import { isRecord } from '../json/isRecord';
import type { AccountRules, FieldRule, FieldRules } from './accountRules';
import type { Coded } from '../json/coded';
import type { JsonPath } from '../json/jsonPath';
import { schemaAt } from '../schema/schemaAt';
import { typesOf } from '../schema/schemaOf';
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
  budget = guessBudget(),
): RuleFinding[] {
  const named = isRecord(user['$truto']) ? user['$truto']['integrated_account_id'] : undefined;
  if (!isOfAccount(named, rules)) return [...findings];
  const names = new FreeNames((holder) => ownNamesAt(holder, rules), budget);
  const general = findings
    .map((finding) => informed(finding, user, rules, names))
    .filter((finding) => finding !== undefined);
  const own = new Walk(rules).user(user);
  if (own.length === 0) return general;
  const taken = new Set(general.map(({ path }) => JSON.stringify(path)));
  return [...general, ...own.filter(({ path }) => !taken.has(JSON.stringify(path)))];
}

/** A general finding as it is to somebody who knows the account; undefined when it is none then. */
function informed(
  finding: SchemaFinding,
  user: object,
  rules: AccountRules,
  names: FreeNames,
): SchemaFinding | undefined {
  const rule = ruleAt(finding.path, rules);
  if (finding.code === 'notAllowedValue' && rule?.allowed) return undefined;
  if (finding.code === 'misplacedField') return rule && finding.path[0] !== '$truto' ? undefined : finding;
  if (finding.code !== 'unknownField') return finding;
  if (rule) return undefined;
  const { field, suggestion, isSure, readOnly } = finding.params;
  if (isSure || readOnly) return finding;
  const holder = finding.path.slice(0, -1);
  const own = names.of(at(holder, user), holder).meant(field, names.budget);
  const isBetter = own && (suggestion === undefined || own.isSure);
  return isBetter ? { ...finding, params: { ...finding.params, ...own } } : finding;
}

const at = (path: JsonPath, user: object): object =>
  path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], user) as object;

/** The names of the account's own. */
function ownNamesAt(holder: JsonPath, rules: AccountRules): string[] {
  const fields = fieldRulesAt(holder, rules) ?? {};
  return Object.keys(fields).filter((name) => fields[name]?.extra);
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
    const isThere = (name: string) => Object.hasOwn(query, name);
    const isGiven = (name: string) => isThere(name) && !isBlank(query[name]);
    const place = (name: string | undefined) => (name !== undefined && isThere(name) ? [...path, name] : at);
    for (const [field, rule] of Object.entries(rules)) {
      if (rule.required && !isGiven(field)) this.missing({ field, in: 'query' }, path, place(field));
      else if (isThere(field)) this.value(query[field], rule, [...path, field]);
    }
    const [field] = queryOneOf;
    if (field !== undefined && !queryOneOf.some(isGiven))
      this.missing({ field, oneOf: queryOneOf, in: 'query' }, path, place(queryOneOf.find(isThere)));
  }

  private object(object: Readonly<Record<string, unknown>>, rules: FieldRules, path: JsonPath): void {
    for (const [name, rule] of Object.entries(rules)) {
      if (Object.hasOwn(object, name)) this.value(object[name], rule, [...path, name]);
      else if (rule.required) this.missing({ field: name }, path);
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
    // Where the schema knows of no list there, the list itself is what is wrong.
    const part = schemaAt(path);
    const item = !part || typesOf(part).includes('array') ? itemRule(rule) : rule.items;
    if (item) for (const [index, value] of values.entries()) this.value(value, item, [...path, index]);
  }

  private notAllowed(got: unknown, values: NonNullable<FieldRule['allowed']>, path: JsonPath): void {
    const allowed = values.map(String);
    const params = { allowed: values, got, ...(typeof got === 'string' && new KnownNames(allowed).meant(got)) };
    this.add({ code: 'notAllowedValue', params }, path);
  }

  private missing(params: FindingParams['missingField'], holder: JsonPath, at?: JsonPath): void {
    this.add({ code: 'missingField', params }, [...holder, params.field], at);
  }

  private add(finding: Coded<Pick<FindingParams, AskedCode>>, path: JsonPath, at?: JsonPath): void {
    const params = { ...finding.params, integration: this.rules.integration };
    // The params are still those of the code.
    this.found.push({ code: finding.code, params, path, ...(at && { at }) } as RuleFinding);
  }
}

/**
 * Whether a query parameter has nothing to say: it would be left out (null, an empty list or object), or be sent without a
 * value. In a body these say something.
 */
function isBlank(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === undefined || value === null || value === '';
  return Object.values(value).every(isBlank);
}

function isOfType(value: unknown, type: JsonTypeName): boolean {
  // What is too large for a double is whole.
  return type === 'integer'
    ? Number.isInteger(value) || value === Infinity || value === -Infinity
    : typeName(value) === type;
}
