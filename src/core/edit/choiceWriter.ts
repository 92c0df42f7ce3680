import type { Node } from 'jsonc-parser';
import { endOf, nodeAround, parseJsonTree } from '../json/jsonTree';
import type { TextEdit, TextRange } from '../json/textEdit';
import { EditRefused, editUserText, type UserTextOp } from './editUserText';
import type { TextStyle } from './jsonLayout';

/** What an item is to name. */
interface NamedChoice {
  readonly id: string;
  readonly name?: string | undefined;
}

export interface WrittenChoice {
  /** What takes the place of the value. */
  readonly text: string;
  /** What else is changed in the text, apart from the value. */
  readonly others: readonly TextEdit[];
}

/**
 * For the value of the `id` or the `name` of an item, at a range of a text: what makes the item name a choice, in both of these.
 * Where its name is not known, that of another one goes. In a text that does not let both be written, the value alone is.
 */
export function choiceWriter(
  text: string,
  value: TextRange,
  style: TextStyle,
): (key: 'id' | 'name', choice: NamedChoice) => WrittenChoice {
  const end = value.offset + value.length;
  // Whatever is half-written there.
  const blank = `${text.slice(0, value.offset)}""${text.slice(end)}`;
  const { root } = parseJsonTree(blank);
  const item = objectAround(nodeAround(root, value.offset));
  return (key, choice) => {
    const json = JSON.stringify(choice[key]);
    const isSameId = key === 'id' && json === text.slice(value.offset, end);
    const other = key === 'id' ? choice.name : choice.id;
    if (!item || (other === undefined && isSameId)) return { text: json, others: [] };
    const at = value.offset - item.offset;
    const written = `${blank.slice(item.offset, value.offset)}${json}${blank.slice(value.offset + 2, endOf(item))}`;
    const op: UserTextOp = other === undefined ? { kind: 'remove' } : { kind: 'set', json: JSON.stringify(other) };
    const edits = editsOf(written, key === 'id' ? 'name' : 'id', op, style);
    // What is inserted right behind the value is written with it: editors make other changes where the cursor is not.
    const isBehind = (edit: TextEdit) => edit.offset === at + json.length && edit.length === 0;
    const behind = edits.filter(isBehind).map((edit) => edit.text);
    const others = edits
      .filter((edit) => !isBehind(edit))
      .map((edit) => ({
        ...edit,
        offset: item.offset + edit.offset + (edit.offset > at ? value.length - json.length : 0),
      }));
    return { text: [json, ...behind].join(''), others };
  };
}

function editsOf(item: string, name: string, op: UserTextOp, style: TextStyle): TextEdit[] {
  try {
    return editUserText(item, [name], op, style);
  } catch (error) {
    if (error instanceof EditRefused) return [];
    throw error;
  }
}

const objectAround = (node: Node | undefined): Node | undefined =>
  node?.type === 'string' && node.parent?.type === 'property' ? node.parent.parent : undefined;
