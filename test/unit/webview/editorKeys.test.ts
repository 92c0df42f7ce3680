import assert from 'node:assert/strict';
import { letterOf } from '../../../src/webview/editorKeys';

describe('the letter of a key', () => {
  const letters = (...keys: readonly (readonly [string, string])[]) =>
    keys.map(([key, code]) => letterOf({ key, code })).join('|');

  it('is the one that it types, wherever that is', () => {
    assert.equal(letters(['z', 'KeyZ'], ['Z', 'KeyZ'], ['z', 'KeyW'], ['a', 'KeyQ'], ['y', 'KeyZ']), 'z|z|z|a|y');
  });

  it('is that of its place where the layout has other letters', () => {
    const russian = letters(
      ['\u044f', 'KeyZ'],
      ['\u042f', 'KeyZ'],
      ['\u0444', 'KeyA'],
      ['\u044b', 'KeyS'],
      ['\u043d', 'KeyY'],
    );
    assert.equal(russian, 'z|z|a|s|y');
    const [greek, hebrew, arabic, thai] = [
      ['\u03b6', 'KeyZ'],
      ['\u05d3', 'KeyS'],
      ['\u0634', 'KeyA'],
      ['\u0e31', 'KeyY'],
    ] as const;
    assert.equal(letters(greek, hebrew, arabic, thai), 'z|s|a|y');
  });

  it('is none of a key without a letter, even where others have one', () => {
    assert.equal(
      letters([';', 'KeyZ'], ['\u044d', 'Quote'], ['Enter', 'Enter'], ['Control', 'ControlLeft'], ['1', 'Digit1']),
      '||||',
    );
  });
});
