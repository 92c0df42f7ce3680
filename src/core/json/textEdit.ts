/** A stretch of text, in UTF-16 code units. */
export interface TextRange {
  readonly offset: number;
  readonly length: number;
}

/** How many of some ranges, which are in order, begin at an offset or before it. */
export function countUpTo(ranges: readonly Pick<TextRange, 'offset'>[], offset: number): number {
  let [from, to] = [0, ranges.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((ranges[middle]?.offset ?? 0) <= offset) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** One replacement in a text. Offsets and lengths are UTF-16 units of the text before any edit of its set. */
export interface TextEdit extends TextRange {
  readonly text: string;
}

/**
 * The text with all edits made at once: every offset refers to `text` as given, and edits must not overlap. An editor's
 * change event lists its edits last first; the order does not matter here.
 */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const edit of inOrder(edits)) {
    parts.push(text.slice(from, edit.offset), edit.text);
    from = edit.offset + edit.length;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

/** The edits by offset, those that touch made one, those that change nothing left out. */
export function mergeTextEdits(edits: readonly TextEdit[]): TextEdit[] {
  const merged: TextEdit[] = [];
  for (const edit of inOrder(edits)) {
    const last = merged.at(-1);
    if (last === undefined || edit.offset > last.offset + last.length) {
      merged.push(edit);
    } else {
      const end = Math.max(last.offset + last.length, edit.offset + edit.length);
      merged[merged.length - 1] = { offset: last.offset, length: end - last.offset, text: last.text + edit.text };
    }
  }
  return merged.filter(({ length, text }) => length > 0 || text !== '');
}

/** The one edit that turns `before` into `after`: what stands between their common beginning and their common end. */
export function textDifference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { offset: start, length: before.length - end - start, text: after.slice(start, after.length - end) };
}

const inOrder = (edits: readonly TextEdit[]): TextEdit[] => edits.toSorted((one, other) => one.offset - other.offset);
