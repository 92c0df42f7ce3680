import { formValueAt, type FormObject, type FormValue } from '../../core/form/formText';
import type { TextEdit } from '../../core/json/textEdit';
import type { JsonPath } from '../../core/json/jsonPath';

/** A path that holds still: list items are named by key, so it survives items coming and going before them. */
export type KeyPath = readonly (string | { readonly item: number })[];

/**
 * Gives every list item a key that it keeps while the text around it changes. An item is known again by where it
 * begins, moved along by the edits since.
 */
export class ItemKeys {
  /** The items of the state at hand by where they begin, each as it is shown. */
  private byOffset = new Map<number, FormValue>();
  private readonly keys = new WeakMap<FormValue, number>();
  private lastKey = 0;
  /** The last key that was given before the state at hand, or since the text was last whole. */
  private lastKnown = 0;
  private wasWhole = true;
  private shown: FormObject | undefined;

  /**
   * Takes over a new state of the form, which `edits` led to from the one before. Returns it with every value that reads
   * as before being the very object it was, so that what shows it can rest; the offsets in such values are old. Items that
   * are missing in a text that is not whole may only be unreadable: they are known again once they can be read.
   */
  follow(user: FormObject | undefined, edits: readonly TextEdit[], isWhole = true): FormObject | undefined {
    if (this.wasWhole) this.lastKnown = this.lastKey;
    this.wasWhole = isWhole;
    const before = new Map<number, FormValue>();
    for (const [offset, item] of this.byOffset) {
      const now = moveOffset(offset, edits);
      if (now !== undefined) before.set(now, item);
    }
    const after = new Map<number, FormValue>();
    const members = user && this.takeMembers(user, this.shown, before, after);
    this.byOffset = isWhole ? after : new Map([...before, ...after]);
    this.shown = user && members && { ...user, members };
    return this.shown;
  }

  keyOf(item: FormValue | undefined): number {
    return (item && this.keys.get(item)) ?? -1;
  }

  private take(
    now: FormValue,
    old: FormValue | undefined,
    before: ReadonlyMap<number, FormValue>,
    after: Map<number, FormValue>,
  ): FormValue {
    if (now.kind === 'object') {
      const members = this.takeMembers(now, old, before, after);
      return old?.kind === 'object' &&
        old.source === now.source &&
        isSame([...members.values()], [...old.members.values()])
        ? old
        : { ...now, members };
    }
    if (now.kind === 'list') {
      const items = now.items.map((item) => this.takeItem(item, before, after));
      return old?.kind === 'list' && old.source === now.source && isSame(items, old.items) ? old : { ...now, items };
    }
    return old?.source === now.source ? old : now;
  }

  private takeMembers(
    now: FormObject,
    old: FormValue | undefined,
    before: ReadonlyMap<number, FormValue>,
    after: Map<number, FormValue>,
  ): ReadonlyMap<string, FormValue> {
    const known = old?.kind === 'object' ? old.members : undefined;
    return new Map([...now.members].map(([name, value]) => [name, this.take(value, known?.get(name), before, after)]));
  }

  private takeItem(now: FormValue, before: ReadonlyMap<number, FormValue>, after: Map<number, FormValue>): FormValue {
    const old = before.get(now.offset);
    const item = this.take(now, old, before, after);
    this.keys.set(item, (old && this.keys.get(old)) ?? ++this.lastKey);
    after.set(now.offset, item);
    return item;
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

  /**
   * Where a key path leads now; undefined when an item on its way is gone. With the path where it led `before`, through what
   * has just been put in the place of such an item, where something was.
   */
  path(user: FormValue, keys: KeyPath, before?: JsonPath): JsonPath | undefined {
    const path: (string | number)[] = [];
    for (const [at, step] of keys.entries()) {
      if (typeof step === 'string') {
        path.push(step);
        continue;
      }
      const list = formValueAt(user, path);
      const items = list?.kind === 'list' ? list.items : [];
      const replaced = Number(before?.[at] ?? -1);
      const isNew = this.keyOf(items[replaced]) > this.lastKnown;
      const index = items.findIndex((item) => this.keyOf(item) === step.item);
      if (index < 0 && !isNew) return undefined;
      path.push(index < 0 ? replaced : index);
    }
    return path;
  }
}

function isSame(values: readonly FormValue[], others: readonly FormValue[]): boolean {
  return values.length === others.length && values.every((value, index) => value === others[index]);
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
