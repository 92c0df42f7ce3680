/** What was probably meant by a name. */
export interface Suggestion {
  readonly suggestion: string;
  /** Nothing else can be meant: case and separators apart, it is the same. */
  readonly isSure?: true;
}

/** How much may still be guessed about one user: nobody reads what thousands of its names might mean. */
export interface GuessBudget {
  /** So many names. */
  names: number;
  /** So many times that one is compared with another, letter by letter. */
  comparisons: number;
}

export const guessBudget = (): GuessBudget => ({ names: 1000, comparisons: 10_000 });

/** A name as it is compared. */
interface Candidate {
  readonly name: string;
  readonly order: number;
  readonly lower: string;
  readonly letters: number;
}

/** Names that others may mean. Thousands may be asked about: each is compared with those alone that can be near. */
export class KnownNames {
  private readonly byBareName = new Map<string, string>();
  private readonly byLength = new Map<number, Candidate[]>();

  constructor(private readonly names: readonly string[]) {
    for (const [order, name] of names.entries()) {
      const lower = name.toLowerCase();
      const bare = bareName(name);
      if (bare !== '' && !this.byBareName.has(bare)) this.byBareName.set(bare, name);
      const candidate = { name, order, lower, letters: lettersOf(lower) };
      const others = this.byLength.get(name.length);
      if (others) others.push(candidate);
      else this.byLength.set(name.length, [candidate]);
    }
  }

  has(name: string): boolean {
    return this.names.includes(name);
  }

  /**
   * The one that was probably meant, or undefined when none is near: surely one that differs in case or separators only
   * (`firstName` for `first_name`), else, as long as guesses are left, perhaps the one with the fewest typing slips.
   */
  meant(name: string, budget = guessBudget()): Suggestion | undefined {
    const same = this.byBareName.get(bareName(name));
    if (same !== undefined) return { suggestion: same, isSure: true };
    if (budget.names <= 0) return undefined;
    budget.names--;
    const near = this.near(name.toLowerCase(), budget);
    return near === undefined ? undefined : { suggestion: near };
  }

  private near(name: string, budget: GuessBudget): string | undefined {
    const letters = lettersOf(name);
    const max = maxSlipsOf(name);
    let best: { readonly name: string; readonly order: number; readonly slips: number } | undefined;
    for (let length = name.length - max; length <= name.length + max; length++) {
      for (const candidate of this.byLength.get(length) ?? []) {
        // Of equally near ones the first is taken.
        const limit = Math.min(
          max,
          maxSlipsOf(candidate.name),
          best ? best.slips - +(best.order < candidate.order) : max,
        );
        // Each kind of letter that the one has and the other lacks takes a slip.
        if (bitCount(letters & ~candidate.letters) > limit || bitCount(candidate.letters & ~letters) > limit) continue;
        if (budget.comparisons-- <= 0) return best?.name;
        const slips = typingSlips(name, candidate.lower);
        if (slips <= limit) best = { ...candidate, slips };
      }
    }
    return best?.name;
  }
}

/** A name in lower case, without what separates its words. */
export function bareName(name: string): string {
  const lower = name.toLowerCase();
  return /[\s_-]/.test(lower) ? lower.replace(/[\s_-]+/g, '') : lower;
}

/** At most one slip for every three letters of either name, and three in all. */
const maxSlipsOf = (name: string): number => Math.min(Math.floor(name.length / 3), 3);

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
