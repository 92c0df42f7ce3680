/** Not the one inside `Thu, 01 Jan 2026 00:00:30 GMT`. */
const comma = /(?<!\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}),/i;

/**
 * The values of a header that tells of a limit: several of one name come joined by commas, each perhaps quoted, with a unit of
 * seconds or with parameters (`30;w=60`), which are left out.
 */
export function limitValues(header: string | undefined): string[] {
  return (header ?? '')
    .split(comma)
    .map((part) => (part.split(';', 1)[0] ?? '').replaceAll('"', '').trim())
    .map((part) => part.replace(/^([\d.]+)\s*s(?:ec(?:ond)?s?)?$/i, '$1'))
    .filter((value) => value !== '');
}

/** How many requests a `ratelimit-remaining` leaves: of several numbers the smallest. Undefined when none can be read. */
export function remainingCount(header: string | undefined): number | undefined {
  const counts = limitValues(header)
    .filter((value) => /^-?\d{1,12}(\.\d+)?$/.test(value))
    .map((value) => Math.max(0, Number(value)));
  return counts.length > 0 ? Math.min(...counts) : undefined;
}
