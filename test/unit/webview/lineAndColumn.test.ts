import assert from 'node:assert/strict';
import { lineAndColumn } from '../../../src/webview/lineAndColumn';

describe('lineAndColumn', () => {
  it('counts as VS Code does', () => {
    const text = 'a\r\nbc\nd\re';
    assert.deepEqual(
      [0, 3, 4, 6, 8].map((offset) => lineAndColumn(text, offset)).map(({ line, column }) => `${line}:${column}`),
      ['1:1', '2:1', '2:2', '3:1', '4:1'],
    );
  });
});
