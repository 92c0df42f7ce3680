import { ExactNumber, isSameNumber } from './exactNumber';

/** Whether two JSON values are the same; neither the order of properties counts nor how numbers are spelled. It does not recurse. */
export function isSameJson(left: unknown, right: unknown): boolean {
  const pairs: [unknown, unknown][] = [[left, right]];
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [one, other] = pair;
    if (one === other) continue;
    if (one instanceof ExactNumber || other instanceof ExactNumber) {
      if (!isSameNumber(one, other)) return false;
      continue;
    }
    if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
    if (Array.isArray(one) !== Array.isArray(other)) return false;
    if (Array.isArray(one) && Array.isArray(other)) {
      if (one.length !== other.length) return false;
      for (let index = 0; index < one.length; index++) pairs.push([one[index], other[index]]);
      continue;
    }
    const entries = Object.entries(one);
    if (entries.length !== Object.keys(other).length) return false;
    for (const [key, value] of entries) {
      if (!Object.hasOwn(other, key)) return false;
      pairs.push([value, (other as Record<string, unknown>)[key]]);
    }
  }
  return true;
}
