import { getLocation, parseTree, type Node } from 'jsonc-parser';
import { choicesOf, itemSchema, schemaOf, typesOf } from '../schema/schemaOf';
import { childrenOf, nodeAt } from '../form/jsonTree';
import { userSchema } from '../generated/userSchema';
import type { JsonPath, TextRange } from '../problem';
import { fieldWords, readOnlyWords } from '../schema/hintsSchema';
import type { SchemaPart } from '../schema/userSchemaShape';

/** What is known of the field that a place in a text belongs to. */
export interface FieldHint {
  readonly title: string;
  /** Markdown. */
  readonly words: string;
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
  /** The half-written key or value that it takes the place of. */
  readonly range: TextRange;
}

/** What is known of the key or the plain value at an offset; undefined elsewhere, and for unknown fields. */
export function hintAt(text: string, offset: number): FieldHint | undefined {
  const { path, previousNode } = getLocation(text, offset);
  if (!previousNode || offset < previousNode.offset || offset > previousNode.offset + previousNode.length) return undefined;
  const range = { offset: previousNode.offset, length: previousNode.length };
  const part = schemaOf(path);
  if (part) return { title: part.title ?? String(path.at(-1)), words: fieldWords(part), range };
  const fields = userSchema['x-responseFields'];
  const [name = ''] = typeof path[0] === 'number' ? path.slice(1) : path;
  const answered = typeof name === 'string' && Object.hasOwn(fields, name) && schemaOf(path.slice(0, -1)) === userSchema ? fields[name] : undefined;
  return answered && { title: answered.title, words: readOnlyWords(answered), range };
}

/** What can be written at an offset: the fields that the object does not have yet, or the values that are known. */
export function completionsAt(text: string, offset: number): Completion[] {
  const { path, previousNode, isAtPropertyKey } = getLocation(text, offset);
  const isInside = previousNode !== undefined && previousNode.offset <= offset && offset <= previousNode.offset + previousNode.length;
  const range = isInside ? { offset: previousNode.offset, length: previousNode.length } : wordBefore(text, offset);
  if (isAtPropertyKey) return fieldsAt(text, path.slice(0, -1), range);
  const part = schemaOf(path);
  return part ? valuesOf(part, range) : [];
}

function fieldsAt(text: string, holder: JsonPath, range: TextRange): Completion[] {
  const rest = text.slice(range.offset + range.length).replace(/^(?:\s+|\/\/[^\r\n]*|\/\*[^]*?\*\/)*/, '');
  const hasValue = rest.startsWith(':');
  const comma = hasValue || !rest.startsWith('"') ? '' : ',';
  const taken = new Set(keysOf(text, holder, range.offset));
  const fields = Object.entries(schemaOf(holder)?.properties ?? {}).filter(([name]) => name !== '$schema' && !taken.has(name));
  return fields.map(([name, reference]): Completion => {
    const part = schemaOf([...holder, name]) ?? reference;
    const key = escaped(JSON.stringify(name));
    const snippet = hasValue ? key : `${key}: ${valueSnippet(part)}${comma}`;
    return { kind: 'field', label: name, snippet, ...(part.title !== undefined && { title: part.title }), words: fieldWords(part), range };
  });
}

/** The keys of the object at a path, but for the one that is being written. */
function keysOf(text: string, path: JsonPath, written: number): unknown[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const object: Node | undefined = root && nodeAt(root, path);
  return object ? childrenOf(object).map(({ children: [key] = [] }) => key).filter((key) => key?.offset !== written).map((key): unknown => key?.value) : [];
}

function valuesOf(part: SchemaPart, range: TextRange): Completion[] {
  const value = (label: string, snippet = escaped(label)): Completion => ({ kind: 'value', label, snippet, words: '', range });
  const choices = choicesOf(part);
  if (choices) return choices.map((choice) => value(JSON.stringify(choice)));
  if (typesOf(part).includes('boolean')) return [value('true'), value('false')];
  if (typesOf(part).includes('array')) return [value('[ ]', valueSnippet(part))];
  return typesOf(part).includes('object') ? [value('{ }', valueSnippet(part))] : [];
}

/** A value to be filled in: what there is to choose from, else an empty one of the right shape. */
function valueSnippet(part: SchemaPart): string {
  const choices = choicesOf(part);
  if (choices) return `\${1|${choices.map((choice) => JSON.stringify(choice)).join(',')}|}`;
  switch (typesOf(part)[0]) {
    case 'boolean':
      return '${1|true,false|}';
    case 'array':
      return `[${itemSnippet(itemSchema(part))}]`;
    case 'object':
      return '{ $1 \\}';
    case 'string':
      return '"$1"';
    default:
      return '$1';
  }
}

/** An object of a list starts with its first field. */
function itemSnippet(item: SchemaPart | undefined): string {
  const [first] = Object.keys(item?.properties ?? {});
  return first === undefined ? '"$1"' : `{ ${JSON.stringify(first)}: "$1" \\}`;
}

/** The letters without quotes that end at an offset: half a key, half a word. */
function wordBefore(text: string, offset: number): TextRange {
  const [word = ''] = /[\w$]*$/.exec(text.slice(Math.max(0, offset - 100), offset)) ?? [];
  return { offset: offset - word.length, length: word.length };
}

const escaped = (text: string): string => text.replace(/[\\$}]/g, '\\$&');
