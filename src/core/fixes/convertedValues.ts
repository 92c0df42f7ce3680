import type { FieldShape } from '../rules/fieldShape';
import { isJsonNumber } from '../json/isJsonNumber';
import { keyText } from '../json/listItems';
import { unsafeNumber } from '../json/unsafeNumber';
import { booleanWord } from '../schema/booleanWord';
import { readDate } from '../schema/readDate';

/** A value in another type, as JSON. */
export interface ConvertedValue {
  readonly json: string;
  /** Something was added that is not there, the zone of a date, or taken for a text that is none: a yes or no, or `1.0` for a name. */
  readonly isGuess: boolean;
}

/**
 * The same value as one of these types, as JSON, the likeliest first: `"true"` as a boolean, `42` as a string. None where it
 * is not sure what is meant, or where the field would not take it.
 * @param spelled JSON
 * @param types none where any will do
 * @param shape what the field takes; undefined where nothing is known of it
 */
export function convertedValues(
  spelled: string,
  types: readonly string[],
  shape: Pick<FieldShape, 'choices' | 'format'> | undefined,
): readonly ConvertedValue[] {
  const takes = ({ json }: ConvertedValue) =>
    shape?.choices?.some((choice) => String(choice) === String(JSON.parse(json))) ?? true;
  return conversions(spelled, types, shape?.format).filter(takes);
}

function conversions(
  spelled: string,
  types: readonly string[],
  format: FieldShape['format'],
): readonly ConvertedValue[] {
  const text = scalarText(spelled);
  if (text === undefined) return [];
  if (types.length === 0) return sure(spelled);
  if (types.includes('boolean')) return sure(booleanOf(text));
  if (types.includes('number') && isSafeNumber(text)) return sure(text.trim());
  if (types.includes('integer') && /^-?\d+$/.test(text.trim()) && isSafeNumber(text)) return sure(text.trim());
  if (!types.includes('string') || format === 'uuid') return [];
  if (format === 'date-time') return [dateOf(text) ?? []].flat();
  return isJsonNumber(spelled) ? textsOfNumber(spelled) : [textOf(text, spelled === 'true' || spelled === 'false')];
}

const sure = (json: string | undefined): readonly ConvertedValue[] =>
  json === undefined ? [] : [{ json, isGuess: false }];

const textOf = (text: string, isGuess: boolean): ConvertedValue => ({ json: JSON.stringify(text), isGuess });

/**
 * A number as a text. Spreadsheets write a whole number as `1042.0`, and what is called by it is called 1042: where the value
 * has a shorter spelling, either may be meant.
 */
function textsOfNumber(spelled: string): readonly ConvertedValue[] {
  const value = Number(spelled);
  const plain = unsafeNumber(spelled) === undefined ? keyText(value) : undefined;
  if (/^-?[1-9]\d*$/.test(spelled) || plain === spelled) return [textOf(spelled, false)];
  const texts = plain === undefined ? [spelled] : Number.isSafeInteger(value) ? [plain, spelled] : [spelled, plain];
  return texts.map((text) => textOf(text, true));
}

/** What is there as a date, as JSON. */
export function dateOf(spelled: string): ConvertedValue | undefined {
  const date = readDate(spelled);
  return date && { json: JSON.stringify(date.iso), isGuess: !date.isSure };
}

function booleanOf(text: string): string | undefined {
  const value = booleanWord(text);
  return value === undefined ? undefined : String(value);
}

function isSafeNumber(text: string): boolean {
  return isJsonNumber(text.trim()) && unsafeNumber(text.trim()) === undefined;
}

/** What a string says, or how a number or boolean is spelled; undefined for null, objects and arrays. */
function scalarText(spelled: string): string | undefined {
  if (spelled.startsWith('"')) return String(JSON.parse(spelled));
  return spelled === 'true' || spelled === 'false' || isJsonNumber(spelled) ? spelled : undefined;
}
