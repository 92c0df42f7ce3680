import assert from 'node:assert/strict';
import { Cursor } from '../../../src/api/cursor';

/** The cursors that are asked for of a list that answers with `told`, the last one for ever. */
function asked(told: readonly (string | undefined)[]): (string | undefined)[] {
  const cursor = new Cursor();
  const pages: (string | undefined)[] = [];
  do {
    pages.push(cursor.next);
    const nextCursor = told[Math.min(pages.length, told.length) - 1];
    cursor.pass(nextCursor === undefined ? {} : { nextCursor });
  } while (cursor.next !== undefined);
  return pages;
}

describe('the way through pages', () => {
  it('ends behind the last one', () => assert.deepEqual(asked(['b', 'c', undefined]), [undefined, 'b', 'c']));
  it('ends where a cursor repeats at once', () => assert.deepEqual(asked(['b']), [undefined, 'b']));
  it('ends where cursors go in a circle', () =>
    assert.deepEqual(asked(['b', 'c', 'd', 'b', 'c', 'd', 'b']), [undefined, 'b', 'c', 'd']));
});
