import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SentSecrets } from '../../../../src/core/secrets/sentSecrets';

const places = (text: string, ...secrets: readonly string[]) =>
  [...new SentSecrets(secrets).in(text)].map(({ start, end }) => `${start}${text.slice(start, end)}`);

describe('secrets that were sent', () => {
  it('are found at every place, of any length', () => {
    assert.deepEqual(places('xabcabc', 'abc'), ['1abc', '4abc']);
    assert.deepEqual(places('a ab abc abcd abcde', 'a'), ['0a', '2a', '5a', '9a', '14a']);
    assert.deepEqual(places('abcd', 'abcd'), ['0abcd']);
    assert.deepEqual(places('abcde', 'abcd', 'bc', 'e'), ['0abcd', '1bc', '4e']);
    assert.deepEqual(places('abcdefgh', 'abcdeX', 'abcdefX', 'abcdef'), ['0abcdef']);
    assert.deepEqual(places('abc', 'abcd', ''), []);
  });

  it('are found where a search for each of them finds it', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '"', '\\'), maxLength: 40 });
    const secret = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '"'), minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(text, fc.uniqueArray(secret, { maxLength: 6 }), (within, secrets) => {
        const spellings = new Set(secrets.flatMap((one) => [one, JSON.stringify(one).slice(1, -1)]));
        const expected = [...spellings].flatMap((one) =>
          Array.from(within, (_, start) => start)
            .filter((start) => within.startsWith(one, start))
            .map((start) => `${start} ${start + one.length}`),
        );
        const found = [...new SentSecrets(secrets).in(within)].map(({ start, end }) => `${start} ${end}`);
        assert.deepEqual(found.sort(), expected.sort());
      }),
    );
  });

  it('are told from their spelling in JSON, also where another secret is spelled so', () => {
    const kinds = (text: string, ...secrets: readonly string[]) =>
      [...new SentSecrets(secrets).in(text)].map(({ isEscaped, isUnusual }) => [isEscaped, isUnusual]);
    const [plain, spelled] = ['pa"ss1', String.raw`pa\"ss1`];
    assert.deepEqual(kinds(plain, plain), [[false, true]]);
    assert.deepEqual(kinds(spelled, plain), [[true, true]]);
    for (const secrets of [
      [plain, spelled],
      [spelled, plain],
    ])
      assert.deepEqual(kinds(spelled, ...secrets), [[false, true]]);
    assert.deepEqual(kinds('word', 'word'), [[false, false]]);
  });

  it('are known as a whole', () => {
    const secrets = new SentSecrets(['abc']);
    secrets.add('abc');
    secrets.add('');
    assert.deepEqual([secrets.has('abc'), secrets.has('ab'), secrets.has('')], [true, false, false]);
  });
});
