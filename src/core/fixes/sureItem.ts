import type { JsonPath } from '../json/jsonPath';
import { isRecord } from '../json/isRecord';
import { parseJson } from '../json/parseJson';
import { KnownNames } from '../schema/closestName';
import { otherName } from '../schema/otherNames';
import { itemSchema } from '../schema/schemaAt';
import { inUser, schemaOf } from '../schema/schemaOf';

/** What can be nothing but one item of the list: all else may be none of it, or several. */
const loneItems: Readonly<Record<string, RegExp>> = {
  emails: /^[^\s,;|@<>]+@[^\s,;|@<>]+$/,
  phones: /^\+?[\d(][\d\s().-]{2,}$/,
  urls: /^[a-z][^\s,;|]*[.:][^\s,;|]+$/i,
  languages: /^[a-z]{2,3}(?:[-_][a-z\d]{2,8})*$/i,
  truto_exclude_fields: /^\w+$/,
};

/** Whether a string or a number, as spelled in JSON, is an item of the list at a path beyond doubt. The list replaces the live one. */
export function isSureItem(list: JsonPath, json: string): boolean {
  const name = String(list.at(-1));
  const value = parseJson(json)?.value;
  const isOfType = typeof value === 'string' || (typeof value === 'number' && name === 'phones');
  return isOfType && Object.hasOwn(loneItems, name) && loneItems[name]?.test(String(value).trim()) === true;
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
