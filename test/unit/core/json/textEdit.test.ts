import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyTextEdits, mergeTextEdits, textDifference } from '../../../../src/core/json/textEdit';

describe('text edits', () => {
  it('are made at once, whatever their order', () => {
    const edits = [
      { offset: 4, length: 1, text: 'E' },
      { offset: 0, length: 2, text: '' },
    ];
    assert.equal(applyTextEdits('abcdef', edits), 'cdEf');
    assert.equal(applyTextEdits('abcdef', edits.toReversed()), 'cdEf');
  });

  it('become one where they touch', () => {
    const edits = [
      { offset: 2, length: 1, text: '' },
      { offset: 1, length: 1, text: 'B' },
      { offset: 4, length: 0, text: '' },
    ];
    assert.deepEqual(mergeTextEdits(edits), [{ offset: 1, length: 2, text: 'B' }]);
  });

  it('lead from any text to any other', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '😀') });
    fc.assert(
      fc.property(text, text, (before, after) => applyTextEdits(before, [textDifference(before, after)]) === after),
    );
  });
});
