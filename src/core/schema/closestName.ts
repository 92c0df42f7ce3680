/** What was probably meant by a name. */
export interface Suggestion {
  readonly suggestion: string;
  /** Nothing else can be meant: case and separators apart, it is the same. */
  readonly isSure?: true;
}

/** A name as it is compared. */
interface Candidate {
  readonly name: string;
  readonly lower: string;
  readonly bare: string;
  readonly letters: number;
}

/** Thousands of names may be compared with the same candidates. */
const prepared = new WeakMap<readonly string[], readonly Candidate[]>();

function candidatesOf(names: readonly string[]): readonly Candidate[] {
  let candidates = prepared.get(names);
  if (!candidates) prepared.set(names, (candidates = names.map(candidateOf)));
  return candidates;
}

function candidateOf(name: string): Candidate {
  const lower = name.toLowerCase();
  return { name, lower, bare: bareName(name), letters: lettersOf(lower) };
}

/**
 * The candidate that was probably meant, or undefined when none is near: surely one that differs in case or separators
 * only (`firstName` for `first_name`), else, unless nobody wants a guess, perhaps the one with the fewest typing slips.
 */
export function suggested(name: string, names: readonly string[], guesses = true): Suggestion | undefined {
  const candidates = candidatesOf(names);
  const bare = bareName(name);
  const same = bare === '' ? undefined : candidates.find((candidate) => candidate.bare === bare);
  if (same !== undefined) return { suggestion: same.name, isSure: true };
  const near = guesses ? nearName(name.toLowerCase(), candidates) : undefined;
  return near === undefined ? undefined : { suggestion: near };
}

/** A name in lower case, without what separates its words. */
export function bareName(name: string): string {
  const lower = name.toLowerCase();
  return /[\s_-]/.test(lower) ? lower.replace(/[\s_-]+/g, '') : lower;
}

/** At most one slip for every three letters of either name, and three in all. */
const maxSlips = 3;

function nearName(name: string, candidates: readonly Candidate[]): string | undefined {
  const letters = lettersOf(name);
  let best: string | undefined;
  let fewest = Math.min(Math.floor(name.length / 3), maxSlips) + 1;
  for (const { name: candidate, lower, letters: others } of candidates) {
    const limit = Math.min(fewest, Math.floor(candidate.length / 3) + 1);
    if (Math.abs(candidate.length - name.length) >= limit) continue;
    // Each kind of letter that the one has and the other lacks takes a slip.
    if (bitCount(letters & ~others) >= limit || bitCount(others & ~letters) >= limit) continue;
    const slips = typingSlips(name, lower);
    if (slips >= limit) continue;
    fewest = slips;
    best = candidate;
  }
  return best;
}

/** A bit for each kind of letter, and one for all that is none. */
function lettersOf(name: string): number {
  let letters = 0;
  for (let index = 0; index < name.length && index < maxRead; index++) {
    const letter = name.charCodeAt(index) - 97;
    letters |= 1 << (letter >= 0 && letter < 26 ? letter : 26);
  }
  return letters;
}

/** No name of ours is longer, by far. */
const maxRead = 100;

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
