import type { Node } from 'jsonc-parser';
import type { JsonPath } from '../json/jsonPath';
import { maxDepth } from '../json/maxDepth';
import { parseJson } from '../json/parseJson';
import { scanJson } from '../json/scanJson';
import { SoughtPath } from '../json/soughtPaths';
import { copyItem, insertChild, removeChildren } from './editContainer';
import { blockText, itemBlock } from './itemBlock';
import { JsonLayout, type TextStyle } from './jsonLayout';
import {
  childAt,
  childrenOf,
  endOf,
  jsonDepth,
  nodeAt,
  parseJsonTree,
  propertiesNamed,
  sameJson,
} from '../json/jsonTree';
import { renderJson, type JsonShape } from './renderJson';
import { applyTextEdits, mergeTextEdits, type TextEdit } from '../json/textEdit';

/**
 * One change of a user's text. The path names the value to `set`, `remove`, `copy`, `move` within its list or `choose`, or
 * the list to `insert` into. To choose a member of an item sets it to true, and to false in the other items that have it
 * true. A copy has false in the member `except`, which only one item is to have. Comments about an item are part of it.
 * `json` is JSON text, so that numbers arrive as they were written.
 */
export type UserTextOp =
  | { readonly kind: 'set'; readonly json: string }
  | { readonly kind: 'remove' }
  | { readonly kind: 'insert'; readonly index: number; readonly json: string }
  | { readonly kind: 'move'; readonly to: number }
  | { readonly kind: 'copy'; readonly except?: string }
  | { readonly kind: 'choose' };

/** Why a change cannot be made: the text is no JSON, the value is none, or the text holds no such place. */
export class EditRefused extends Error {
  constructor(readonly reason: 'syntaxError' | 'tooDeep' | 'notJson' | 'noSuchPlace') {
    super(reason);
    this.name = 'EditRefused';
  }
}

/**
 * The smallest edits that make a change, in order and apart from each other; none when the text already says so. Space
 * and comments elsewhere stay, as does the spelling of every other value; new text follows the style of its neighbours.
 * Of equal keys the last is set, as it is the one that counts, and all are removed. Setting or inserting makes the
 * objects and lists that are missing on the way, also in place of null.
 *
 * @throws {EditRefused}
 */
export function editUserText(text: string, path: JsonPath, op: UserTextOp, style: TextStyle): TextEdit[] {
  const inPlace = op.kind === 'set' ? setInPlace(text, path, op.json, style) : undefined;
  if (inPlace) return inPlace;
  const { root, state } = parseJsonTree(text);
  if (state !== 'whole') throw new EditRefused(state === 'broken' ? 'syntaxError' : 'tooDeep');
  if ('json' in op) checkJson(op.json, path);
  const layout = new JsonLayout(text, root, style);
  switch (op.kind) {
    case 'set':
      return set(layout, root, path, op.json);
    case 'remove':
      return remove(layout, root, path);
    case 'insert':
      return insert(layout, root, path, op.index, op.json);
    case 'move':
      return move(layout, root, path, op.to);
    case 'copy':
      return copy(layout, root, path, op.except);
    case 'choose':
      return choose(layout, root, path);
  }
}

/**
 * Puts a plain value in place of another one, which is what nearly every keystroke asks for: that takes no tree of the text,
 * whose making takes many times as long as a look for one place. Undefined where it is not that.
 */
function setInPlace(text: string, path: JsonPath, json: string, { eol }: TextStyle): TextEdit[] | undefined {
  const parsed = startsContainer.test(json) ? undefined : parseJson(text);
  if (!parsed) return undefined;
  const root = new SoughtPath();
  const sought = root.add(path);
  // Within the first of two equal keys a place may be found that does not count.
  const isPlain = !scanJson(parsed.plain, root).some(({ code }) => code === 'duplicateKey' || code === 'tooDeep');
  if (!isPlain || !sought.place) return undefined;
  checkJson(json, path);
  const { offset, length } = sought.place.value;
  if (sameJson(parsed.plain.slice(offset, offset + length), json)) return [];
  const shape = { multiline: false, eol, indent: '', unit: '', space: '', padding: '' };
  return [{ offset, length, text: renderJson(json, shape) }];
}

