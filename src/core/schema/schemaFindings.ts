import { guessBudget, KnownNames, type GuessBudget, type Suggestion } from './closestName';
import { FreeNames } from './freeNames';
import { otherName } from './otherNames';
import { userSchema } from './generated/userSchema';
import { validateUser, type SchemaError } from './generated/validateUser';
import type { Coded } from '../json/coded';
import type { JsonPath } from '../json/jsonPath';
import { isDate } from './readDate';
import { schemaAt } from './schemaAt';
import { placeOfStray } from './strayParameter';
import type { JsonTypeName } from './userSchemaShape';

/** `integration` names who asks, where that is the account's integration and not every one. */
interface Asked {
  readonly integration?: string;
}

/** What can be wrong with a user's fields. Where null is allowed, `expected` and `allowed` leave it out. */
export interface FindingParams {
  readonly wrongType: Asked & { readonly expected: readonly JsonTypeName[]; readonly got: JsonTypeName };
  /** `suggestion`: the allowed value that is close. */
  readonly notAllowedValue: Asked &
    Partial<Suggestion> & {
      readonly allowed: readonly (string | number | boolean)[];
      readonly got: unknown;
    };
  /** `isDate`: it is a date, in a form that no page names. */
  readonly wrongFormat: { readonly format: 'date-time' | 'uuid'; readonly got: unknown; readonly isDate?: true };
  /** Of the query, `oneOf` are the parameters of which one is enough. */
  readonly missingField: Asked & {
    readonly field: string;
    readonly in?: 'query';
    readonly oneOf?: readonly string[];
  };
  /** Truto returns it and takes no changes (`readOnly`), or it may mean another one (`suggestion`). */
  /** `place`: the path where it counts. */
  readonly misplacedField: { readonly field: string; readonly place: JsonPath };
  readonly unknownField: Partial<Suggestion> & { readonly field: string; readonly readOnly?: true };
}

/** What the schema says against a user, before its place in the text is known. */
export type SchemaFinding = Coded<FindingParams> & {
  /** Of the value at fault; for `unknownField` and `missingField` of the field itself. */
  readonly path: JsonPath;
};

/** Checks one user, an object, by the schema of a user file or of a response: at most one finding for each path. */
export function schemaFindings(
  user: object,
  validate: typeof validateUser = validateUser,
  budget = guessBudget(),
): SchemaFinding[] {
  if (validate(user)) return [];
  const found: SchemaFinding[] = [];
  const indexes = new Map<string, number>();
  const names = new FreeNames(fieldNamesAt, budget);
  for (const error of validate.errors ?? []) {
    const finding = readError(error, user, names);
    if (!finding) continue;
    // A name is found once; of a value, and of what is missing beside it, several things can be said.
    if (error.keyword === 'additionalProperties') {
      found.push(finding);
      continue;
    }
    const pointer = `${error.instancePath}/${error.keyword === 'required' ? String(finding.path.at(-1)) : ''}`;
    const index = indexes.get(pointer) ?? found.length;
    const other = found[index];
    if (!other || rank(finding) < rank(other)) found[index] = finding;
    indexes.set(pointer, index);
  }
  return found;
}

/** `$schema` is for editors: nobody who writes of users means it. */
const fieldNamesAt = (holder: JsonPath): string[] =>
  Object.keys(schemaAt(holder)?.properties ?? {}).filter((name) => name !== '$schema');

/** A value of the wrong type has the wrong format and is no allowed value, too: the type says it best. */
function rank(finding: SchemaFinding): number {
  return finding.code === 'wrongType' ? 0 : 1;
}

function readError(error: SchemaError, user: object, names: FreeNames): SchemaFinding | undefined {
  const { path, value } = follow(user, error.instancePath);
  switch (error.keyword) {
    case 'type':
      // A number that is too large is said to be just that.
      if (isTooLarge(value) && expectedTypes(error.params.type).includes('number')) return undefined;
      return { code: 'wrongType', path, params: { expected: expectedTypes(error.params.type), got: typeName(value) } };
    case 'enum':
      return { code: 'notAllowedValue', path, params: allowedValues(error.params.allowedValues, value) };
    case 'format':
      return wrongFormat(path, error.params.format as 'date-time' | 'uuid', value);
    case 'pattern':
      return wrongFormat(path, 'date-time', value);
    case 'required':
      return missingField(path, String(error.params.missingProperty));
    case 'additionalProperties':
      return unknownField(path, String(error.params.additionalProperty), value as object, names);
    default:
      return undefined;
  }
}

const isTooLarge = (value: unknown): boolean => value === Infinity || value === -Infinity;

function wrongFormat(path: JsonPath, format: 'date-time' | 'uuid', got: unknown): SchemaFinding {
  const isOtherDate = format === 'date-time' && typeof got === 'string' && isDate(got);
  return { code: 'wrongFormat', path, params: { format, got, ...(isOtherDate && { isDate: true }) } };
}

function expectedTypes(type: unknown): JsonTypeName[] {
  const types = (Array.isArray(type) ? type : [type]) as JsonTypeName[];
  return types.filter((name) => name !== 'null');
}

function allowedValues(values: unknown, got: unknown): FindingParams['notAllowedValue'] {
  const allowed = (Array.isArray(values) ? values : []).filter((value) => typeof value === 'string');
  return { allowed, got, ...(typeof got === 'string' && new KnownNames(allowed).meant(got)) };
}

function missingField(holder: JsonPath, field: string): SchemaFinding {
  return { code: 'missingField', path: [...holder, field], params: { field } };
}

/** Says in `$truto` why a user of a bulk update was not updated. It is for people, and means nothing for the next update. */
export const causeKey = 'cause';

function unknownField(holder: JsonPath, field: string, object: object, names: FreeNames): SchemaFinding | undefined {
  // The scan of the text reports it, as a key that is forbidden everywhere.
  if (field === '__proto__') return undefined;
  if (field === causeKey && holder.length === 1 && holder[0] === '$truto') return undefined;
  const path = [...holder, field];
  if (holder.length === 0 && Object.hasOwn(userSchema['x-responseFields'], field)) {
    return { code: 'unknownField', path, params: { field, readOnly: true } };
  }
  const place = placeOfStray(holder, field);
  if (place) return { code: 'misplacedField', path, params: { field, place } };
  return {
    code: 'unknownField',
    path,
    params: { field, ...meantField(holder, field, names.of(object, holder), names.budget) },
  };
}

/** The field that was meant, of those that the object does not have yet. */
function meantField(holder: JsonPath, field: string, free: KnownNames, budget: GuessBudget): Suggestion | undefined {
  const other = otherName(holder, field);
  if (other === 'stranger') return undefined;
  if (other) return free.has(other.to) ? { suggestion: other.to } : undefined;
  return free.meant(field, budget);
}

/** Walks a JSON pointer, so that indexes become numbers and the value is known. */
function follow(root: unknown, pointer: string): { path: JsonPath; value: unknown } {
  const path: (string | number)[] = [];
  let value = root;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const key = Array.isArray(value) ? Number(name) : name;
    path.push(key);
    value = (value as Record<string | number, unknown>)[key];
  }
  return { path, value };
}

/** The name JSON gives the type of a value. */
export function typeName(value: unknown): JsonTypeName {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : (typeof value as JsonTypeName);
}
