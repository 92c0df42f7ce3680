import assert from 'node:assert/strict';
import { RetryBudget } from '../../../../src/core/http/retryBudget';

const takenOf = (budget: RetryBudget) => {
  let taken = 0;
  while (budget.take()) taken += 1;
  return taken;
};

describe('the retry budget of a client', () => {
  let now: number;
  beforeEach(() => (now = 1_000_000));

  it('ends after ten retries without a success', () => assert.equal(takenOf(new RetryBudget(() => now)), 10));

  it('comes back with time, one retry in five seconds, and never more than ten', () => {
    const budget = new RetryBudget(() => now);
    takenOf(budget);
    now += 4_999;
    assert.equal(takenOf(budget), 0);
    now += 1;
    assert.equal(takenOf(budget), 1);
    now += 15_000;
    assert.equal(takenOf(budget), 3);
    now += 3_600_000;
    assert.equal(takenOf(budget), 10);
  });

  it('neither comes nor goes with a clock that is set back', () => {
    const budget = new RetryBudget(() => now);
    for (let retry = 0; retry < 9; retry++) budget.take();
    now -= 3_600_000;
    assert.equal(takenOf(budget), 1);
    now += 5_000;
    assert.equal(takenOf(budget), 1);
  });

  it('earns a retry back with every second success, and never more than ten', () => {
    const budget = new RetryBudget(() => now);
    takenOf(budget);
    for (let success = 0; success < 5; success += 1) budget.earn();
    assert.equal(takenOf(budget), 2);
    for (let success = 0; success < 100; success += 1) budget.earn();
    assert.equal(takenOf(budget), 10);
  });
});
