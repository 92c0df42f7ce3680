import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutText } from '../../../src/core/json/loneSurrogates';
import { isolated, plainText } from '../../../src/platform/plainText';

/** As VS Code finds links in messages, prompts and language statuses (`parseLinkedText`). */
const links = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
/** As VS Code finds icons in labels (`renderLabelWithIcons`). */
const icons = /(\\)?\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g;
const lineBreaks = /[\n\v\f\r\x85\u2028\u2029]/;

/** Texts of what links, icons, lines and directions are made of. */
const hostile = fc
  .array(
    fc.constantFrom(
      ...['[', ']', '(', ')', '](', '[Lee](command:x.y)', '$', '$(', '$(trash)', '$(sync~spin)', '\\', ' "', '"'],
      ...['\n', '\r\n', '\u2028', '\u2029', '\x85', '\t', '\0', '\x1b', '\u200e', '\u200f', '\u061c', '\u200b'],
      ...['\u202e', '\u202a', '\u202c', '\u2066', '\u2067', '\u2068', '\u2069', '\u206a', 'https://e.vil', 'command:a'],
      ...['Ann', ' ', 'שלום', 'אב', '👩‍👧', '\ud83d', '\udc69', 'é', '~', '-'],
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

/** Whether every isolate that is begun is ended, and nothing else turns the direction. */
function keepsItsDirection(text: string): boolean {
  return !/[\u200e\u200f\u061c\u202a-\u202e\u2066\u2067\u206a-\u206f\u2068\u2069]/.test(
    text.replace(/\u2068[^\u2066-\u2069]*\u2069/g, ''),
  );
}

describe('plain text', () => {
  it('leaves an ordinary text as it is', () => {
    for (const text of [
      '',
      'Ann Lee',
      'emails[0].type (work)',
      '“$5” [sic] (twice)',
      'אב ג',
      '👩‍👧  two  spaces ',
      '\\$x',
    ])
      assert.equal(plainText(text), text);
  });

  it('parts what would be a link or an icon where nobody sees it', () => {
    assert.equal(
      plainText('Ann [Lee](command:x) $(trash) $(a~spin)'),
      'Ann [Lee]\u200b(command:x) $\u200b(trash) $\u200b(a~spin)',
    );
  });

  it('finds what would be one only once an unseen sign is gone', () => {
    assert.equal(plainText('[a]\u200f(command:x) $\u200e(trash)'), '[a]\u200b(command:x) $\u200b(trash)');
  });

  it('keeps one line, in which other control characters are seen', () => {
    assert.equal(plainText('a\n  b\r\n\r\nc\u2028d\u2029e\x85f\tg\vh'), 'a b c d e f g h');
    assert.equal(plainText('a\0b\x1b[31mc'), 'a�b�[31mc');
  });

  it('turns no direction', () => {
    assert.equal(plainText('gnp.\u202eexe\u202c \u2067x\u2069 \u206a'), 'gnp.�exe� �x� �');
    assert.equal(plainText('\u200fa\u061cb\u200e'), 'ab');
  });

  it('keeps what is marked off, and nothing that only looks so', () => {
    const name = isolated('שלום');
    assert.equal(plainText(`${name} → x`), `\u2068שלום\u2069 → x`);
    assert.equal(plainText('\u2068a\u202eb\u2069'), '�a�b�');
    assert.equal(plainText('\u2068a\u2068b\u2069c\u2069'), '�a\u2068b\u2069c�');
    assert.equal(plainText('\u2069\u2068'), '��');
  });

  it('marks off only what is written from right to left, which cannot end the mark itself', () => {
    assert.equal(isolated('Ann'), 'Ann');
    assert.equal(isolated('"Bj\u00f6rn" 漢字'), '"Bj\u00f6rn" 漢字');
    for (const word of ['שלום', 'سلام', 'ܫܠܡܐ']) assert.equal(isolated(word), `\u2068${word}\u2069`);
    assert.equal(isolated('א\u2069\u2068b'), '\u2068אb\u2069');
  });

  it('is cut after 1,000 units, never inside a character', () => {
    assert.equal(plainText('x'.repeat(1000)), 'x'.repeat(1000));
    assert.equal(plainText('x'.repeat(1001)), `${'x'.repeat(999)}…`);
    assert.equal(plainText(`${'x'.repeat(998)}😀yy`), `${'x'.repeat(998)}…`);
    assert.equal(plainText(`${'x'.repeat(997)}😀yy`), `${'x'.repeat(997)}😀…`);
    assert.equal(cutText('abcdef', 4), 'abc…');
    assert.equal(cutText('abcd', 4), 'abcd');
  });

  it('of 1,000 random texts never links, draws, breaks or turns', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const plain = plainText(text);
        assert.doesNotMatch(plain, new RegExp(links, 'i'));
        assert.doesNotMatch(plain, new RegExp(icons));
        assert.doesNotMatch(plain, lineBreaks);
        assert.doesNotMatch(plain, /\p{Cc}/u);
        assert.ok(keepsItsDirection(plain), JSON.stringify(plain));
        assert.ok(keepsItsDirection(plainText(`a ${isolated(text)} b`)));
      }),
      { numRuns: 1000 },
    );
  });

  it('of 1,000 random texts stays as it is when it is made plain again', () => {
    fc.assert(
      fc.property(hostile, (text) => assert.equal(plainText(plainText(text)), plainText(text))),
      { numRuns: 1000 },
    );
  });
});
