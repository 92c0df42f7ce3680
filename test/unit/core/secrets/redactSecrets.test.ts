import assert from 'node:assert/strict';
import { parseExact } from '../../../../src/core/json/exactJson';
import {
  redactedJson,
  redactSecrets,
  redactUnusual,
  secretsIn,
  withoutSecrets,
} from '../../../../src/core/secrets/redactSecrets';
import { SentSecrets } from '../../../../src/core/secrets/sentSecrets';

describe('secrets in a body', () => {
  it('are its strings and numbers under secret names, as texts', () =>
    assert.deepEqual(
      secretsIn(
        '{"title":"t","password":"p\\u0061","pin":12345678901234567890,"otp":"","jwt":null,"tokens":["x",true]}',
      ),
      ['pa', '12345678901234567890', 'x'],
    ));
  it('are the values within a secret one, not their names', () =>
    assert.deepEqual(secretsIn('{"credentials":{"kind":"x","list":[1,"y"],"none":null},"kind":"z"}'), ['x', '1', 'y']));
  it('are found in a body that is none, too', () => assert.deepEqual(secretsIn(',{"pin":"1"},'), ['1']));
  it('are none where there is no body', () => assert.deepEqual(secretsIn(undefined), []));
});

describe('a text that may repeat secrets', () => {
  const cases: readonly (readonly [title: string, text: string, secrets: readonly string[], expected: string])[] = [
    ['loses what can be nothing else', 'hunter22 is too short', ['hunter22'], '[redacted] is too short'],
    ['loses it everywhere, also within words', 'xhunter22x, hunter22', ['hunter22'], 'x[redacted]x, [redacted]'],
    ['loses it where it is the whole text', 'hunter22', ['hunter22'], '[redacted]'],
    ['loses the longer one first', 'a-hunter22', ['hunter22', 'a-hunter22'], '[redacted]'],
    [
      'loses it as JSON spells it',
      String.raw`{\"p\":\"a1\\\"b2c\"}`,
      [String.raw`a1\"b2c`],
      String.raw`{\"p\":\"[redacted]\"}`,
    ],
    ['loses it as it is where JSON spells it otherwise', 'got a1"b2c', ['a1"b2c'], 'got [redacted]'],
    ['loses what has rare signs', 'got Pässwörd! and more', ['Pässwörd!'], 'got [redacted] and more'],
    ['loses what is as short as six', 'got abc123 and more', ['abc123'], 'got [redacted] and more'],
    ['goes as a whole with a short one', 'got ab123 and more', ['ab123'], '[redacted]'],
    ['goes as a whole with a word', 'the title Countess is too weak', ['Countess'], '[redacted]'],
    ['goes as a whole with a word of signs', 'is first-name.x/y:z_q weak?', ['first-name.x/y:z_q'], '[redacted]'],
    ['goes as a whole with a number', 'PIN 123456789 is too weak', ['123456789'], '[redacted]'],
    ['goes as a whole with an e-mail address', 'no a1@b2.co, please', ['a1@b2.co'], '[redacted]'],
    ['goes as a whole with some words', 'got correct horse 1 again', ['correct horse 1'], '[redacted]'],
    ['goes as a whole with a word and a rare one', 'got correct horse22 again', ['correct horse22'], '[redacted]'],
    [
      'goes as a whole with signs of patterns',
      'got a.b* (c) [d]+ e?^$ {f}| again',
      ['a.b* (c) [d]+ e?^$ {f}|'],
      '[redacted]',
    ],
    ['takes no sign for a pattern', 'got axb (c) again', ['a.b', 'c)*'], 'got axb (c) again'],
    ['goes as a whole with the last word', 'you sent Countess', ['Countess'], '[redacted]'],
    ['goes as a whole with a later one', 'Countesses, Countess!', ['Countess'], '[redacted]'],
    ['stays where it is nothing but the word', 'Countess', ['Countess'], 'Countess'],
    ['stays where it is that and space', ' Countess\n', ['Countess'], ' Countess\n'],
    [
      'stays where the word is part of another',
      'Countesses viscountess',
      ['ountess', 'Countess'],
      'Countesses viscountess',
    ],
    [
      'stays where a digit or a rare letter makes it another',
      'Countess1 1Countess 𝒜Countess Countess𝒜',
      ['Countess'],
      'Countess1 1Countess 𝒜Countess Countess𝒜',
    ],
    ['stays behind a single letter', 'xCountess at last', ['Countess'], 'xCountess at last'],
    ['stays where there is no secret', 'Countess, Ada', ['', 'other'], 'Countess, Ada'],
    ['loses what follows the word Bearer', 'a bearer  abcdefgh.x b', [], 'a Bearer [redacted] b'],
    ['loses it each time', 'Bearer abcd+efgh Bearer abcdefgh', [], 'Bearer [redacted] Bearer [redacted]'],
    ['keeps the short word behind Bearer', 'Bearer tokens', [], 'Bearer tokens'],
    [
      'keeps what only begins or ends so',
      'Bearerabcdefghij, ForBearer abcdefghij',
      [],
      'Bearerabcdefghij, ForBearer abcdefghij',
    ],
  ];
  for (const [title, text, secrets, expected] of cases)
    it(title, () => assert.equal(redactSecrets(text, new SentSecrets(secrets)), expected));

  it('of any kind and length loses only what can be nothing else', () =>
    assert.equal(
      redactUnusual('Countess, hunter22, Bearer abcdefgh', new SentSecrets(['Countess', 'hunter22'])),
      'Countess, [redacted], Bearer [redacted]',
    ));

  it('loses all that overlap', () => {
    const secrets = new SentSecrets(['abc1de', '1defgh9']);
    assert.equal(redactSecrets('xabc1defgh9x, abc1deabc1de', secrets), 'x[redacted]x, [redacted][redacted]');
  });

  it('loses those of a great many', () => {
    const words = Array.from({ length: 24_000 }, (_, index) => `s${index}x-pass`);
    const secrets = new SentSecrets(words);
    const said = withoutSecrets({ words, more: words.join(' '), own: 'x' }, secrets);
    const more = words.map(() => '[redacted]').join(' ');
    assert.deepEqual(said, { words: words.map(() => '[redacted]'), more, own: 'x' });
  });

  it('does not tell which of two words was the password', () => {
    const told = (password: string) => redactSecrets('title: Countess', new SentSecrets([password]));
    assert.equal(told('title'), told('Countess'));
  });
});

