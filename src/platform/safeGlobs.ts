/** VS Code matches by trying: each wildcard more multiplies the time that a path may take. */
const maxWildcards = 4;
const maxLength = 256;

/**
 * The globs that can be matched in no time, whoever wrote them: a workspace may bring its own, and some would keep VS Code
 * busy for hours. Wildcards that say nothing more are taken out; globs with too many others are left out.
 */
export function safeGlobs(globs: readonly string[]): string[] {
  return globs.map(plainGlob).filter((glob) => glob.length <= maxLength && wildcardsOf(glob) <= maxWildcards);
}

const plainGlob = (glob: string): string => glob.replace(/\*{3,}/g, '**').replace(/(?:\*\*\/)+/g, '**/');

const wildcardsOf = (glob: string): number => glob.match(/\*+/g)?.length ?? 0;
