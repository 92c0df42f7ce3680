import { parseExact, readExactJson } from '../../core/json/exactJson';
import { ExactNumber } from '../../core/json/exactNumber';
import { isJsonNumber } from '../../core/json/isJsonNumber';
import { booleanWord } from '../../core/schema/booleanWord';
import type { JsonTypeName, SchemaPart } from '../../core/schema/userSchemaShape';

/** What a spreadsheet, or another program, has done to a cell. */
export type CellDamage =
  /** Digits are gone: `1.23E+19`. */
  | 'scientific'
  /** A text that it took for a date: `1-Mar`. */
  | 'spreadsheetDate'
  /** `#REF!` and others. */
  | 'spreadsheetError'
  /** `NULL`, `N/A` and others: what a program wrote for nothing. */
  | 'wordForNothing'
  /** Zeros or a plus sign in front are gone. */
  | 'strippedZeros'
  /** A date in the form of a country, or as a count of days. */
  | 'rewrittenDate';

/** What a cell holds, by the schema of its column. */
export function cellValue(text: string, schema: SchemaPart | undefined): unknown {
  const types = typesOf(schema);
  // Numbers in the fields that take both, and all in those that nobody knows, are told by the live user.
  if (types.includes('string')) return text;
  const spelled = text.trim();
  const said = types.includes('boolean') ? booleanWord(spelled) : undefined;
  if (said !== undefined) return said;
  if ((types.includes('number') || types.includes('integer')) && isJsonNumber(spelled)) return parseExact(spelled);
  if (types.includes('array') && schema?.items && !spelled.startsWith('['))
    return typesOf(schema.items).includes('string') ? listCell(text, schema.items) : text;
  const isContainer = types.length === 0 || types.includes('array') || types.includes('object');
  return isContainer && /^[[{]/.test(spelled) ? (jsonCell(spelled) ?? text) : text;
}

/** The values of a cell that holds several: a JSON array, or what separates them. Empty ones are none. */
export function listCell(text: string, items: SchemaPart | undefined): unknown[] {
  return jsonList(text) ?? separated(text, typesOf(items).includes('string')).filter((part) => part !== '');
}

/**
 * The values of a cell that has one for each item of a list; undefined where it has none for one.
 * @param schema of each of them
 */
export function cellParts(text: string, schema: SchemaPart | undefined, clear: string): unknown[] {
  const list = jsonList(text);
  if (list) return list;
  return separated(text, isListOfAddresses(text)).map((part) => {
    if (part === '') return undefined;
    return part === clear.trim() ? null : cellValue(part, schema);
  });
}

const jsonList = (text: string): unknown[] | undefined => {
  const json = /^\s*\[/.test(text) ? jsonCell(text) : undefined;
  return Array.isArray(json) ? json : undefined;
};

/** What semicolons or line ends separate. A comma is as often a part of a name. */
function separated(text: string, canBeCommas: boolean): string[] {
  const separator = canBeCommas && !/[;\r\n]/.test(text) ? ',' : /;?(?:\r\n|\r|\n)|;/;
  return text.split(separator).map((part) => part.trim());
}

const isListOfAddresses = (text: string): boolean =>
  text.split(',').every((part) => /^[^\s@,;]+@[^\s@,;]+$/.test(part.trim()));

/**
 * A cell whose type nobody knows, as the live user has the field: `true` is a boolean where the user has one, and a text where
 * it has a text.
 */
export function asLive(value: unknown, live: unknown): unknown {
  if (typeof value !== 'string') return value;
  const spelled = value.trim();
  if (typeof live === 'boolean') return booleanWord(spelled) ?? value;
  const isNumber = typeof live === 'number' || live instanceof ExactNumber;
  return isNumber && isJsonNumber(spelled) ? parseExact(spelled) : value;
}

/** What a spreadsheet seems to have done to a cell, as far as the cell alone tells. */
export function damageOf(text: string, schema: SchemaPart | undefined): CellDamage | undefined {
  if (/^#(?:REF|NAME|VALUE|DIV\/0|N\/A|NUM|NULL|SPILL)[!?]?$|^#{4,}$/.test(text)) return 'spreadsheetError';
  if (words.has(text.trim()) || wordForNothing.test(text.trim())) return 'wordForNothing';
  if (!typesOf(schema).includes('string') && schema) return undefined;
  if (scientific.test(text)) return 'scientific';
  return schema?.format === undefined && isMonthly(text) ? 'spreadsheetDate' : undefined;
}

/** Of databases and programs; in another case they may be names. */
const words: ReadonlySet<string> = new Set('NULL null None nil nan NaN undefined N/A n/a \\N'.split(' '));
const wordForNothing = /^(?:[-–—]{1,3}|[<(](?:null|none|nil|empty|blank)[)>]|\[object object\])$/i;

/** What a spreadsheet makes of many digits; `1e5` in lower case and without more may be an ID. */
const scientific = /^-?\d(?:[.,]\d+[Ee]\+?|E\+?|e\+)\d+$/;

/** The months as spreadsheets abbreviate them in English, German, French, Spanish, Italian, Portuguese, Dutch and others. */
const months: ReadonlySet<string> = new Set(
  [
    'jan feb mar apr may jun jul aug sep sept oct nov dec',
    'jän mär märz mrz mai juni juli okt dez',
    'janv févr fevr mars avr juin juil août aout déc',
    'ene abr ago dic',
    'gen mag giu lug set ott',
    'fev out',
    'mrt mei maj',
    'sty lut kwi cze lip sie wrz paź lis gru',
  ].flatMap((names) => names.split(' ')),
);

/** Whether a text is a day or a year with a month: `1-Mar`, `01. Mrz`, `mars-24`. */
function isMonthly(spelled: string): boolean {
  if (spelled.length > 24) return false;
  const text = spelled.normalize('NFC');
  const day = /^\d{1,2}(?:-|\.? |[./])(\p{L}+)\.?(?:[-./ ]\d{2,4})?$/u.exec(text);
  const year = /^(\p{L}+)\.?-\d{2,4}$/u.exec(text) ?? /^(Mrz|Mär|Okt|Dez)\.? \d{2}$/.exec(text);
  const name = (day ?? year)?.[1];
  return name !== undefined && months.has(name.toLowerCase());
}

/** What it seems to have done, by what the live user has in that place. */
export function damageSince(value: unknown, live: unknown): CellDamage | undefined {
  if (typeof value !== 'string' || typeof live !== 'string' || value === live) return undefined;
  if (isoDate.test(live) && !isoDate.test(value) && localDate.test(value.trim())) return 'rewrittenDate';
  return /^\d+$/.test(value) && /^[0+]/.test(live) && live.replace(/^[0+]+/, '') === value
    ? 'strippedZeros'
    : undefined;
}

/** `31.12.2024`, `12/31/24`, with or without a time, or days since 1900. */
const localDate = /^(?:\d{1,4}([./-]) ?\d{1,2}\1 ?\d{1,4}\.?(?:,?[ T]\d.*)?|[1-9]\d{4}(?:[.,]\d+)?)$/;
const isoDate = /^\d{4}-\d\d-\d\d(?:[Tt ]|$)/;

function jsonCell(text: string): unknown {
  const read = readExactJson(text);
  return read.state === 'whole' ? read.value : undefined;
}

function typesOf(schema: SchemaPart | undefined): readonly JsonTypeName[] {
  const type = schema?.type;
  return type === undefined ? [] : typeof type === 'string' ? [type] : type;
}
