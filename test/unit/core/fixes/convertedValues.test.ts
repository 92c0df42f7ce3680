import assert from 'node:assert/strict';
import { convertedValues } from '../../../../src/core/fixes/convertedValues';
import { emptyShape } from '../../../../src/core/fixes/emptyShape';
import { fieldShape } from '../../../../src/core/rules/fieldShape';
import type { SchemaPart } from '../../../../src/core/schema/userSchemaShape';

const converted = (spelled: string, type: string | readonly string[], part?: SchemaPart) =>
  convertedValues(spelled, [type].flat(), fieldShape(part, undefined));
const convert = (...asked: Parameters<typeof converted>) => converted(...asked)[0]?.json;

describe('a value of another type', () => {
  it('is true or false where it says so in a word', () => {
    for (const word of ['"true"', '"Yes"', '" ON "', '"1"', '1', '"y"', '"T"'])
      assert.equal(convert(word, 'boolean'), 'true');
    for (const word of ['"false"', '"No"', '"off"', '"0"', '0', '"n"', '"F"'])
      assert.equal(convert(word, 'boolean'), 'false');
    for (const word of ['"maybe"', '2', '""', 'null', '[]', '{}']) assert.equal(convert(word, 'boolean'), undefined);
  });

  it('is a number where a program reads the same number', () => {
    assert.equal(convert('" 4.50 "', 'number'), '4.50');
    assert.equal(convert('"-12"', 'integer'), '-12');
    assert.equal(convert('" 12\\n"', 'integer'), '12');
    assert.equal(convert('"4.5"', 'integer'), undefined);
    assert.equal(convert('"1e3"', 'integer'), undefined);
    assert.equal(convert('"1e3"', 'number'), '1e3');
    for (const text of ['"12345678901234567890"', '"1e999"', '"0x10"', '"12 apples"', '""', 'true'])
      for (const type of ['number', 'integer']) assert.equal(convert(text, type), undefined, text);
    assert.equal(convert('"12345678901234567890"', ['integer', 'string']), '"12345678901234567890"');
  });

  it('is a string as it is spelled, where the schema takes it', () => {
    assert.equal(convert('12.50', 'string'), '"12.50"');
    assert.equal(convert('true', 'string'), '"true"');
    assert.equal(convert('12345678901234567890', 'string'), '"12345678901234567890"');
    for (const json of ['null', '[1]', '{"a":1}']) assert.equal(convert(json, 'string'), undefined);
    assert.equal(convert('1', 'array'), undefined);
    const choices: SchemaPart = { type: 'string', enum: ['1', 'two'] };
    assert.equal(convert('1', 'string', choices), '"1"');
    assert.equal(convert('2', 'string', choices), undefined);
    assert.equal(convert('1', 'string', { type: 'string', format: 'uuid' }), undefined);
    const date: SchemaPart = { type: 'string', format: 'date-time' };
    assert.equal(convert('1700000000', 'string', date), '"2023-11-14T22:13:20Z"');
    assert.equal(convert('17', 'string', date), undefined);
    const isGuess = (spelled: string, part?: SchemaPart) => converted(spelled, 'string', part)[0]?.isGuess;
    assert.equal(isGuess('1700000000', date), false);
    assert.equal(isGuess('20240117', date), true);
    assert.equal(isGuess('20240117'), false);
  });

  it('is a number in each of its spellings, where it is not in its shortest', () => {
    const texts = (spelled: string) =>
      converted(spelled, 'string').map(({ json, isGuess }) => `${isGuess ? '' : '!'}${json}`);
    for (const shortest of ['0', '7', '-7', '12.5', '12345678901234567890'])
      assert.deepEqual(texts(shortest), [`!"${shortest}"`]);
    assert.deepEqual(texts('1042.0'), ['"1042"', '"1042.0"']);
    assert.deepEqual(texts('1e3'), ['"1000"', '"1e3"']);
    assert.deepEqual(texts('-0'), ['"0"', '"-0"']);
    assert.deepEqual(texts('12.50'), ['"12.50"', '"12.5"']);
    assert.deepEqual(texts('1e400'), ['"1e400"']);
    assert.deepEqual(texts('0.12345678901234567890'), ['"0.12345678901234567890"']);
    const choices = fieldShape({ type: 'string', enum: ['1042', 'two'] }, undefined);
    assert.deepEqual(convertedValues('1042.0', ['string'], choices), [{ json: '"1042"', isGuess: true }]);
  });
});

describe('the value that a missing field starts with', () => {
  for (const [part, json] of [
    [undefined, '""'],
    [{ type: 'string' }, '""'],
    [{ type: ['string', 'null'] }, '""'],
    [{ type: 'boolean' }, 'false'],
    [{ type: 'number' }, '0'],
    [{ type: 'integer' }, '0'],
    [{ type: ['number', 'string'] }, '""'],
    [{ type: 'object' }, '{}'],
    [{ type: 'array' }, '[""]'],
    [{ type: 'array', items: { type: 'number' } }, '[0]'],
    [{ type: 'array', items: { type: 'object', properties: { id: {}, name: {} } } }, '[{"id":""}]'],
    [{ type: 'array', items: { type: 'object', properties: {} } }, '[{}]'],
  ] as readonly (readonly [SchemaPart | undefined, string])[])
    it(`is ${json} of ${JSON.stringify(part)}`, () => assert.equal(emptyShape(fieldShape(part, undefined)), json));
});
