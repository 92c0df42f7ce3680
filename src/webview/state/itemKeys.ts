import type { FormValue } from '../../core/form/formText';
import { formValueAt } from '../../core/form/formText';
import type { TextEdit } from '../../core/form/textEdit';
import type { JsonPath } from '../../core/problem';

/** A path that holds still: list items are named by key, so it survives items coming and going before them. */
export type KeyPath = readonly (string | { readonly item: number })[];

/**
 * Gives every list item a key that it keeps while the text around it changes. An item is known again by where it
 * begins, moved along by the edits since.
 */
export class ItemKeys {
  private byOffset = new Map<number, number>();
  private lastKey = 0;

  /** Takes over a new state of the form; `edits` led to it from the one before. */
  follow(user: FormValue | undefined, edits: readonly TextEdit[]): void {
    const moved = new Map<number, number>();
    for (const [offset, key] of this.byOffset) {
      const now = moveOffset(offset, edits);
      if (now !== undefined) moved.set(now, key);
    }
    this.byOffset = new Map(itemsIn(user).map(({ offset }) => [offset, moved.get(offset) ?? ++this.lastKey]));
  }

  keyOf(item: FormValue): number {
    return this.byOffset.get(item.offset) ?? -1;
  }

  /** Undefined when the path goes through an item that is not there. */
  keyPath(user: FormValue, path: JsonPath): KeyPath | undefined {
    const keys: (string | { item: number })[] = [];
    for (const [index, step] of path.entries()) {
      if (typeof step === 'string') {
        keys.push(step);
        continue;
      }
      const item = formValueAt(user, path.slice(0, index + 1));
      if (item === undefined) return undefined;
      keys.push({ item: this.keyOf(item) });
    }
    return keys;
  }

  /** Where a key path leads now; undefined when an item on its way is gone. */
  path(user: FormValue, keys: KeyPath): JsonPath | undefined {
    const path: (string | number)[] = [];
    for (const step of keys) {
      if (typeof step === 'string') {
        path.push(step);
        continue;
      }
      const list = formValueAt(user, path);
      const index = list?.kind === 'list' ? list.items.findIndex((item) => this.keyOf(item) === step.item) : -1;
      if (index < 0) return undefined;
      path.push(index);
    }
    return path;
  }
}

function itemsIn(value: FormValue | undefined): FormValue[] {
  if (value?.kind === 'object') return [...value.members.values()].flatMap(itemsIn);
  if (value?.kind === 'list') return value.items.flatMap((item) => [item, ...itemsIn(item)]);
  return [];
}

/** Where an offset is after the edits; undefined when its text was cut out. What is replaced in place stays. */
function moveOffset(offset: number, edits: readonly TextEdit[]): number | undefined {
  let shift = 0;
  for (const edit of edits) {
    const end = edit.offset + edit.length;
    const replacedHere = edit.offset === offset && edit.length > 0;
    if (replacedHere && edit.text !== '') continue;
    if (end <= offset && !replacedHere) shift += edit.text.length - edit.length;
    else if (edit.offset <= offset) return undefined;
  }
  return offset + shift;
}
