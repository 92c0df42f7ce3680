import { getLocation, type Node } from 'jsonc-parser';
import type { AccountRules, FieldRule } from '../rules/accountRules';
import { childrenOf, nodeAt, parseJsonTree } from '../json/jsonTree';
import { userSchema } from '../schema/generated/userSchema';
import type { JsonPath } from '../json/jsonPath';
import type { TextEdit, TextRange } from '../json/textEdit';
import { fieldShape, type FieldShape } from '../rules/fieldShape';
import { fieldRulesAt, isOfAccount, isQuery, ruleAt } from '../rules/ruleAt';
import { fieldWords, readOnlyWords } from './hintsSchema';
import { inUser, schemaOf } from '../schema/schemaOf';
import { timeZones } from '../schema/timeZones';
import { placeState, type PlaceState } from './placeState';
import { snippetText, valueSnippet } from './valueSnippet';
import { userAround } from './userAround';

/** What an account asks of a field, and what to call the account. */
export interface AccountHint extends Pick<FieldRule, 'required' | 'extra' | 'types' | 'allowed'> {
  readonly integration: string;
  /** One of these query parameters is needed, and none is there yet. */
  readonly oneOf?: readonly string[];
}

/** What is known of the field that a place in a text belongs to. */
export interface FieldHint {
  readonly title: string;
  /** Markdown; empty for a field that only the account knows. */
  readonly words: string;
  readonly account?: AccountHint;
  /** The key or the value that the place is in. */
  readonly range: TextRange;
}

/** Something to write at a place in a text. */
export interface Completion {
  readonly kind: 'field' | 'value';
  readonly label: string;
  /** A snippet, as text editors know them. */
  readonly snippet: string;
  readonly title?: string;
  /** Markdown. */
  readonly words: string;
  /** What the account says of the field; of a value, when the account itself allows it. */
  readonly account?: AccountHint;
  /** The half-written key or value that it takes the place of. */
  readonly range: TextRange;
  /** The comma that the line above lacks. */
  readonly before?: TextEdit;
}

/** What is known of the key or the plain value at an offset; undefined elsewhere, and for unknown fields. */
export function hintAt(text: string, offset: number, rules?: AccountRules): FieldHint | undefined {
  const place = new Place(text, offset, rules);
  const { path, range, isInside } = place;
  if (!isInside) return undefined;
  const part = schemaOf(path);
  const account = place.accountHint(path);
  if (part || account)
    return {
      title: part?.title ?? path.findLast((step) => typeof step === 'string') ?? '',
      words: part ? fieldWords(part) : '',
      ...(account && { account }),
      range,
    };
  const fields = userSchema['x-responseFields'];
  const [name = ''] = inUser(path);
  const answered =
    typeof name === 'string' && Object.hasOwn(fields, name) && schemaOf(path.slice(0, -1)) === userSchema
      ? fields[name]
      : undefined;
  return answered && { title: answered.title, words: readOnlyWords(answered), range };
}

/** The field of a user whose key or value an offset is in. */
export function fieldAt(text: string, offset: number): string | undefined {
  const [name] = inUser(new Place(text, offset, undefined).path);
  return typeof name === 'string' ? name : undefined;
}

/**
 * The path and range of the value that an offset is in or that is to be written there; undefined at a key, and where nothing
 * is to be written.
 */
export function valueAt(
  text: string,
  offset: number,
): { readonly path: JsonPath; readonly range: TextRange } | undefined {
  const { isSilent, commaAt } = stateAt(text, offset);
  if (isSilent || commaAt !== undefined) return undefined;
  const { path, range, isKey } = new Place(text, offset, undefined);
  return isKey ? undefined : { path: inUser(path), range };
}

/** What may be written at an offset. */
function stateAt(text: string, offset: number): PlaceState {
  const part = userAround(text, offset);
  const { isSilent, commaAt } = placeState(part.text, offset - part.shift);
  return { isSilent, ...(commaAt !== undefined && { commaAt: commaAt + part.shift }) };
}

