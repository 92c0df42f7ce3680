import { ExactNumber, isSameNumber } from './exactNumber';
import { isRecord } from './isRecord';
import { memberOf } from './isSameState';
import { itemKeyOf, itemsByKey, keyText, type ItemKey } from './listItems';

type Pair = [sent: unknown, stored: unknown];

/**
 * Whether `stored` is what servers make of `sent` when they store it in a spelling of their own: upper and lower case, white
 * space, the way a date or a number is written; an id alone for an object with that id or the other way round; members added
 * to an object; no value for null or ''; a list in another order. Undefined stands for no value. It does not recurse.
 */
export function isStoredAs(sent: unknown, stored: unknown): boolean {
  const pairs: Pair[] = [[sent, stored]];
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const parts = partsOf(pair);
    if (!parts) return false;
    for (const part of parts) pairs.push(part);
  }
  return true;
}

/** What is still to be compared; undefined where the one is not a spelling of the other. */
function partsOf([sent, stored]: Pair): readonly Pair[] | undefined {
  if (Array.isArray(sent)) return Array.isArray(stored) ? itemPairs(sent, stored) : undefined;
  if (isRecord(sent) && !isScalar(sent)) {
    if (isRecord(stored) && !isScalar(stored))
      return Object.keys(sent).map((name) => [sent[name], memberOf(stored, name)]);
    const id = keyText(memberOf(sent, 'id'));
    return id !== undefined && isSameScalar(id, stored) ? [] : undefined;
  }
  if (isRecord(stored) && !isScalar(stored))
    return namesOf(stored).some((name) => isSameScalar(sent, name)) ? [] : undefined;
  return isSameScalar(sent, stored) ? [] : undefined;
}

function itemPairs(sent: readonly unknown[], stored: readonly unknown[]): readonly Pair[] | undefined {
  if (sent.length !== stored.length) return undefined;
  const key = itemKeyOf(sent, stored);
  const items = key && namedItems(sent, key);
  const partners = key && namedItems(stored, key);
  if (items && partners && haveSameNames(items, partners))
    return [...items].map(([name, item]) => [item, partners.get(name)]);
  if (areIdsOf(sent, stored) || areIdsOf(stored, sent)) return [];
  return sent.map((item, index) => [item, stored[index]]);
}

/** Whether the items of one list are the ids of the objects in the other one, in whichever order. */
function areIdsOf(ids: readonly unknown[], objects: readonly unknown[]): boolean {
  const [byText, byId] = [namedItems(ids, 'itself'), namedItems(objects, 'id')];
  return byText !== undefined && byId !== undefined && haveSameNames(byText, byId);
}

/** As `itemsByKey`, in whichever spelling their names are. */
function namedItems(list: readonly unknown[], key: ItemKey): ReadonlyMap<string, unknown> | undefined {
  const items = new Map([...(itemsByKey(list, key) ?? [])].map(([name, item]) => [foldedText(name), item]));
  return items.size === list.length ? items : undefined;
}

const haveSameNames = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean =>
  [...one.keys()].every((name) => other.has(name));

/** What an object may stand for where its id, or its name, was sent alone. */
const namesOf = (stored: Readonly<Record<string, unknown>>): unknown[] =>
  ['id', 'name', 'value', 'email']
    .map((name) => memberOf(stored, name))
    .filter((value) => keyText(value) !== undefined);

const isScalar = (value: unknown): boolean =>
  value instanceof ExactNumber || typeof value !== 'object' || value === null;

function isSameScalar(sent: unknown, stored: unknown): boolean {
  if (!isScalar(stored)) return false;
  if (isSameNumber(sent, stored)) return true;
  const [one, other] = [foldedText(sent), foldedText(stored)];
  return one === other || isSameInstant(one, other);
}

const foldedText = (value: unknown): string =>
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- an ExactNumber has its own
  String(value ?? '')
    .normalize('NFKC')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();

const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d|$)/.test(text);

const isSameInstant = (one: string, other: string): boolean =>
  isDate(one) && isDate(other) && Date.parse(one) === Date.parse(other);
