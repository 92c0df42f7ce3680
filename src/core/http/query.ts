import { ExactNumber } from '../json/exactNumber';

/**
 * The query encoding that Truto documents: plain scalars (`a=x&n=10&b=true`), brackets for objects (`foo[bar]=baz`) and
 * empty brackets for arrays (`x[]=1&x[]=2`). An array of objects repeats the name (`groups[][id]=1&groups[][id]=2`): a
 * name the current element already has starts the next one. Only where that cannot tell the elements apart (no scalar
 * name that all of them have, arrays in arrays) are they numbered (`x[0][a]=1&x[1][b]=2`).
 */

type Scalar = string | number | boolean | ExactNumber;
type Shape = Scalar | Shape[] | ShapeObject;
type ShapeObject = Map<string, Shape>;

/** Deeper brackets than this are kept, unread, as the last name. Nothing documented goes beyond three levels. */
const maxDepth = 20;

/**
 * The query string, without `?`; '' when there is nothing to say. The values are what JSON can hold. Names and values
 * are percent-encoded, the brackets of the structure are literal. What has no spelling is left out: `null`, undefined,
 * empty arrays and empty objects. A bracket inside a name reads as structure at the other end, as it does for every
 * server that knows this encoding.
 */
export function encodeQuery(query: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    const shape = expressible(value);
    if (shape !== undefined) encodeShape(percentEncode(name), shape, parts);
  }
  return parts.join('&');
}

/** `encodeURIComponent` that never throws: a lone surrogate becomes U+FFFD, as it does in every UTF-8 encoder. */
export function percentEncode(text: string): string {
  return encodeURIComponent(
    text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD'),
  );
}

function expressible(value: unknown): Shape | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof ExactNumber) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    const items = value.map(expressible).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  const members: ShapeObject = new Map();
  for (const [name, member] of Object.entries(value)) {
    const shape = expressible(member);
    if (shape !== undefined) members.set(name, shape);
  }
  return members.size > 0 ? members : undefined;
}

function encodeShape(prefix: string, shape: Shape, parts: string[]): void {
  if (Array.isArray(shape)) {
    encodeArray(prefix, shape, parts);
  } else if (shape instanceof Map) {
    for (const [name, member] of shape) encodeShape(`${prefix}[${percentEncode(name)}]`, member, parts);
  } else {
    parts.push(`${prefix}=${percentEncode(String(shape))}`);
  }
}

function encodeArray(prefix: string, items: readonly Shape[], parts: string[]): void {
  const spelling = arraySpelling(items);
  items.forEach((item, index) => {
    const name = spelling.numbered ? `${prefix}[${index}]` : `${prefix}[]`;
    encodeShape(name, spelling.first === undefined ? item : withFirst(item, spelling.first), parts);
  });
}

/** `first`: the name that every element must begin with, so that its return marks the next element. */
function arraySpelling(items: readonly Shape[]): { readonly numbered: boolean; readonly first?: string } {
  if (items.every(isScalar)) return { numbered: false };
  const objects = items.filter((item) => item instanceof Map);
  const [head] = objects;
  if (objects.length !== items.length || head === undefined) return { numbered: true };
  if (objects.length === 1) return { numbered: false };
  const first = [...head.keys()].find((name) => objects.every((object) => isScalar(object.get(name))));
  return first === undefined ? { numbered: true } : { numbered: false, first };
}

function isScalar(shape: Shape | undefined): shape is Scalar {
  return shape instanceof ExactNumber || (shape !== undefined && typeof shape !== 'object');
}

function withFirst(item: Shape, name: string): Shape {
  const value = item instanceof Map ? item.get(name) : undefined;
  return item instanceof Map && value !== undefined ? new Map([[name, value], ...item]) : item;
}

/**
 * Reads a query string (with or without its `?`) back into objects and arrays; every scalar is a string. Never throws:
 * a broken percent sign stays as it is, unbalanced brackets are part of the name, `__proto__` is dropped, and of two
 * shapes for one name the first stays. A plain name that repeats becomes an array.
 */
export function decodeQuery(search: string): Record<string, unknown> {
  const root: ShapeObject = new Map();
  for (const part of search.replace(/^\?/, '').split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const path = splitName(percentDecode(equals < 0 ? part : part.slice(0, equals)));
    if (path.includes('__proto__')) continue;
    insert(root, path, 0, equals < 0 ? '' : percentDecode(part.slice(equals + 1)));
  }
  return plainObject(root);
}

function percentDecode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** `a[b][]` becomes ['a', 'b', '']. */
function splitName(name: string): string[] {
  const open = name.indexOf('[');
  const path = [open <= 0 ? name : name.slice(0, open)];
  let at = open <= 0 ? name.length : open;
  while (at < name.length) {
    const close = name.indexOf(']', at);
    if (name[at] !== '[' || close < 0) return [name];
    if (path.length === maxDepth) return [...path, name.slice(at)];
    path.push(name.slice(at + 1, close));
    at = close + 1;
  }
  return path;
}

function insert(parent: ShapeObject, path: readonly string[], at: number, value: string): void {
  const name = path[at] ?? '';
  const present = parent.get(name);
  if (at === path.length - 1) {
    parent.set(name, present === undefined ? value : repeated(present, value));
  } else if (path[at + 1] === '') {
    const items = present ?? [];
    if (Array.isArray(items)) {
      parent.set(name, items);
      append(items, path, at + 2, value);
    }
  } else {
    const members = present ?? new Map<string, Shape>();
    if (members instanceof Map) {
      parent.set(name, members);
      insert(members, path, at + 1, value);
    }
  }
}

function repeated(present: Shape, value: string): Shape {
  if (present instanceof Map) return present;
  return Array.isArray(present) ? [...present, value] : [present, value];
}

function append(items: Shape[], path: readonly string[], at: number, value: string): void {
  if (at >= path.length) {
    items.push(value);
    return;
  }
  const last = items.at(-1);
  if (last instanceof Map && fits(last, path, at)) {
    insert(last, path, at, value);
  } else {
    const element: ShapeObject = new Map();
    items.push(element);
    insert(element, path, at, value);
  }
}

/** Whether the element has room at this path, or the path begins the next element. */
function fits(element: ShapeObject, path: readonly string[], at: number): boolean {
  const present = element.get(path[at] ?? '');
  if (present === undefined) return true;
  if (at === path.length - 1) return false;
  if (path[at + 1] === '') return Array.isArray(present);
  return present instanceof Map && fits(present, path, at + 1);
}

function plainObject(members: ShapeObject): Record<string, unknown> {
  return Object.fromEntries([...members].map(([name, member]) => [name, plain(member)]));
}

function plain(shape: Shape): unknown {
  if (Array.isArray(shape)) return shape.map(plain);
  if (!(shape instanceof Map)) return shape;
  const names = [...shape.keys()];
  return names.every((name, index) => name === String(index)) ? [...shape.values()].map(plain) : plainObject(shape);
}
