const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Two texts as they may be compared by eye in so many UTF-16 units: whole where they fit, else the parts around the first
 * difference, with an ellipsis on each side where something is left out. What a reader takes for one character is kept whole.
 */
export function differingParts(one: string, other: string, max: number): readonly [string, string] {
  if (one.length <= max && other.length <= max) return [one, other];
  const at = firstDifference(one, other);
  const start = at > max / 2 ? boundary(one, at - Math.floor(max / 4), at - Math.floor(max / 2)) : 0;
  const part = (text: string) => partOf(text, start, start + max, at);
  return [part(one), part(other)];
}

/** The beginning of a text in so many UTF-16 units, with an ellipsis where it was cut. */
export const beginningOf = (text: string, max: number): string => partOf(text, 0, max, 0);

/** What a reader sees of a text: without what is invisible, and with one spelling of what looks the same. */
export const look = (text: string): string => text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');

/** The part between two offsets, which holds the character at `kept` for certain. */
function partOf(text: string, start: number, end: number, kept: number): string {
  const isCut = end < text.length;
  const cut = isCut ? boundary(text, end, kept + 2) : text.length;
  return `${start > 0 ? '…' : ''}${text.slice(start, cut)}${isCut ? '…' : ''}`;
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && at < other.length && one.charCodeAt(at) === other.charCodeAt(at)) at++;
  return isInside(one, at) || isInside(other, at) ? at - 1 : at;
}

/** Where the character begins that an offset is in. A character may be as long as a text: not below the least offset then. */
function boundary(text: string, offset: number, least: number): number {
  const start = graphemes.segment(text).containing(offset)?.index ?? offset;
  if (start >= least) return start;
  return isInside(text, offset) ? offset - 1 : offset;
}

/** Whether an offset is between the halves of a character that needs two code units. */
const isInside = (text: string, offset: number): boolean =>
  /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(offset - 1, offset + 1));
