import { isRecord } from '../json/isRecord';
import { serverText, type ErrorBody } from './errorBody';
import type { FieldProblem } from './errorExplanation';
import { knownField, namedField, type FieldPlace } from '../schema/userFieldNames';

type Insight = { readonly description?: string; readonly value?: unknown } | undefined;

/** Everything a response says about single fields: Truto's insights and validation, and the provider's own body. */
export function fieldProblemsOf(body: ErrorBody): FieldProblem[] {
  return distinct([
    ...named(body.insight('missing_required_query_parameters'), 'query'),
    ...named(body.insight('missing_required_body_fields'), 'body'),
    ...complaints(body.failures, 'complaints', (spelling) => namedField(spelling, 'body')),
    ...complaints(body.rawResponse, typeof body.rawResponse === 'string' ? 'complaints' : 'top', knownField),
  ]);
}

/** What the integration asks for only under some conditions: information, never the cause. */
export function conditionalFieldsOf(body: ErrorBody): FieldProblem[] {
  return distinct([
    ...named(body.insight('conditionally_required_query_parameters'), 'query', 'conditional'),
    ...named(body.insight('conditionally_required_body_fields'), 'body', 'conditional'),
  ]);
}

function named(insight: Insight, place: 'body' | 'query', kind: FieldProblem['kind'] = 'missing'): FieldProblem[] {
  const message = insight?.description;
  return insightNames(insight?.value).flatMap((name) => {
    const field = namedField(name, place);
    // The insight's own key says where it belongs: `workspace` may be both.
    return field === undefined
      ? []
      : [{ path: field.path, in: place, kind, ...(message !== undefined && { message }) }];
  });
}

/** Names as a list, as a list of objects that have a name, as the keys of an object, or in one text with commas. */
export function insightNames(value: unknown): string[] {
  if (typeof value === 'string') return value.split(/[,\s]+/).filter((name) => name !== '');
  if (!Array.isArray(value)) return isRecord(value) ? Object.keys(value) : [];
  return value.flatMap((item: unknown) => {
    const name = isRecord(item) ? (item['name'] ?? item['field'] ?? item['path'] ?? item['key']) : item;
    return typeof name === 'string' && name !== '' ? [name] : [];
  });
}

type Resolve = (spelling: unknown) => FieldPlace | undefined;

/**
 * Where the walk is: a member named like a field is a complaint about it (`complaints`), is one only when it reads like
 * one (`top`: the body may also repeat the user), or is data (`data`).
 */
type Region = 'top' | 'complaints' | 'data';

const nameKeys = [
  'field',
  'fields',
  'path',
  'param',
  'parameter',
  'property',
  'propertyName',
  'attribute',
  'instancePath',
  'dataPath',
  'pointer',
  'loc',
  'location',
  'target',
  'key',
  'name',
  'field_name',
  'fieldName',
];
const messageKeys = [
  'message',
  'msg',
  'detail',
  'description',
  'errorSummary',
  'reason',
  'title',
  'error',
  'type',
  'code',
  'errorCode',
];
/** Objects under these names map a field to what is wrong with it. */
const complaintKeys =
  /^(errors?|details?|failures?|messages|fields?|fields?_?errors?|violations|issues|error_?causes|invalid\w*|validation\w*|error_?details|modelState)$/i;
const maxDepth = 8;
const maxNodes = 2000;

interface Walk {
  readonly resolve: Resolve;
  readonly found: FieldProblem[];
  nodes: number;
}

function complaints(value: unknown, region: Region, resolve: Resolve): FieldProblem[] {
  const walk: Walk = { resolve, found: [], nodes: 0 };
  visit(value, region, 0, walk);
  return walk.found;
}

function visit(value: unknown, region: Region, depth: number, walk: Walk): void {
  walk.nodes += 1;
  if (depth > maxDepth || walk.nodes > maxNodes) return;
  if (Array.isArray(value)) {
    for (const item of value) visit(item, region === 'top' ? 'complaints' : region, depth + 1, walk);
  } else if (isRecord(value)) {
    if (addNamed(value, walk)) return;
    for (const [key, member] of Object.entries(value)) {
      if (!addKeyed(key, member, region, walk)) visit(member, regionOf(key, region), depth + 1, walk);
    }
  } else if (typeof value === 'string' && region === 'complaints') {
    addSentence(value, walk);
  }
}

function regionOf(key: string, region: Region): Region {
  return complaintKeys.test(key) || (region !== 'data' && messageKeys.includes(key)) ? 'complaints' : 'data';
}

