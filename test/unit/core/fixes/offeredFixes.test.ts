import assert from 'node:assert/strict';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import { fixOfKey, offeredFixes } from '../../../../src/core/fixes/offeredFixes';
import { parseJsonTree } from '../../../../src/core/json/jsonTree';
import { applyTextEdits } from '../../../../src/core/json/textEdit';

const problemsOf = (text: string) => checkUserText(text, { unknownFields: 'warning' });
const offered = (text: string) => offeredFixes(text, problemsOf(text)).flat();
const mended = (text: string, key: string) => {
  const fix = fixOfKey(text, problemsOf(text), key);
  return fix && applyTextEdits(text, fix.edits());
};

describe('fixes that are offered away from the text', () => {
  const text = '{ "title": 42, "emails": ["a@example.com", { "email": 1 }], "fist_name": "Ada" }';

  it('have a key each, which leads to the same fix', () => {
    const all = offered(text);
    assert.ok(all.length >= 5, `${all.length} of them`);
    assert.equal(new Set(all.map(({ key }) => key)).size, all.length);
    for (const { key, fix } of all) assert.equal(mended(text, key), applyTextEdits(text, fix.edits()));
  });

  it('are still the same after an edit elsewhere, and are gone once they are made', () => {
    const [first] = offered(text);
    assert.ok(first);
    const later = text.replace('{', '{ "name": "Ada",');
    assert.equal(mended(later, first.key), later.replace('42', '"42"'));
    assert.equal(mended(later.replace('42', '"42"'), first.key), undefined);
  });

  it('are none for a key that nobody offered', () => {
    for (const key of ['', '{}', '["wrongType",["title"]] 0 {"kind":"changeValue","json":"\\"43\\""}', '__proto__'])
      assert.equal(mended(text, key), undefined);
  });

  it('are told apart where one place has two problems of a kind', () => {
    const twice = '{ "name": "A", "name": "B", "name": "C" }';
    const keys = offered(twice).map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
  });

  it('are found without reading the text again for each', () => {
    const fields = Array.from(
      { length: 100 },
      (_, index) => `"field${index}": { "a": ["${'x'.repeat(1000)}", ${'1, '.repeat(200)}1] }`,
    );
    const names = ['"firstNane": "A"', '"mail": "a@b.c"', '"name": { "givenName": "A" }'];
    const text = `{ ${[...fields, ...names].join(',\n  ')} }`;
    assert.ok(text.length > 150_000 && text.length < 200_000);
    const problems = problemsOf(text);
    const timeOf = (run: () => unknown) => {
      const start = performance.now();
      run();
      return performance.now() - start;
    };
    const fastest = (run: () => unknown) => Math.min(...[1, 2, 3].map(() => timeOf(run)));
    const reading = fastest(() => parseJsonTree(text));
    const offering = fastest(() => offeredFixes(text, problems));
    assert.ok(offering < 20 * reading, `${offering} ms, where reading takes ${reading} ms`);
  });

  it('are few for a value of many, and none in a text that is too long to look through at each keystroke', () => {
    assert.ok(offeredFixes('{ "status": "x" }', problemsOf('{ "status": "x" }')).every((fixes) => fixes.length <= 5));
    const long = `{ "title": 42, "bio": "${'x'.repeat(200_000)}" }`;
    assert.deepEqual(offered(long), []);
    const many = `{ "languages": [${'1, '.repeat(150)}1] }`;
    assert.equal(offeredFixes(many, problemsOf(many)).filter((fixes) => fixes.length > 0).length, 100);
  });
});
