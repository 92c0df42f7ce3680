import assert from 'node:assert/strict';
import { arrivalOf, withArrival } from '../../../../src/core/update/arrival';
import { explainError } from '../../../../src/core/errors/explainError';
import { readUserFile } from '../../../../src/core/update/userFile';

const arrival = (before: Record<string, unknown>, now: Record<string, unknown>, sent: Record<string, unknown>) =>
  arrivalOf(before, now, readUserFile(JSON.stringify(sent))?.fields ?? []);

describe('whether an update without an answer has arrived', () => {
  it('has, where the live user has every sent value', () =>
    assert.equal(arrival({ title: 'a', name: 'n' }, { title: 'b', name: 'n' }, { title: 'b' }), 'arrived'));
  it('has not, where the live user is as before', () =>
    assert.equal(arrival({ title: 'a' }, { title: 'a' }, { title: 'b' }), 'notArrived'));
  it('is unclear where only some of it is there', () =>
    assert.equal(arrival({ title: 'a', name: 'n' }, { title: 'b', name: 'n' }, { title: 'b', name: 'm' }), 'unclear'));
  it('is unclear where nothing that was sent is ever answered', () => {
    assert.equal(arrival({}, {}, { password: 'secret' }), 'unclear');
    assert.equal(arrival({ title: 'a' }, { title: 'b' }, { title: 'a' }), 'unclear');
    assert.equal(arrival({ password: 'old' }, { password: 'secret' }, { password: 'secret' }), 'unclear');
    assert.equal(arrival({ title: 'a' }, {}, { title: 'b' }), 'unclear');
  });

  it('is told with the error, and what has arrived is not tried again', () => {
    const lost = explainError({ failure: 'connectionLost' }, { write: true });
    assert.equal(lost.arrival, undefined);
    assert.deepEqual(withArrival(lost, 'arrived'), {
      ...lost,
      arrival: 'arrived',
      nextSteps: ['lookAtUser', 'showLog'],
    });
    for (const arrival of ['notArrived', 'unclear'] as const)
      assert.deepEqual(withArrival(lost, arrival), { ...lost, arrival });
  });
});
