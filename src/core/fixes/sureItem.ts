import type { JsonPath } from '../json/jsonPath';
import { isRecord } from '../json/isRecord';
import { parseJson } from '../json/parseJson';
import { KnownNames } from '../schema/closestName';
import { otherName } from '../schema/otherNames';
import { isDate } from '../schema/readDate';
import { itemSchema } from '../schema/schemaAt';
import { inUser, schemaOf } from '../schema/schemaOf';

/**
 * What can be nothing but one item of the list: all else may be none of it, or several. An address has nothing around it and
 * no place to be filled in, and a language is no word for none.
 */
const loneItems: Readonly<Record<string, RegExp>> = {
  emails: /^[\p{L}\p{N}_][\p{L}\p{N}_.+'=&-]*(?<![.'=&])@(?!-)(?:[\p{L}\p{N}-]+\.)+\p{L}[\p{L}\p{N}-]*$/u,
  phones: /^\+?[\d .-]*(?:\(\d+\)[\d .-]*)?$/,
  urls: /^https?:\/\/(?!.*:\/\/)[\w-]+(?:\.[\w-]+)+(?:[:/?#][^\s,;|"'<>{}[\]]*)?(?<![().!?:])$/i,
  languages: /^(?!n[ao]$)[a-z]{2}(?:[-_][a-z]{4})?(?:[-_](?:[a-z]{2}|\d{3}))?$/i,
  truto_exclude_fields: /^\w+$/,
};

/** Whether groups of digits are one phone number together: not two, no date and no fraction. */
function isOnePhone(text: string): boolean {
  const [digits = 0, ...groups] = [text, ...text.split(' ')].map((group) => group.replace(/\D/g, '').length);
  // Ten digits that may be a date count its seconds.
  const isOther = /^\d+\.\d+$/.test(text) || (isDate(text) && !/^\d{10}$/.test(text));
  const max = /^(?:\+|00)/.test(text) ? 15 : 12;
  return digits > 6 && digits <= max && groups.filter((length) => length > 5).length < 2 && !isOther;
}

/** Whether a string or a number, as spelled in JSON, is an item of the list at a path beyond doubt. The list replaces the live one. */
export function isSureItem(list: JsonPath, json: string): boolean {
  const name = String(list.at(-1));
  const value = parseJson(json)?.value;
  const isOfType = typeof value === 'string' || (typeof value === 'number' && name === 'phones');
  if (!isOfType || !Object.hasOwn(loneItems, name)) return false;
  return loneItems[name]?.test(String(value)) === true && (name !== 'phones' || isOnePhone(String(value)));
}

/** Whether an object, as spelled in JSON, has a field of an item of the list at a path, by whatever name. */
export function isItemObject(list: JsonPath, json: string): boolean {
  const value = parseJson(json)?.value;
  const names = new KnownNames(Object.keys(itemSchema(schemaOf(list))?.properties ?? {}));
  return (
    isRecord(value) &&
    Object.keys(value).some(
      (key) => names.meant(key)?.isSure || typeof otherName([...inUser(list), 0], key) === 'object',
    )
  );
}
