import assert from 'node:assert/strict';
import { RetryBudget } from '../../../../src/core/http/retryBudget';

const takenOf = (budget: RetryBudget) => {
  let taken = 0;
  while (budget.take()) taken += 1;
  return taken;
};

describe('the retry budget of a client', () => {
  it('ends after ten retries without a success', () => assert.equal(takenOf(new RetryBudget()), 10));

  it('earns a retry back with every second success, and never more than ten', () => {
    const budget = new RetryBudget();
    takenOf(budget);
    for (let success = 0; success < 5; success += 1) budget.earn();
    assert.equal(takenOf(budget), 2);
    for (let success = 0; success < 100; success += 1) budget.earn();
    assert.equal(takenOf(budget), 10);
  });
});
