import { format } from 'node:util';

/** Tells a suite's own words from VS Code's log: in a browser both arrive on one channel. */
const mark = '\u2063';

/** Asks the suite, by its environment, to mark its words. */
export const markedOutput = { SUITE_OUTPUT: 'marked' } as const;

/** In the extension host: marks all that is written to the console from now on, when asked to. */
export function markConsole(): void {
  if (process.env['SUITE_OUTPUT'] !== markedOutput.SUITE_OUTPUT) return;
  for (const level of ['log', 'info', 'warn', 'error'] as const) {
    const write = console[level].bind(console);
    // VS Code's own console there ignores assignments.
    Object.defineProperty(console, level, { value: (...words: unknown[]) => write(mark + format(...words)) });
  }
}

/** In the runner: the suite's words in a message of the console; undefined when it is one of VS Code's own. */
export function suiteWords(message: readonly unknown[]): string | undefined {
  const [first] = message;
  return typeof first === 'string' && first.startsWith(mark) ? first.slice(mark.length) : undefined;
}
