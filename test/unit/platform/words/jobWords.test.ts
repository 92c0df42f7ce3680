import assert from 'node:assert/strict';
import { restReasons } from '../../../../src/bulk/job/jobEntry';
import { jobCauseWords, jobFaultWords, restWords } from '../../../../src/platform/words/jobWords';

describe('the words of jobs of many updates', () => {
  it('say of each reason why a job rests', () => {
    const words = restReasons.map(restWords);
    assert.ok(words.every((text) => text !== ''));
    assert.equal(restWords(undefined), 'interrupted');
    assert.equal(restWords('tokenRejected'), 'paused: Truto rejects the API token');
  });

  it('say why a row was not applied, and leave the codes of others to them', () => {
    assert.equal(jobCauseWords('moved'), 'The live user was changed after the plan was made');
    assert.equal(jobCauseWords('duplicateRow'), undefined);
  });

  it('say why a job cannot be continued', () => {
    assert.match(jobFaultWords('damaged', 7), /damaged at line 7/);
    assert.match(jobFaultWords('planChanged'), /plan .* changed or deleted/);
  });
});
