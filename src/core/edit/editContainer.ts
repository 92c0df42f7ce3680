import type { Node } from 'jsonc-parser';
import { blockText, itemBlock } from './itemBlock';
import type { JsonLayout } from './jsonLayout';
import { childrenOf, endOf } from '../json/jsonTree';
import type { JsonShape } from './renderJson';
import { mergeTextEdits, type TextEdit } from '../json/textEdit';

/** Puts a property or an item into an object or array, at an index. `render` makes its text for the shape it gets. */
export function insertChild(
  layout: JsonLayout,
  container: Node,
  index: number,
  render: (shape: JsonShape) => string,
): TextEdit[] {
  const children = childrenOf(container);
  const [first] = children;
  if (first === undefined) return insertFirst(layout, container, render(layout.shapeInside(container)));
  const before = children[index - 1];
  return before === undefined
    ? insertBefore(layout, first, render(layout.shapeBeside(first)))
    : insertAfter(layout, before, render(layout.shapeBeside(before)));
}

/** Puts a second item like the one at an index behind it, with the comments about it; `item` is its text. */
export function copyItem(layout: JsonLayout, list: Node, index: number, item: string): TextEdit[] {
  const original = childrenOf(list)[index];
  const block = itemBlock(layout, list, index);
  if (!original || !block) return insertChild(layout, list, index + 1, () => item);
  const text = layout.eol + layout.indentAt(block.start) + blockText(block, item, block.hasComma);
  const comma: TextEdit[] = block.hasComma ? [] : [{ offset: endOf(original), length: 0, text: ',' }];
  return mergeTextEdits([...comma, { offset: block.end, length: 0, text }]);
}

/**
 * Takes properties or items out of an object or array, with their commas. What stands alone in its lines takes these
 * lines with it, and a comment behind it. Comments above it stay, but for those about an item.
 */
export function removeChildren(layout: JsonLayout, container: Node, removed: ReadonlySet<Node>): TextEdit[] {
  const children = childrenOf(container);
  const edits = children.flatMap((child, index) => (removed.has(child) ? [removal(layout, container, index)] : []));
  const lastKept = children.findLast((child) => !removed.has(child));
  if (lastKept === undefined) return removeAll(layout, container, edits);
  const last = children.at(-1);
  if (last !== undefined && removed.has(last) && layout.commaAfter(last) === undefined) {
    const comma = layout.commaAfter(lastKept);
    if (comma !== undefined) edits.push({ offset: comma, length: 1, text: '' });
  }
  return mergeTextEdits(edits);
}

function insertFirst(layout: JsonLayout, container: Node, rendered: string): TextEdit[] {
  const start = container.offset + 1;
  const inside = layout.text.slice(start, endOf(container) - 1);
  const { multiline, indent, padding } = layout.shapeInside(container);
  const outerIndent = layout.indentAt(container.offset);
  if (inside.trim() === '') {
    const text = multiline ? layout.eol + indent + rendered + layout.eol + outerIndent : padding + rendered + padding;
    return [{ offset: start, length: inside.length, text }];
  }
  const afterComments = inside.trimEnd().length;
  const closerHasOwnLine = /[\r\n]/.test(inside.slice(afterComments));
  const text = layout.eol + indent + rendered + (closerHasOwnLine ? '' : layout.eol + outerIndent);
  return [{ offset: start + afterComments, length: 0, text }];
}

function insertBefore(layout: JsonLayout, next: Node, rendered: string): TextEdit[] {
  const gap = layout.startsLine(next)
    ? layout.eol + layout.indentAt(next.offset)
    : layout.gapAfter(layout.commaAfter(next));
  return [{ offset: next.offset, length: 0, text: `${rendered},${gap}` }];
}

function insertAfter(layout: JsonLayout, before: Node, rendered: string): TextEdit[] {
  const comma = layout.commaAfter(before);
  const end = comma === undefined ? endOf(before) : comma + 1;
  const ownComma = comma === undefined ? '' : ',';
  const newComma: TextEdit[] = comma === undefined ? [{ offset: end, length: 0, text: ',' }] : [];
  if (!layout.startsLine(before)) {
    return mergeTextEdits([
      ...newComma,
      { offset: end, length: 0, text: layout.gapAfter(comma) + rendered + ownComma },
    ]);
  }
  const rest = layout.restOfLine(end);
  const text = layout.eol + layout.indentAt(before.offset) + rendered + ownComma;
  return mergeTextEdits([...newComma, { offset: rest.endsLine ? rest.end : end, length: 0, text }]);
}

function removal(layout: JsonLayout, container: Node, index: number): TextEdit {
  const block = itemBlock(layout, container, index);
  if (block) return cut(layout.lineStart(block.start), layout.nextLine(block.end));
  const child = childrenOf(container)[index] ?? container;
  const comma = layout.commaAfter(child);
  const end = comma === undefined ? endOf(child) : comma + 1;
  if (layout.startsLine(child)) {
    const rest = layout.restOfLine(end);
    if (rest.endsLine) return cut(layout.lineStart(child.offset), layout.nextLine(rest.end));
  }
  if (comma !== undefined) return cut(child.offset, layout.skipSpaces(end));
  return cut(layout.skipSpacesBack(child.offset), end);
}

/** Empties a container; brackets that would have only space between them come together. */
function removeAll(layout: JsonLayout, container: Node, edits: readonly TextEdit[]): TextEdit[] {
  const start = container.offset + 1;
  const end = endOf(container) - 1;
  let left = '';
  let from = start;
  for (const edit of edits) {
    left += layout.text.slice(from, edit.offset);
    from = edit.offset + edit.length;
  }
  left += layout.text.slice(from, end);
  return left.trim() === '' ? mergeTextEdits([cut(start, end)]) : mergeTextEdits(edits);
}

const cut = (start: number, end: number): TextEdit => ({ offset: start, length: end - start, text: '' });
