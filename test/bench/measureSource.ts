// Reads a source of users from disk as a plan begins, in a process of its own, and prints the figures as JSON:
//   measureSource.js <file>
import { surveySource } from '../../src/bulk/planning/survey';

export interface SourceFigures {
  readonly rows: number;
  readonly invalid: number;
  /** Milliseconds until the first problem is told; undefined where there is none. */
  readonly firstProblem?: number;
  readonly seconds: number;
  /** Of the whole process, in megabytes. */
  readonly peakMemory: number;
}

const [file = ''] = process.argv.slice(2);
let first: number | undefined;
let invalid = 0;
const started = performance.now();
const { rows } = await surveySource(file, {
  accountId: 'account',
  unknownFields: 'warning',
  inOrder: false,
  onProblems: (_, problems) => {
    first ??= performance.now() - started;
    if (problems.some(({ severity }) => severity === 'error')) invalid++;
  },
});
const figures: SourceFigures = {
  rows,
  invalid,
  ...(first !== undefined && { firstProblem: first }),
  seconds: (performance.now() - started) / 1000,
  peakMemory: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(figures));
