import { isWriteOnly, itemSchema } from '../schema/schemaAt';
import type { AccountRules, FieldRule } from '../rules/accountRules';
import { userSchema } from '../schema/generated/userSchema';
import { choicesOf, typesOf } from '../schema/schemaOf';
import type { JsonTypeName, SchemaPart } from '../schema/userSchemaShape';
import type { PlainValue } from '../rules/describedSchema';

/** What kind of value a parameter takes. `known` are texts that are likely; others are just as good. */
export type ParameterShape =
  | { readonly kind: 'choice'; readonly choices: readonly PlainValue[] }
  | { readonly kind: 'boolean' | 'text' | 'number' }
  | { readonly kind: 'texts'; readonly known: readonly string[] }
  | { readonly kind: 'json'; readonly type: JsonTypeName | undefined };

/**
 * Who wants a parameter: the account's integration requires it, or one of several such (`oneOf`), or takes it; every
 * integration takes it (`all`); only others are known to (`others`); nobody is known to (`nobody`).
 */
export type ParameterNeed = 'required' | 'oneOf' | 'supported' | 'all' | 'others' | 'nobody';

/** A query parameter of an update, and the value it has now. */
export interface QueryParameter {
  readonly name: string;
  /** Markdown; undefined when nothing is known of the parameter. */
  readonly meaning: string | undefined;
  /** Which integrations require or support it; undefined where that is not told. */
  readonly note: string | undefined;
  /** What each of its values means, where that is told. */
  readonly meanings: Readonly<Record<string, string>>;
  readonly example: unknown;
  readonly shape: ParameterShape;
  readonly need: ParameterNeed;
  /** Undefined when the parameter is not sent. */
  readonly value: unknown;
  /** Where the value comes from; `default` is what Truto does without the parameter. */
  readonly origin: 'file' | 'setting' | 'default' | 'none';
}

/** What the parameters of one file depend on. */
export interface ParameterSources {
  /** `$truto.query` of the file. */
  readonly query: Readonly<Record<string, unknown>>;
  /** What the settings ask for. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly rules: AccountRules | undefined;
  /** The parameters that Truto's reference names for the account's integration. */
  readonly supported: readonly string[];
}

const parts = userSchema.definitions.query?.properties ?? {};

/** What Truto does without the parameter. Source: the Update Users page. */
const defaults: Readonly<Record<string, unknown>> = {
  truto_response_format: 'unified',
  truto_ignore_remote_data: false,
};

const order: readonly ParameterNeed[] = ['required', 'oneOf', 'supported', 'all', 'others', 'nobody'];

/**
 * All parameters that an update can carry, besides the account: those of the Update Users page, the account's own, and
 * whatever else the file has. What the account's integration requires comes first.
 */
export function queryParameters(sources: ParameterSources): QueryParameter[] {
  const names = new Set([
    ...Object.keys(parts),
    ...Object.keys(sources.rules?.query ?? {}),
    ...Object.keys(sources.query),
  ]);
  names.delete('integrated_account_id');
  const parameters = [...names].map((name) => queryParameter(name, sources));
  return order.flatMap((need) => parameters.filter((parameter) => parameter.need === need));
}

function queryParameter(name: string, sources: ParameterSources): QueryParameter {
  const part = own(parts, name);
  const rule = own(sources.rules?.query ?? {}, name);
  return {
    name,
    meaning: part?.description,
    note: part?.['x-integrations']?.note,
    meanings: part?.['x-values'] ?? {},
    example: part?.examples?.[0],
    shape: shapeOf(name, part, rule),
    need: needOf(name, part, rule, sources),
    ...valueOf(name, sources),
  };
}

function needOf(
  name: string,
  part: SchemaPart | undefined,
  rule: FieldRule | undefined,
  { rules, supported }: ParameterSources,
): ParameterNeed {
  if (rule?.required) return 'required';
  if (rules?.queryOneOf.includes(name)) return 'oneOf';
  if (rule || supported.includes(name)) return 'supported';
  if (!part) return 'nobody';
  return part['x-integrations'] ? 'others' : 'all';
}

function valueOf(name: string, { query, settings }: ParameterSources): Pick<QueryParameter, 'value' | 'origin'> {
  if (Object.hasOwn(query, name)) return { value: query[name], origin: 'file' };
  if (Object.hasOwn(settings, name)) return { value: settings[name], origin: 'setting' };
  return Object.hasOwn(defaults, name)
    ? { value: defaults[name], origin: 'default' }
    : { value: undefined, origin: 'none' };
}

/** The fields that a response can hold. */
const returnedFields: readonly string[] = [
  ...Object.keys(userSchema.properties).filter((name) => !name.startsWith('$') && !isWriteOnly(name)),
  ...Object.keys(userSchema['x-responseFields']),
];

function shapeOf(name: string, part: SchemaPart | undefined, rule: FieldRule | undefined): ParameterShape {
  const choices = rule?.allowed ?? (part && choicesOf(part));
  const types = rule?.types ?? (part ? typesOf(part) : ['string']);
  const [type] = types;
  if (type === 'array' && itemsAreTexts(part, rule))
    return { kind: 'texts', known: name === 'truto_exclude_fields' ? returnedFields : [] };
  if (types.length !== 1) return { kind: 'json', type: undefined };
  if (type === 'array' || type === 'object') return { kind: 'json', type };
  if (choices) return { kind: 'choice', choices };
  if (type === 'boolean') return { kind: 'boolean' };
  return { kind: type === 'number' || type === 'integer' ? 'number' : 'text' };
}

function itemsAreTexts(part: SchemaPart | undefined, rule: FieldRule | undefined): boolean {
  const items = itemSchema(part);
  const types = rule?.items?.types ?? (items ? typesOf(items) : []);
  return types.length === 1 && types[0] === 'string';
}

const own = <T>(members: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;
