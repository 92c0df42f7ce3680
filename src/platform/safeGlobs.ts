/** VS Code matches by trying: each wildcard more multiplies the time that a path may take. */
const maxWildcards = 4;
/** So do alternatives (`{a,b}`) that fit in several ways. */
const maxAlternatives = 4;
const maxLength = 256;
const maxGlobs = 100;

/**
 * The globs that can be matched in no time, whoever wrote them: a workspace may bring its own, and some would keep VS Code
 * busy for hours. Wildcards that say nothing more are taken out; globs with too many others are left out.
 */
export function safeGlobs(globs: readonly string[]): string[] {
  return globs.map(plainGlob).filter(isSafe).slice(0, maxGlobs);
}

const plainGlob = (glob: string): string => glob.replace(/\*{3,}/g, '**').replace(/(?:\*\*\/)+/g, '**/');

const isSafe = (glob: string): boolean =>
  glob.length <= maxLength && count(glob, /\*+/g) <= maxWildcards && count(glob, /\{/g) <= maxAlternatives;

const count = (glob: string, what: RegExp): number => glob.match(what)?.length ?? 0;