/**
 * What can be written at an offset: the fields that the object does not have yet, or the values that are known. Fields
 * that the account requires come first, then its own, then the others.
 */
export function completionsAt(text: string, offset: number, rules?: AccountRules): Completion[] {
  const { isSilent, commaAt } = stateAt(text, offset);
  if (isSilent) return [];
  if (commaAt !== undefined) return fieldsBelow(text, commaAt, offset, rules);
  const place = new Place(text, offset, rules);
  if (place.isKey) return fieldsAt(place);
  const shape = place.shape(place.path);
  return shape ? valuesOf(shape, place) : [];
}

/** The fields of a line below one that lacks its comma: as if it were there. */
function fieldsBelow(text: string, commaAt: number, offset: number, rules?: AccountRules): Completion[] {
  const place = new Place(`${text.slice(0, commaAt)},${text.slice(commaAt)}`, offset + 1, rules);
  const before = { offset: commaAt, length: 0, text: ',' };
  return fieldsAt(place).map((field) => ({
    ...field,
    range: { ...field.range, offset: field.range.offset - 1 },
    before,
  }));
}

/** A place in a text, with what the account of its user says. */
class Place {
  readonly path: JsonPath;
  readonly isKey: boolean;
  /** Whether the place is in a key or a plain value. */
  readonly isInside: boolean;
  /** The key or value, or the half-written word, in the whole text. */
  readonly range: TextRange;
  private readonly text: string;
  private readonly shift: number;
  private readonly rules: AccountRules | undefined;
  private tree: Node | undefined;

  constructor(wholeText: string, wholeOffset: number, rules: AccountRules | undefined) {
    const { text, shift } = userAround(wholeText, wholeOffset);
    const offset = wholeOffset - shift;
    const { path, previousNode: node, isAtPropertyKey } = getLocation(text, offset);
    this.isInside = node !== undefined && node.offset <= offset && offset <= node.offset + node.length;
    const range = node && this.isInside ? { offset: node.offset, length: node.length } : wordAround(text, offset);
    this.range = { ...range, offset: range.offset + shift };
    this.text = text;
    this.shift = shift;
    this.path = path;
    this.isKey = isAtPropertyKey;
    this.rules = rules && isOfAccount(this.namedAccount(), rules) ? rules : undefined;
  }

  /** What stands behind the range, space and comments aside. */
  get rest(): string {
    return this.text
      .slice(this.range.offset - this.shift + this.range.length)
      .replace(/^(?:\s+|\/\/[^\r\n]*|\/\*[^]*?\*\/)*/, '');
  }

  /** The keys of the object at a path, but for the one that is being written. */
  keysOf(path: JsonPath): unknown[] {
    const object = this.nodeAt(path);
    const keys = object ? childrenOf(object).map(({ children: [key] = [] }) => key) : [];
    return keys.filter((key) => key?.offset !== this.range.offset - this.shift).map((key): unknown => key?.value);
  }

  shape(path: JsonPath): FieldShape | undefined {
    return fieldShape(schemaOf(path), this.rules && ruleAt(inUser(path), this.rules));
  }

  /** The names of the fields that the object at a path may have. */
  fieldsOf(path: JsonPath): string[] {
    const own = this.rules && fieldRulesAt(inUser(path), this.rules);
    return [...new Set([...Object.keys(schemaOf(path)?.properties ?? {}), ...Object.keys(own ?? {})])];
  }

  accountHint(path: JsonPath): AccountHint | undefined {
    const { rules } = this;
    if (!rules) return undefined;
    const { required, extra, types, allowed }: FieldRule = ruleAt(inUser(path), rules) ?? {};
    const oneOf = this.oneOf(path, rules);
    if (!required && !extra && !types && !allowed && !oneOf) return undefined;
    return {
      integration: rules.integration,
      ...(required && { required }),
      ...(extra && { extra }),
      ...(types && { types }),
      ...(allowed && { allowed }),
      ...(oneOf && { oneOf }),
    };
  }

