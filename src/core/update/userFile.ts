import { exactValue, isTooDeep } from '../json/exactJson';
import { compactJson } from '../json/compactJson';
import { charAt, Char, decodeString, skipSpace, stringEnd, valueEnd } from '../json/jsonText';
import { parseJson, type ParsedJson } from '../json/parseJson';

type Query = Readonly<Record<string, unknown>>;

/** A field of the body. */
export interface UserField {
  readonly name: string;
  /** Its numbers keep their spelling. */
  readonly value: unknown;
  /** The value's own source text without comments, trailing commas and white space: numbers and strings as spelled. */
  readonly json: string;
}

/** What a user file says of where its update goes. */
export interface NamedTarget {
  /** `$truto.integrated_account_id` */
  readonly accountId?: string;
  /** `$truto.id`, else the `id` of the body. */
  readonly userId?: string;
  /** `$truto.query`; its numbers keep their spelling. */
  readonly query: Readonly<Record<string, unknown>>;
}

/** A user file, read: what is sent, and where to. */
export interface UserFile extends NamedTarget {
  /** The body: everything but `$truto` and `$schema`, in order. */
  readonly fields: readonly UserField[];
}

/** Reads the text of a user file; undefined when it is not one JSON object. Of a duplicate key the last counts. */
export function readUserFile(text: string): UserFile | undefined {
  // A large array need not be parsed to tell.
  if (charAt(text, skipSpace(text, 0)) === Char.OpenBracket) return undefined;
  const parsed = parseJson(text);
  return parsed && userFileOf(parsed);
}

/** The same of a text that was parsed already. Its fields are read once they are asked for. */
export function userFileOf({ plain, value }: ParsedJson): UserFile | undefined {
  if (!isObject(value)) return undefined;
  let fields: readonly UserField[] | undefined;
  return {
    ...namedTarget(value, plain),
    get fields() {
      return (fields ??= readFields(plain, value));
    },
  };
}

/** The target alone that a parsed text names; undefined when it is not one JSON object. */
export function namedBy({ plain, value }: ParsedJson): NamedTarget | undefined {
  return isObject(value) ? namedTarget(value, plain) : undefined;
}

function namedTarget(user: Record<string, unknown>, plain: string): NamedTarget {
  const truto = isObject(user.$truto) ? user.$truto : {};
  const accountId = nonEmpty(truto.integrated_account_id);
  const userId = nonEmpty(truto.id) ?? nonEmpty(user.id);
  return {
    ...(accountId !== undefined && { accountId }),
    ...(userId !== undefined && { userId }),
    // Nothing is sent of a file that is too deep, but its user may be looked for.
    query: isObject(truto.query) && !isTooDeep(plain) ? exactQuery(plain, truto.query) : {},
  };
}

function exactQuery(plain: string, parsed: Record<string, unknown>): Record<string, unknown> {
  const truto = lastValue(plain, '$truto');
  return exactValue(lastValue(truto, 'query'), parsed) as Record<string, unknown>;
}

/** The text of a property's value; of duplicate keys that of the last. */
function lastValue(plain: string, wanted: string): string {
  let value = '';
  for (const { name, start, end } of properties(plain)) if (name === wanted) value = plain.slice(start, end);
  return value;
}

/** The query parameters that say where the user lives; those that shape a response are left out. */
export function readQuery({ query }: NamedTarget): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !name.startsWith('truto_')));
}

const ignoring = { truto_ignore_remote_data: true } as const;

/**
 * What a look at the user of an update is asked with: what the response is to leave out, the look leaves out too, unless that is
 * what is sent.
 * @param read what reads are asked with otherwise
 */
export function lookQuery(read: Query, query: Query, sent: Query): Query {
  const ignores = query['truto_ignore_remote_data'] === true;
  return ignores && !Object.hasOwn(sent, 'remote_data') ? { ...read, ...ignoring } : read;
}

/** How a user that is too large is read, of which these fields matter; undefined where that would leave out one of them. */
export function smallerQuery(read: Query, known: Query): Query | undefined {
  const isLast = Object.hasOwn(read, 'truto_ignore_remote_data') || Object.hasOwn(known, 'remote_data');
  return isLast ? undefined : { ...read, ...ignoring };
}

/** The values of fields, by name. */
export const fieldValues = (fields: readonly UserField[]): Record<string, unknown> =>
  Object.fromEntries(fields.map(({ name, value }) => [name, value]));

/** The JSON text of a body made of these fields, every value spelled as in the file. */
export function bodyJson(fields: readonly UserField[]): string {
  return `{${fields.map(({ name, json }) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

function readFields(plain: string, user: Record<string, unknown>): UserField[] {
  const fields = new Map<string, UserField>();
  for (const { name, start, end } of properties(plain)) {
    if (name === '$truto' || name === '$schema') continue;
    fields.delete(name);
    const json = compactJson(plain, start, end);
    fields.set(name, { name, value: exactValue(json, user[name]), json });
  }
  return [...fields.values()];
}

/** The properties of the object that a plain, valid JSON text is, with the offsets of their values. */
function* properties(plain: string): Generator<{ name: string; start: number; end: number }> {
  let at = skipSpace(plain, 0) + 1;
  for (;;) {
    at = skipSpace(plain, at);
    if (charAt(plain, at) !== Char.Quote) return;
    const keyEnd = stringEnd(plain, at);
    const start = skipSpace(plain, skipSpace(plain, keyEnd) + 1);
    const end = valueEnd(plain, start);
    yield { name: decodeString(plain.slice(at, keyEnd)), start, end };
    at = skipSpace(plain, end) + 1;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nonEmpty(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
