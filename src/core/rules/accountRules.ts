import { isRecord } from '../json/isRecord';
import { integrationRule } from './integrations';
import {
  describedEnum,
  describedProperties,
  describedRequired,
  describedTypes,
  isMarkedRequired,
  type DescribedSchema,
  type PlainValue,
} from './describedSchema';
import type { JsonPath } from '../json/jsonPath';
import { schemaAt } from '../schema/schemaAt';
import { isSecretName } from '../secrets/isSecretName';
import type { JsonTypeName, SchemaPart } from '../schema/userSchemaShape';

/** What one account asks of a field beyond the general schema. Null, which clears a field, is always allowed. */
export interface FieldRule {
  /** By the object that holds it. */
  readonly required?: true;
  /** The account's own field: the general schema does not know it. */
  readonly extra?: true;
  readonly types?: readonly JsonTypeName[];
  /** Values allowed here; in a list, in each of its items. */
  readonly allowed?: readonly PlainValue[];
  readonly fields?: FieldRules;
  readonly items?: FieldRule;
}

export type FieldRules = Readonly<Record<string, FieldRule>>;

/** What one account asks of an update beyond the general schema: plain data, to be kept and handed to a worker. */
export interface AccountRules {
  readonly accountId: string;
  /** What people call the integration. */
  readonly integration: string;
  /** `account`: its own mapping said so. `integration`: Truto's reference says so of all accounts of the integration. */
  readonly source: 'account' | 'integration';
  /** When the account was asked, in milliseconds since 1970. */
  readonly asOf?: number;
  readonly body: FieldRules;
  readonly query: FieldRules;
  /** At least one of these query parameters is needed; empty when there is no such rule. */
  readonly queryOneOf: readonly string[];
}

/** An integrated account, as far as its rules go. */
interface RuledAccount {
  readonly id: string;
  readonly integration: { readonly name: string; readonly label: string };
}

/** What `meta/update` answered. */
interface DescribedMeta {
  readonly bodySchema: DescribedSchema;
  readonly querySchema: DescribedSchema;
  readonly defaultBody: DescribedSchema;
  readonly defaultQuery: DescribedSchema;
}

/**
 * The rules that an account's own mapping states. Where it describes no query or no body, and for what it has no word
 * (one of several parameters is needed), Truto's reference of the integration stands in.
 */
export function accountRules(meta: DescribedMeta, account: RuledAccount, asOf: number): AccountRules {
  const known = integrationRule(account.integration.name);
  return {
    accountId: account.id,
    integration: account.integration.label,
    source: 'account',
    asOf,
    body: describedRules(meta.bodySchema, [], meta.defaultBody) ?? requiredRules(known?.requiredFields),
    query:
      describedRules(meta.querySchema, ['$truto', 'query'], meta.defaultQuery) ?? requiredRules(known?.requiredQuery),
    queryOneOf: known?.requiredQueryOneOf ?? [],
  };
}

/** The rules that Truto's reference states of the account's integration; undefined when it has none of that name. */
export function referenceRules(account: RuledAccount): AccountRules | undefined {
  const known = integrationRule(account.integration.name);
  return (
    known && {
      accountId: account.id,
      integration: account.integration.label,
      source: 'integration',
      body: requiredRules(known.requiredFields),
      query: requiredRules(known.requiredQuery),
      queryOneOf: known.requiredQueryOneOf,
    }
  );
}

/** The fields of the body that every update of the account must carry. */
export function requiredFields(rules: AccountRules | undefined): string[] {
  const body = rules?.body ?? {};
  return Object.keys(body).filter((name) => body[name]?.required);
}

function requiredRules(names: readonly string[] = []): FieldRules {
  return Object.fromEntries(names.map((name) => [name, { required: true }]));
}

/** Sent with every request anyway, or in its path. */
const alwaysSent: ReadonlySet<string> = new Set(['id', 'integrated_account_id', '$truto', '$schema']);

