/** What was probably meant by a name. */
export interface Suggestion {
  readonly suggestion: string;
  /** Nothing else can be meant: case and separators apart, it is the same. */
  readonly isSure?: true;
}

/**
 * The candidate that was probably meant, or undefined when none is near: surely one that differs in case or separators
 * only (`firstName` for `first_name`), else perhaps the one with the fewest typing slips.
 */
export function suggested(name: string, candidates: readonly string[]): Suggestion | undefined {
  const same = sameName(name, candidates);
  if (same !== undefined) return { suggestion: same, isSure: true };
  const near = nearName(name, candidates);
  return near === undefined ? undefined : { suggestion: near };
}

function sameName(name: string, candidates: readonly string[]): string | undefined {
  const bare = bareName(name);
  return bare === '' ? undefined : candidates.find((candidate) => bareName(candidate) === bare);
}

/** A name in lower case, without what separates its words. */
export function bareName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** At most one slip for every three letters of either name, and three in all. */
const maxSlips = 3;

function nearName(name: string, candidates: readonly string[]): string | undefined {
  const lower = name.toLowerCase();
  let best: string | undefined;
  let fewest = Math.min(Math.floor(name.length / 3), maxSlips) + 1;
  for (const candidate of candidates) {
    const limit = Math.min(fewest, Math.floor(candidate.length / 3) + 1);
    if (Math.abs(candidate.length - name.length) >= limit || strayLetters(lower, candidate) >= limit) continue;
    const slips = typingSlips(lower, candidate.toLowerCase());
    if (slips >= limit) continue;
    fewest = slips;
    best = candidate;
  }
  return best;
}

/** How many kinds of letters the one has that the other lacks: each takes a slip. */
function strayLetters(name: string, candidate: string): number {
  const [left, right] = [lettersOf(name), lettersOf(candidate.toLowerCase())];
  return Math.max(bitCount(left & ~right), bitCount(right & ~left));
}

/** A bit for each kind of letter. */
function lettersOf(name: string): number {
  let letters = 0;
  for (let index = 0; index < name.length; index++) letters |= 1 << (name.charCodeAt(index) & 31);
  return letters;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, replacements and swapped neighbours. */
function typingSlips(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const replaced = at(last, j - 1) + (left[i - 1] === right[j - 1] ? 0 : 1);
      let slips = Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced);
      const swapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (swapped) slips = Math.min(slips, at(beforeLast, j - 2) + 1);
      row.push(slips);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
