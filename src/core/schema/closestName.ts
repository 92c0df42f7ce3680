/**
 * The candidate that was probably meant, or undefined when none is near: one that differs in case or separators
 * only (`firstName` for `first_name`), else the one with the fewest typing slips: at most one for every three letters,
 * and three in all.
 */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
  const bare = bareName(name);
  const same = bare === '' ? undefined : candidates.find((candidate) => bareName(candidate) === bare);
  if (same !== undefined) return same;
  let best: string | undefined;
  let fewest = Math.floor(Math.min(name.length, 9) / 3) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= fewest) continue;
    const slips = typingSlips(name.toLowerCase(), candidate.toLowerCase());
    if (slips >= fewest) continue;
    fewest = slips;
    best = candidate;
  }
  return best;
}

function bareName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
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