/** The rules of the fields at the top; undefined when the schema describes none. */
function describedRules(schema: DescribedSchema, path: JsonPath, defaults: DescribedSchema): FieldRules | undefined {
  const rules = objectRules(schema, path, 0);
  if (!rules) return undefined;
  const needed = Object.entries(rules).map(([name, rule]): [string, FieldRule] => [
    name,
    alwaysSent.has(name) || Object.hasOwn(defaults, name) ? optional(rule) : rule,
  ]);
  return Object.fromEntries(needed.filter(([, rule]) => saysSomething(rule)));
}

const maxDepth = 6;
/** More values than these are no list that a person could choose from; they would only fill the memory. */
const maxValues = 1000;

function objectRules(schema: DescribedSchema, path: JsonPath, depth: number): FieldRules | undefined {
  const properties = describedProperties(schema, depth === 0);
  const required = describedRequired(schema);
  if (properties.length === 0 && required.length === 0) return undefined;
  const names = new Set(properties.map(([name]) => name));
  const rules = new Map(properties.map(([name, property]) => [name, fieldRule(property, [...path, name], depth)]));
  for (const name of required) {
    const steps = names.has(name) ? [name] : name.split('.');
    const [first = name, ...rest] = steps;
    rules.set(first, withRequired(rules.get(first) ?? {}, rest));
  }
  return Object.fromEntries([...rules].filter(([, rule]) => saysSomething(rule)));
}

function fieldRule(schema: DescribedSchema, path: JsonPath, depth: number): FieldRule {
  const known = schemaAt(path);
  const types = narrowed(describedTypes(schema), known);
  // Rules are kept: a value to choose from would be a secret on the disk.
  const isSecret = path.some((step) => typeof step === 'string' && isSecretName(step));
  const allowed = isSecret ? undefined : ownValues(describedEnum(schema), known);
  const nested = depth < maxDepth;
  const { items } = schema;
  const fields = nested ? objectRules(schema, path, depth + 1) : undefined;
  const item = nested && isRecord(items) ? fieldRule(items, [...path, 0], depth + 1) : undefined;
  return {
    ...(isMarkedRequired(schema) && { required: true }),
    ...(!known && { extra: true }),
    ...(types && { types }),
    ...(allowed && { allowed }),
    ...(fields && Object.keys(fields).length > 0 && { fields }),
    ...(item && saysSomething(item) && { items: item }),
  };
}

function withRequired(rule: FieldRule, [next, ...rest]: readonly string[]): FieldRule {
  if (next === undefined) return { ...rule, required: true };
  if (rule.items) return { ...rule, items: withRequired(rule.items, [next, ...rest]) };
  return { ...rule, fields: { ...rule.fields, [next]: withRequired(rule.fields?.[next] ?? {}, rest) } };
}

function optional(rule: FieldRule): FieldRule {
  return Object.fromEntries(Object.entries(rule).filter(([key]) => key !== 'required'));
}

/** What the general schema says already is not kept. */
function saysSomething(rule: FieldRule): boolean {
  return Object.keys(rule).length > 0;
}

/** Types only count where they are fewer than the general ones; where the two contradict each other, Truto's reference wins. */
function narrowed(
  types: readonly JsonTypeName[] | undefined,
  known: SchemaPart | undefined,
): readonly JsonTypeName[] | undefined {
  if (!types || !known) return types;
  const general = new Set([known.type ?? []].flat());
  const takes = (type: JsonTypeName) => general.has(type) || (type === 'integer' && general.has('number'));
  const common = types.filter(takes);
  const all = [...general].every((type) => type === 'null' || common.includes(type));
  return common.length === 0 || all ? undefined : common;
}

function ownValues(
  values: readonly PlainValue[] | undefined,
  known: SchemaPart | undefined,
): readonly PlainValue[] | undefined {
  if (!values || values.length > maxValues) return undefined;
  const general = known?.enum?.filter((value) => value !== null);
  const isSame = general?.length === values.length && values.every((value) => general.includes(String(value)));
  return isSame ? undefined : values;
}