  /** The query parameters of which the one at the path would do, while there is none. */
  private oneOf(path: JsonPath, { queryOneOf }: AccountRules): readonly string[] | undefined {
    const [name, more] = inUser(path).slice(2);
    if (!isQuery(inUser(path)) || more !== undefined || !queryOneOf.some((one) => one === name)) return undefined;
    const there = this.keysOf(path.slice(0, -1));
    return queryOneOf.some((one) => there.includes(one)) ? undefined : queryOneOf;
  }

  private namedAccount(): unknown {
    const user = this.path.slice(0, typeof this.path[0] === 'number' ? 1 : 0);
    return this.nodeAt([...user, '$truto', 'integrated_account_id'])?.value;
  }

  private nodeAt(path: JsonPath): Node | undefined {
    this.tree ??= parseJsonTree(this.text).root;
    return this.tree && nodeAt(this.tree, path);
  }
}

function fieldsAt(place: Place): Completion[] {
  const { range, rest } = place;
  const holder = place.path.slice(0, -1);
  const hasValue = rest.startsWith(':');
  const comma = hasValue || !rest.startsWith('"') ? '' : ',';
  const taken = new Set(place.keysOf(holder));
  const names = place.fieldsOf(holder).filter((name) => name !== '$schema' && !taken.has(name));
  const fields = names.map((name): Completion => {
    const path = [...holder, name];
    const part = schemaOf(path);
    const account = place.accountHint(path);
    const shape = place.shape(path);
    const key = snippetText(JSON.stringify(name));
    const snippet = hasValue ? key : `${key}: ${shape ? valueSnippet(shape) : '$1'}${comma}`;
    const words = part ? fieldWords(part) : '';
    return {
      kind: 'field',
      label: name,
      snippet,
      ...(part?.title !== undefined && { title: part.title }),
      words,
      ...(account && { account }),
      range,
    };
  });
  return fields.sort((one, other) => rank(one) - rank(other));
}

function rank({ account }: Completion): number {
  if (account?.required || account?.oneOf) return 0;
  return account?.extra ? 1 : 2;
}

function valuesOf(shape: FieldShape, place: Place): Completion[] {
  const { range } = place;
  const account = place.accountHint(place.path);
  const value = (label: string, snippet = snippetText(label)): Completion => ({
    kind: 'value',
    label,
    snippet,
    words: '',
    ...(account?.allowed && { account }),
    range,
  });
  if (shape.choices) return shape.choices.map((choice) => value(JSON.stringify(choice)));
  if (shape.types.includes('boolean')) return [value('true'), value('false')];
  if (shape.types.includes('array')) return [value('[ ]', valueSnippet(shape))];
  if (shape.types.includes('object')) return [value('{ }', valueSnippet(shape))];
  return suggestionsFor(place.path).map((text) => value(JSON.stringify(text)));
}

/** Texts that are likely, where any other will do, too. A single example is a sample, none to choose. */
function suggestionsFor(path: JsonPath): readonly string[] {
  const { 'x-suggest': suggest, examples = [] } = schemaOf(path) ?? {};
  if (suggest === 'timeZones') return timeZones();
  const texts = examples.filter((example) => typeof example === 'string');
  return texts.length > 1 ? texts : [];
}

/** The letters without quotes around an offset: half a key, half a word. */
function wordAround(text: string, offset: number): TextRange {
  const [before = ''] = /[\w$]*$/.exec(text.slice(Math.max(0, offset - 100), offset)) ?? [];
  const [behind = ''] = /^[\w$]*/.exec(text.slice(offset, offset + 100)) ?? [];
  return { offset: offset - before.length, length: before.length + behind.length };
}
