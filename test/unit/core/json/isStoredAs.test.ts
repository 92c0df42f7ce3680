import assert from 'node:assert/strict';
import { exactJsonOf } from '../../../../src/core/json/exactJson';
import { isStoredAs } from '../../../../src/core/json/isStoredAs';

describe('what a server makes of a value that it stores', () => {
  const spellings: readonly (readonly [what: string, sent: string, stored: string])[] = [
    ['the value itself', '{"a":[1,"x",null,true]}', '{"a":[1,"x",null,true]}'],
    ['small letters', '"Ada Lovelace"', '"ada lovelace"'],
    ['capitals', '"Ada"', '"ADA"'],
    ['no space around it', String.raw`" Ada\n"`, '"Ada"'],
    ['one space for many', String.raw`"a \t b  c"`, '"a b c"'],
    ['plain letters for wide ones', '"Ａda"', '"Ada"'],
    ['one letter for a letter and its accent', String.raw`"e\u0301"`, String.raw`"\u00e9"`],
    ['a text for a number', '7', '"7"'],
    ['a number for a text', '"7"', '7'],
    ['another spelling of a number', '1.0', '1'],
    ['another spelling of a large number', '1e400', '10e399'],
    ['a text for a truth value', 'true', '"true"'],
    ['nothing for an empty text', '""', 'null'],
    ['an empty text for nothing', 'null', '""'],
    ['no member for null', '{"a":null}', '{}'],
    ['no member for an empty text', '{"a":"","b":1}', '{"b":1}'],
    ['a time of another zone', '"2026-01-02T03:04:05+01:00"', '"2026-01-02T02:04:05.000Z"'],
    ['a time without seconds', '"2026-01-02T03:04Z"', '"2026-01-02T03:04:00Z"'],
    ['a time behind a space', '"2026-01-02 03:04:05Z"', '"2026-01-02T03:04:05Z"'],
    ['midnight for a day', '"2026-01-02"', '"2026-01-02T00:00:00Z"'],
    ['members added', '{"a":"X"}', '{"a":"x","id":7,"type":"work"}'],
    ['members added, deep within', '{"a":[{"b":{"c":1}}]}', '{"a":[{"b":{"c":1,"d":2}}]}'],
    ['an object for its id', '7', '{"id":"7","name":"x"}'],
    ['an object for its name', '"Admins"', '{"id":7,"name":"admins"}'],
    ['an object for its value', '"x"', '{"value":"x"}'],
    ['an object for its e-mail address', '"A@b.co"', '{"email":"a@b.co"}'],
    ['an id for its object', '{"id":7,"name":"x"}', '"7"'],
    ['a list in another order', '["a","b"]', '["b","a"]'],
    ['items in another order', '[{"id":1,"a":"X"},{"id":2}]', '[{"id":2,"b":1},{"id":"1","a":"x"}]'],
    ['items with ids of its own', '[{"email":"b"},{"email":"a"}]', '[{"id":1,"email":"a"},{"id":2,"email":"b"}]'],
    ['objects for ids', '[7,"8"]', '[{"id":"7","name":"x"},{"id":8}]'],
    ['objects for ids in another order', '["7","8"]', '[{"id":8,"name":"x"},{"id":7}]'],
    ['ids for objects in another order', '[{"id":8,"name":"x"},{"id":7}]', '["7","8"]'],
    ['items in another order and spelling', '[{"email":"B"},{"email":"A"}]', '[{"email":"a","id":1},{"email":"b"}]'],
    ['objects for ids of another spelling in another order', '["A","b"]', '[{"id":"B"},{"id":"a"}]'],
    ['objects for names', '["Admins","staff"]', '[{"id":1,"name":"admins"},{"id":2,"name":"Staff"}]'],
    ['items without names in their order', '[{"a":"X"},{"a":"Y"}]', '[{"a":"x"},{"a":"y"}]'],
    ['an empty list', '[]', '[]'],
  ];
  for (const [what, sent, stored] of spellings)
    it(`may be ${what}`, () => assert.equal(isStoredAs(exactJsonOf(sent), exactJsonOf(stored)), true));

  const others: readonly (readonly [what: string, sent: string, stored: string])[] = [
    ['another text', '"Ada"', '"Eve"'],
    ['a part of the text', '"Ada Lovelace"', '"Ada"'],
    ['the words in one', '"a b"', '"ab"'],
    ['another number', '1', '2'],
    ['another last digit', '9007199254740993', '9007199254740992'],
    ['a number with zeros before it', '"01"', '"1"'],
    ['nothing for something', '"a"', 'null'],
    ['nothing for false', 'false', 'null'],
    ['something for nothing', 'null', '"a"'],
    ['nothing for an object', '{"name":"x"}', 'null'],
    ['nothing for an object within', '{"a":{"name":"x"},"b":"Y"}', '{"a":null,"b":"y"}'],
    ['an empty text for an object without an id', '{"name":"x"}', '""'],
    ['an object for nothing', 'null', '{"id":7}'],
    ['an object for an empty text', '""', '{"id":"","name":7}'],
    ['another member', '{"a":1,"b":2}', '{"a":1,"b":3}'],
    ['another first member', '{"a":1,"b":2}', '{"a":3,"b":2}'],
    ['a member less', '{"a":1,"b":2}', '{"a":1}'],
    ['a member less that every object has', '{"constructor":"x"}', '{}'],
    ['an object that knows nothing of it', '"x"', '{"title":"x"}'],
    ['an object that has it as a list', '"x"', '{"id":["x"]}'],
    ['an object of another id', '7', '{"id":8}'],
    ['another id for an object', '{"id":7}', '8'],
    ['a name for an object with an id', '{"id":7,"name":"x"}', '"x"'],
    ['a list for a value', '"x"', '["x"]'],
    ['a value for a list', '["x"]', '"x"'],
    ['an object for a list', '["x"]', '{"0":"x"}'],
    ['a list for an object', '{"0":"x"}', '["x"]'],
    ['an item more', '["a"]', '["a","b"]'],
    ['an item less', '["a","b"]', '["a"]'],
    ['another item', '["a","b"]', '["a","c"]'],
    ['another item under the same id', '[{"id":1,"a":"x"}]', '[{"id":1,"a":"y"}]'],
    ['another e-mail address', '[{"email":"b"},{"email":"a"}]', '[{"id":1,"email":"a"},{"id":2,"email":"c"}]'],
    ['an object for another id', '[7,9]', '[{"id":7},{"id":8}]'],
    ['another object for an id that was sent twice', '[7,7]', '[{"id":7},{"id":8}]'],
    ['another id for an object of a list', '[{"id":7},{"id":9}]', '[7,8]'],
    ['other texts for two spellings of one', '["a","A"]', '["a","b"]'],
    ['two spellings of one for two texts', '["a","b"]', '["a","A"]'],
    ['other items for two spellings of one', '[{"id":"a"},{"id":"A"}]', '[{"id":"A"},{"id":"b"}]'],
    ['names in another order', '["x","y"]', '[{"name":"y"},{"name":"x"}]'],
    ['another day', '"2026-01-02"', '"2026-01-03"'],
    ['another time of the day', '"2026-01-02T03:04:05Z"', '"2026-01-02T03:04:06Z"'],
    ['no such day', '"2026-13-02"', '"2026-14-02"'],
    ['a day in other words', '"room 2026-01-02"', '"desk 2026-01-02"'],
    ['a day with other words', '"2026-01-02 (a)"', '"2026-01-02 (b)"'],
    ['a year for a day', '"2026"', '"2026-01-01"'],
    ['a day for a year', '"2026-01-01"', '"2026"'],
  ];
  for (const [what, sent, stored] of others)
    it(`is not ${what}`, () => assert.equal(isStoredAs(exactJsonOf(sent), exactJsonOf(stored)), false));

  it('may be nothing where nothing was sent', () => {
    assert.equal(isStoredAs(undefined, undefined), true);
    assert.equal(isStoredAs(null, undefined), true);
    assert.equal(isStoredAs('x', undefined), false);
  });

  it('may be nested deeper than the stack', () => {
    const deep = (end: unknown) => Array.from({ length: 20_000 }).reduce((value) => [{ a: value }], end);
    assert.equal(isStoredAs(deep('A'), deep('a')), true);
    assert.equal(isStoredAs(deep('A'), deep('b')), false);
  });
});