/** `{ field: 'status', message: '...' }` in its many spellings. */
function addNamed(entry: Readonly<Record<string, unknown>>, walk: Walk): boolean {
  const message = messageIn(entry);
  if (message === undefined) return false;
  for (const spellings of namesIn(entry)) {
    const fields = spellings.flatMap((spelling) => walk.resolve(spelling) ?? []);
    walk.found.push(...fields.map((field) => problem(field, message, entry)));
    if (fields.length > 0) return true;
  }
  return false;
}

/** Where the entry may name its fields, likeliest first; each place may name several. */
function namesIn(entry: Readonly<Record<string, unknown>>): (readonly unknown[])[] {
  const { source, context, params, fields, instancePath } = entry;
  const places: (readonly unknown[])[] = [];
  const missing = isRecord(params) ? params['missingProperty'] : undefined;
  if (typeof missing === 'string') places.push([`${typeof instancePath === 'string' ? instancePath : ''}/${missing}`]);
  if (isRecord(source)) places.push([source['pointer'] ?? source['parameter']]);
  if (isRecord(context)) places.push([context['propertyName']].flat());
  if (Array.isArray(fields)) places.push(fields);
  return [
    ...places,
    ...nameKeys
      .map((key) => entry[key])
      .filter((name) => typeof name === 'string' || isPath(name))
      .map((name) => [name]),
  ];
}

function isPath(value: unknown): boolean {
  return Array.isArray(value) && value.every((part) => typeof part === 'string' || typeof part === 'number');
}

/** `{ email: ['has already been taken'] }`, `{ status: { message: '...' } }`. */
function addKeyed(key: string, member: unknown, region: Region, walk: Walk): boolean {
  const listed = Array.isArray(member);
  // `name`, `title` and the like are words of every error format, and fields of ours.
  const ambiguous = nameKeys.includes(key) || messageKeys.includes(key) || complaintKeys.test(key);
  if (region === 'data' || (ambiguous && (typeof member === 'string' || knownField(key) === undefined))) return false;
  const messages = (listed ? member.slice(0, 5) : [member]).map(messageOf).filter((text) => text !== undefined);
  const readsLikeOne = region === 'complaints' || (listed && messages.every((text) => text.includes(' ')));
  const field = messages.length > 0 && readsLikeOne ? walk.resolve(key) : undefined;
  if (field === undefined) return false;
  walk.found.push(problem(field, messages.join(' '), {}));
  return true;
}

/** A sentence that begins with a field or quotes one: "Email has already been taken", "unknown value for 'status'". */
function addSentence(sentence: string, walk: Walk): void {
  const text = serverText(sentence);
  if (text === undefined) return;
  const first = /^([A-Za-z][\w.[\]]{1,60})(?=:| (?:is|has|must|can|cannot|can't|does|was|should|already)\b)/.exec(
    text,
  )?.[1];
  const quoted = [...text.matchAll(/["'`“]([A-Za-z][\w.[\]]{1,60})["'`”]/g)].map((match) => match[1]);
  const field = [...quoted, first].map(knownField).find((place) => place !== undefined);
  if (field !== undefined) walk.found.push(problem(field, text, {}));
}

function messageIn(entry: Readonly<Record<string, unknown>>): string | undefined {
  for (const key of messageKeys) {
    const text = typeof entry[key] === 'string' ? serverText(entry[key]) : undefined;
    if (text !== undefined) return text;
  }
  return undefined;
}

function messageOf(value: unknown): string | undefined {
  if (typeof value === 'string') return serverText(value);
  return isRecord(value) ? messageIn(value) : undefined;
}

function problem(field: FieldPlace, message: string, entry: Readonly<Record<string, unknown>>): FieldProblem {
  const words = [message, entry['keyword'], entry['type'], entry['code'], entry['errorCode']].filter(
    (word) => typeof word === 'string',
  );
  const missing = words.some((word) =>
    /\b(is|are|field) (required|missing)\b|^(any\.)?(required|missing)\b|[_.]missing$|REQUIRED_FIELD|can't be blank/i.test(
      word,
    ),
  );
  return { path: field.path, in: field.in, kind: missing ? 'missing' : 'refused', message };
}

/** One per field; the first, which is Truto's own word where there is one, stays. */
function distinct(problems: readonly FieldProblem[]): FieldProblem[] {
  const byPlace = new Map<string, FieldProblem>();
  for (const found of problems) {
    const place = JSON.stringify([found.in, found.path]);
    if (!byPlace.has(place)) byPlace.set(place, found);
  }
  return [...byPlace.values()];
}
