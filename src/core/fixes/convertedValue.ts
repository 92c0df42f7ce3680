import type { SchemaPart } from '../schema/userSchemaShape';
import { isJsonNumber } from '../json/isJsonNumber';
import { unsafeNumber } from '../json/unsafeNumber';
import { readDate } from '../schema/readDate';
import { choicesOf } from '../schema/schemaOf';

const yes = new Set(['true', 'yes', 'on', '1', 'y', 't']);
const no = new Set(['false', 'no', 'off', '0', 'n', 'f']);

/** A value in another type, as JSON. */
export interface ConvertedValue {
  readonly json: string;
  /** Something was added that is not there: the zone of a date. */
  readonly isGuess: boolean;
}

/**
 * The same value as one of these types, as JSON: `"true"` as a boolean, `42` as a string. Spelled as it was wherever
 * that goes. Undefined where it is not sure what is meant, or where the schema would not take it.
 */
export function convertedValue(
  spelled: string,
  types: readonly string[],
  part: SchemaPart | undefined,
): ConvertedValue | undefined {
  const text = scalarText(spelled);
  if (text === undefined) return undefined;
  if (types.includes('boolean')) return sure(booleanOf(text));
  if (types.includes('number') && isSafeNumber(text)) return sure(text.trim());
  if (types.includes('integer') && /^-?\d+$/.test(text.trim()) && isSafeNumber(text)) return sure(text.trim());
  if (!types.includes('string')) return undefined;
  return part?.format === 'date-time' ? dateOf(text) : sure(stringOf(text, part));
}

const sure = (json: string | undefined): ConvertedValue | undefined =>
  json === undefined ? undefined : { json, isGuess: false };

/** What is there as a date, as JSON. */
export function dateOf(spelled: string): ConvertedValue | undefined {
  const date = readDate(spelled);
  return date && { json: JSON.stringify(date.iso), isGuess: !date.namesZone };
}

function booleanOf(text: string): string | undefined {
  const word = text.trim().toLowerCase();
  if (yes.has(word)) return 'true';
  return no.has(word) ? 'false' : undefined;
}

function stringOf(text: string, part: SchemaPart | undefined): string | undefined {
  const choices = part && choicesOf(part);
  if (part?.format === 'uuid' || (choices && !choices.includes(text))) return undefined;
  return JSON.stringify(text);
}

function isSafeNumber(text: string): boolean {
  return isJsonNumber(text.trim()) && unsafeNumber(text.trim()) === undefined;
}

/** What a string says, or how a number or boolean is spelled; undefined for null, objects and arrays. */
function scalarText(spelled: string): string | undefined {
  if (spelled.startsWith('"')) return String(JSON.parse(spelled));
  return spelled === 'true' || spelled === 'false' || isJsonNumber(spelled) ? spelled : undefined;
}
