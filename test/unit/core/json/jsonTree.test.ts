import assert from 'node:assert/strict';
import { parseTree } from 'jsonc-parser';
import {
  childAt,
  jsonDepth,
  nodeAt,
  parseJsonTree,
  propertiesNamed,
  sameJson,
} from '../../../../src/core/json/jsonTree';

const root = (text: string) => parseTree(text)!;

describe('the tree of a JSON text', () => {
  it('is as deep as its brackets go, those in texts and comments aside', () => {
    for (const [text, depth] of [
      ['', 0],
      ['1', 0],
      ['[]', 1],
      ['[[],[[]],{}]', 3],
      ['{"a":[{}],"b":[]}', 3],
      ['[{},{},{}]', 2],
      ['[],[],[[]]', 2],
      ['["[[", "\\"[["] // [[[\n/* [[[ */', 1],
      ['/* [ */ [] /* [[ ]] */ [1]', 1],
      ['["a\n[[[', 4],
    ] as const)
      assert.equal(jsonDepth(text), depth, text);
  });

  it('tells whole from broken texts, and where they break', () => {
    assert.equal(parseJsonTree('{"a":[1,],} // x').state, 'whole');
    assert.deepEqual(parseJsonTree(' /* nothing */ '), { root: undefined, state: 'whole' });
    const broken = parseJsonTree('{"a": tru, "b": }');
    assert.equal(broken.state, 'broken');
    assert.equal(broken.brokenAt, 6);
    assert.equal(broken.root?.type, 'object');
    assert.deepEqual(parseJsonTree('['.repeat(10_000)), { root: undefined, state: 'tooDeep' });
  });

  it('has of equal keys the last one that has a value', () => {
    const user = root('{"a": 1, "b": {"c": [0, "x"]}, "a": 2, "a": }');
    assert.equal(propertiesNamed(user, 'a').length, 3);
    assert.equal(childAt(user, 'a')?.value, 2);
    assert.equal(childAt(user, 'd'), undefined);
    assert.equal(nodeAt(user, ['b', 'c', 1])?.value, 'x');
    assert.equal(nodeAt(user, [])?.type, 'object');
    for (const path of [
      ['b', 'c', 2],
      ['b', 'c', '1'],
      ['b', 0],
      ['a', 'x'],
      ['x', 'y'],
    ])
      assert.equal(nodeAt(user, path), undefined, path.join());
  });

  it('is the same for the same tokens, however they are spaced, commented and escaped', () => {
    for (const [one, other] of [
      ['{"a":1}', ' { "a" : 1 } // x'],
      ['["\\u0041"]', '["A"]'],
      ['["\\n"]', '["\\u000a"]'],
      ['[1,/* , */2]', '[1,2]'],
      ['', '  /* x */'],
    ] as const)
      assert.equal(sameJson(one, other), true, `${one} ${other}`);
    for (const [one, other] of [
      ['[1]', '[1.0]'],
      ['[1]', '[1,2]'],
      ['[1,2]', '[1]'],
      ['{"a":1}', '{"b":1}'],
      ['["A"]', '["a"]'],
      ['["\\u0041"]', '["B"]'],
      ['', '1'],
    ] as const)
      assert.equal(sameJson(one, other), false, `${one} ${other}`);
  });
});