describe('a response that may repeat secrets', () => {
  it('is a copy without them, keys and all, and with everything else', () => {
    const value = {
      a: ['x hunter22', 1, null, true],
      hunter22: { b: {} },
      pin: 1234,
      other: 1234,
      password: 'Ada',
      name: 'Ada',
      pins: [1234],
    };
    const before = JSON.stringify(value);
    assert.deepEqual(withoutSecrets(value, new SentSecrets(['hunter22', '1234', 'Ada'])), {
      a: ['x [redacted]', 1, null, true],
      '[redacted]': { b: {} },
      pin: '[redacted]',
      other: 1234,
      password: '[redacted]',
      name: 'Ada',
      pins: [1234],
    });
    assert.equal(JSON.stringify(value), before);
    assert.equal(withoutSecrets('x hunter22', new SentSecrets(['hunter22'])), 'x [redacted]');
    assert.deepEqual(withoutSecrets({ a: ['hunter22'], b: null }, new SentSecrets(['hunter22'])), {
      a: ['[redacted]'],
      b: null,
    });
    assert.deepEqual(withoutSecrets({ password: 'short' }, new SentSecrets(['hunter22'])), { password: 'short' });
    assert.equal(withoutSecrets(undefined, new SentSecrets(['hunter22'])), undefined);
  });

  it('has plain numbers, also where they came with more digits than a number keeps', () =>
    assert.deepEqual(withoutSecrets(parseExact('{"n":12345678901234567891,"list":[1.0,2e400]}'), new SentSecrets()), {
      n: 12345678901234567000,
      list: [1, Infinity],
    }));

  it('may have a member called __proto__', () => {
    const copy = withoutSecrets(JSON.parse('{"__proto__":{"a":"hunter22"}}'), new SentSecrets(['hunter22']));
    assert.equal(JSON.stringify(copy), '{"__proto__":{"a":"[redacted]"}}');
  });

  it('may be nested a hundred thousand levels deep', () => {
    const deep = JSON.parse(`${'[{"a":'.repeat(50_000)}"hunter22"${'}]'.repeat(50_000)}`) as unknown;
    let copy = withoutSecrets(deep, new SentSecrets(['hunter22']));
    while (typeof copy === 'object') copy = Object.values(copy as object)[0];
    assert.equal(copy, '[redacted]');
  });

  it('may be nothing but a text', () => {
    assert.equal(redactedJson('"hunter22"', new SentSecrets(['hunter22'])), '"[redacted]"');
    assert.equal(redactedJson('"hunter23"', new SentSecrets(['hunter22'])), '"hunter23"');
  });

  it('is shown with its numbers as they are', () =>
    assert.equal(redactedJson('{"n":1e5000007}', new SentSecrets(['e500000'])), '{"n":1e5000007}'));

  it('is shown without what secret names hold and what was sent as one', () => {
    assert.equal(
      redactedJson(
        String.raw`{"id":1.0, "api_key":"k", "hunter22":"Ada", "note":"it \u0069s hunter22", "what":"the Ada of all", "x":"\u0041"}`,
        new SentSecrets(['hunter22', 'Ada']),
      ),
      String.raw`{"id":1.0,"api_key":"••••••","[redacted]":"Ada","note":"it is [redacted]","what":"[redacted]","x":"\u0041"}`,
    );
  });
});