const startsContainer = /^\s*[{[]/;

function set(layout: JsonLayout, root: Node | undefined, path: JsonPath, json: string): TextEdit[] {
  if (root === undefined) return setAll(layout, wrap(path, json));
  let node = root;
  for (const [index, step] of path.entries()) {
    const child = childAt(node, step);
    if (child === undefined) return create(layout, node, step, path.slice(index + 1), json);
    node = child;
  }
  return replace(layout, node, json);
}

/** Makes a missing property or item, and on the way below it what `rest` names; `parent` may be null. */
function create(layout: JsonLayout, parent: Node, step: string | number, rest: JsonPath, json: string): TextEdit[] {
  if (parent.type === 'null') return replace(layout, parent, wrap([step, ...rest], json));
  const { length } = childrenOf(parent);
  const made = wrap(rest, json);
  if (parent.type === 'array' && step === length)
    return insertChild(layout, parent, length, (shape) => renderJson(made, shape));
  if (parent.type !== 'object' || typeof step !== 'string') throw new EditRefused('noSuchPlace');
  return insertChild(
    layout,
    parent,
    length,
    (shape) => `${JSON.stringify(step)}:${shape.space}${renderJson(made, shape)}`,
  );
}

function replace(layout: JsonLayout, old: Node, json: string): TextEdit[] {
  if (sameJson(layout.text.slice(old.offset, endOf(old)), json)) return [];
  const owner = old.parent?.type === 'property' ? old.parent : old;
  return [{ offset: old.offset, length: old.length, text: renderJson(json, layout.shapeInPlaceOf(old, owner)) }];
}

function setAll(layout: JsonLayout, json: string): TextEdit[] {
  const { text, eol } = layout;
  const newLine = text === '' || /[\r\n]$/.test(text) ? '' : eol;
  return [{ offset: text.length, length: 0, text: newLine + renderJson(json, layout.shapeOfAll()) + eol }];
}

function remove(layout: JsonLayout, root: Node | undefined, path: JsonPath): TextEdit[] {
  const step = path.at(-1);
  const parent = root && nodeAt(root, path.slice(0, -1));
  if (parent === undefined || step === undefined) return [];
  if (parent.type === 'object' && typeof step === 'string')
    return removeChildren(layout, parent, new Set(propertiesNamed(parent, step)));
  const item = childAt(parent, step);
  return item ? removeChildren(layout, parent, new Set([item])) : [];
}

function insert(layout: JsonLayout, root: Node | undefined, path: JsonPath, index: number, json: string): TextEdit[] {
  const list = root && nodeAt(root, path);
  if (list === undefined || list.type === 'null') return set(layout, root, path, `[${json}]`);
  if (list.type !== 'array') throw new EditRefused('noSuchPlace');
  return insertChild(layout, list, Math.min(index, childrenOf(list).length), (shape: JsonShape) =>
    renderJson(json, shape),
  );
}

/** Moves an item: the texts of the items between here and there change places, what stands between them stays. */
function move(layout: JsonLayout, root: Node | undefined, path: JsonPath, to: number): TextEdit[] {
  const { list, index: from } = listItem(root, path);
  const items = childrenOf(list);
  if (items[to] === undefined) throw new EditRefused('noSuchPlace');
  const order = items.map((_, index) => index);
  const moved = order.toSpliced(from, 1).toSpliced(to, 0, from);
  const blocks = items.map((_, index) => itemBlock(layout, list, index));
  // Among items that share their lines, comments stay.
  const hasBlocks = blocks.slice(Math.min(from, to), Math.max(from, to) + 1).every((block) => block !== undefined);
  return items.flatMap((item, index) => {
    const source = moved[index] ?? index;
    const other = textOf(layout, items[source] ?? item);
    const [here, there] = hasBlocks ? [blocks[index], blocks[source]] : [];
    const { start, end } = here ?? { start: item.offset, end: endOf(item) };
    const text = here && there ? blockText(there, other, here.hasComma) : other;
    const isSame = source === index || text === layout.text.slice(start, end);
    return isSame ? [] : [{ offset: start, length: end - start, text }];
  });
}

function copy(layout: JsonLayout, root: Node | undefined, path: JsonPath, except: string | undefined): TextEdit[] {
  const { list, index, item } = listItem(root, path);
  const value = except === undefined ? undefined : childAt(item, except);
  const cleared: TextEdit[] =
    value?.type === 'boolean' ? [{ offset: value.offset - item.offset, length: value.length, text: 'false' }] : [];
  return copyItem(layout, list, index, applyTextEdits(textOf(layout, item), cleared));
}

function listItem(root: Node | undefined, path: JsonPath): { list: Node; index: number; item: Node } {
  const list = root && nodeAt(root, path.slice(0, -1));
  const index = path.at(-1);
  const item = list && typeof index === 'number' ? childrenOf(list)[index] : undefined;
  if (list?.type !== 'array' || typeof index !== 'number' || !item) throw new EditRefused('noSuchPlace');
  return { list, index, item };
}

function choose(layout: JsonLayout, root: Node | undefined, path: JsonPath): TextEdit[] {
  const [index, member] = path.slice(-2);
  const list = root && nodeAt(root, path.slice(0, -2));
  if (list?.type !== 'array' || typeof index !== 'number' || typeof member !== 'string')
    throw new EditRefused('noSuchPlace');
  const others = childrenOf(list).flatMap((item, at) => (at === index ? [] : (childAt(item, member) ?? [])));
  const cleared = others.filter(({ value }) => value === true).flatMap((node) => replace(layout, node, 'false'));
  return mergeTextEdits([...cleared, ...set(layout, root, path, 'true')]);
}

const textOf = (layout: JsonLayout, node: Node): string => layout.text.slice(node.offset, endOf(node));

/** The JSON of the objects and lists that hold a value at a path. */
function wrap(path: JsonPath, json: string): string {
  return path.reduceRight<string>((inner, step) => {
    if (typeof step === 'string') return `{${JSON.stringify(step)}:${inner}}`;
    if (step !== 0) throw new EditRefused('noSuchPlace');
    return `[${inner}]`;
  }, json);
}

function checkJson(json: string, path: JsonPath): void {
  if (jsonDepth(json) + path.length > maxDepth) throw new EditRefused('tooDeep');
  try {
    JSON.parse(json);
  } catch {
    throw new EditRefused('notJson');
  }
}
