import { exactValue, isTooDeep } from '../json/exactJson';
import { compactJson } from '../json/compactJson';
import { charAt, Char, decodeString, skipSpace, stringEnd, valueEnd } from '../json/jsonText';
import { parseJson, type ParsedJson } from '../json/parseJson';

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
  /** `$truto.query` */
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

function namedTarget(user: Record<string, unknown>, plain: string): NamedTarget {
  const truto = isObject(user.$truto) ? user.$truto : {};
  const accountId = nonEmpty(truto.integrated_account_id);
  const userId = nonEmpty(truto.id) ?? nonEmpty(user.id);
  return {
    ...(accountId !== undefined && { accountId }),
    ...(userId !== undefined && { userId }),
    // Nothing is sent of a file that is too deep, but its user may be looked for.
    query: isObject(truto.query) && !isTooDeep(plain) ? truto.query : {},
  };
}

/** The query parameters that say where the user lives; those that shape a response are left out. */
export function readQuery({ query }: NamedTarget): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !name.startsWith('truto_')));
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
