import assert from 'node:assert/strict';
import type { Problem, ProblemCode, Severity } from '../../../../src/core/check/problem';
import { worstProblems } from '../../../../src/core/check/worstProblems';

function problem(offset: number, severity: Severity, code: ProblemCode = 'wrongType'): Problem {
  // What a problem says besides its place and severity is of no account here.
  return { code, severity, path: [], offset, length: 1, params: {} } as unknown as Problem;
}

const mixed = [
  problem(0, 'warning'),
  problem(1, 'error'),
  problem(2, 'information'),
  problem(3, 'error', 'syntaxError'),
  problem(4, 'warning'),
];
const offsets = (problems: readonly Problem[]) => problems.map(({ offset }) => offset);

describe('worstProblems', () => {
  it('takes all when they are few enough', () => {
    assert.deepEqual(worstProblems(mixed, { limit: 5, showsSyntaxErrors: true }), { worst: mixed });
  });

  it('takes the most severe, in the order of the text, and tells how many others there are and where', () => {
    const { worst, leftOut } = worstProblems(mixed, { limit: 3, showsSyntaxErrors: true });
    assert.deepEqual(offsets(worst), [0, 1, 3]);
    assert.deepEqual(leftOut, { offset: 4, length: 1, count: 2 });
  });

  it('takes syntax errors last when someone else shows them, and does not count them', () => {
    const { worst, leftOut } = worstProblems(mixed, { limit: 3, showsSyntaxErrors: false });
    assert.deepEqual(offsets(worst), [0, 1, 4]);
    assert.deepEqual(leftOut, { offset: 2, length: 1, count: 1 });
    assert.equal(worstProblems(mixed, { limit: 4, showsSyntaxErrors: false }).leftOut, undefined);
  });
});
