import assert from 'node:assert/strict';
import { compactJson } from '../../../../src/core/json/compactJson';
import { parseJson } from '../../../../src/core/json/parseJson';
import { plainJson } from '../../../../src/core/json/plainJson';

describe('JSON with comments and trailing commas', () => {
  for (const [what, text, plain] of [
    ['plain JSON as it is', '{"a": [1, 2]}', '{"a": [1, 2]}'],
    ['comments to the end of the line', '{// a "b", c\n"a":1//x\r\n}//', '{           \n"a":1   \r\n}  '],
    ['comments that close', '{/* a\n"b" */"a":1/**/}', '{           "a":1    }'],
    ['a star that closes nothing', '[1/* * / **/]', '[1          ]'],
    ['a trailing comma of each kind', '[{"a":1,},[1,],]', '[{"a":1 },[1 ] ]'],
    ['a trailing comma before space and comments', '[1, // x\n /* y */ ]', '[1      \n         ]'],
    ['a comment between value and trailing comma', '[1/*x*/,/*y*/]', '[1           ]'],
    ['a byte order mark', '\ufeff[1,]', ' [1 ]'],
    ['what only looks so within strings', '["//",",]","/*\\"",]', '["//",",]","/*\\"" ]'],
    ['a comma behind nothing as wrong as it is', '[,]', '[,]'],
    ['a comma behind a colon or a comma as wrong as it is', '{"a":,"b":1,,}', '{"a":,"b":1,,}'],
    ['a comment that never closes as wrong as it is', '[1,/* ]', '[1,/* ]'],
    ['a slash that begins none as wrong as it is', '[1/2,]', '[1/2,]'],
    ['a comma behind an object that is empty', '[{},]', '[{} ]'],
  ] as const)
    it(`leaves ${what}`, () => {
      assert.equal(plainJson(text), plain);
      assert.equal(plainJson(text).length, text.length);
    });

  it('is read, with the offsets of its text', () => {
    assert.deepEqual(parseJson('[1, ]'), { plain: '[1  ]', value: [1] });
    assert.deepEqual(parseJson('{"a":1}'), { plain: '{"a":1}', value: { a: 1 } });
    for (const broken of ['[1', '[,]', '', '// x']) assert.equal(parseJson(broken), undefined);
  });
});

describe('JSON without its space', () => {
  it('keeps what strings hold', () => {
    assert.equal(compactJson(' {\n"a b" :\t[ 1.0 , "\\" x" ]\r\n} '), '{"a b":[1.0,"\\" x"]}');
    assert.equal(compactJson('[ 1 ]x [ 2 ]', 6), '[2]');
    assert.equal(compactJson('[ 1 ] [ 2 ]', 0, 5), '[1]');
  });
});
