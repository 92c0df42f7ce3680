import assert from 'node:assert/strict';
import { TrutoError } from '../../../../src/api/trutoError';
import { explainError } from '../../../../src/core/errors/explainError';
import type { RequestOutcome } from '../../../../src/core/errors/errorExplanation';
import { ExactNumber } from '../../../../src/core/json/exactNumber';
import type { Outcome } from '../../../../src/updates/outcome';
import { sendResult, type FailedSend } from '../../../../src/users/send/sendResult';

const lost = () => new TrutoError(explainError({ failure: 'connectionLost' }, { write: true }));
const ended = (outcome: RequestOutcome, error?: Error): Outcome => ({
  outcome,
  idempotencyKey: 'key-1',
  sent: { title: 'Countess' },
  attempts: 3,
  ...(error && { error }),
});

describe('what a caller gets of an update', () => {
  it('is its outcome, with numbers as scripts have them', () => {
    const result = sendResult({ ...ended('applied'), body: { n: new ExactNumber('1.0') } }, 'h1');
    assert.deepEqual(result, { ...ended('applied'), body: { n: 1 }, historyId: 'h1' });
  });

  it('is its outcome too where only the response is missing, without an error', () => {
    assert.deepEqual(sendResult(ended('applied', lost()), 'h1'), { ...ended('applied'), historyId: 'h1' });
    assert.deepEqual(sendResult(ended('applied', lost()), undefined), ended('applied'));
    assert.deepEqual(sendResult(ended('unknown'), undefined), ended('unknown'));
  });

  for (const outcome of ['unknown', 'refused', 'notSent'] as const)
    it(`is the error of any other, which tells what became of it: ${outcome}`, () => {
      for (const [error, historyId] of [
        [lost(), 'h1'],
        [new Error('the disk is full'), undefined],
      ] as const)
        assert.throws(
          () => sendResult(ended(outcome, error), historyId),
          (thrown: FailedSend) => {
            assert.equal(thrown, error);
            assert.deepEqual([thrown.outcome, thrown.idempotencyKey, thrown.historyId], [outcome, 'key-1', historyId]);
            return true;
          },
        );
    });
});
