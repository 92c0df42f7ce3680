import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isSameJson } from '../../../../src/core/json/isSameJson';
import { readUserFile } from '../../../../src/core/update/userFile';
import { plainText } from '../../../../src/platform/plainText';
import { describeUpdate } from '../../../../src/users/send/describeUpdate';
import type { Prepared } from '../../../../src/updates/prepared';

type User = Readonly<Record<string, unknown>>;

/** The lines below the target, or those of the target, as the dialog shows them. */
function lines(live: User | undefined, file: User, rest: Partial<Prepared> = {}, isTarget = false): string[] {
  const update = {
    environment: { profile: { name: 'Test', baseUrl: 'https://api.truto.one' } },
    accountLabel: 'HubSpot · acme',
    userName: 'Ada',
    userId: 'usr_ada',
    live,
    fields: readUserFile(JSON.stringify(file))?.fields ?? [],
    leftOut: [],
    query: {},
    readQuery: {},
    earlier: { openFields: [], isFailedAlike: false, hasArrived: false },
    ...rest,
  } as unknown as Prepared;
  const all = describeUpdate(update).map(plainText);
  return isTarget ? all.slice(0, all.indexOf('')) : all.slice(all.indexOf('') + 1);
}

const long = (middle: string) =>
  `${'The first part of a text. '.repeat(20)}${middle}${' The last part of it.'.repeat(20)}`;

describe('the question before a send', () => {
  it('says a short value before and after in one line', () =>
    assert.deepEqual(lines({ title: 'Analyst' }, { title: 'Countess' }), ['title: "Analyst" → "Countess"']));

  it('says what is not set, what is empty and what is cleared', () =>
    assert.deepEqual(lines({ a: '', b: 'x', d: [] }, { a: null, b: null, c: '', d: null }), [
      'a: "" → null',
      'b: "x" → null',
      'c: (not set) → ""',
      'd: [] → null',
    ]));

  it('shows a long text around the first difference', () => {
    const [before = '', after = '', ...others] = lines({ bio: long('one') }, { bio: long('two') });
    assert.match(before, /^bio: "….{20,}one.{20,}…"$/);
    assert.match(after, /^→ "….{20,}two.{20,}…"$/);
    assert.deepEqual(others, []);
  });

  it('names the parameters that the live user was read with although the file lacks them', () => {
    const readQuery = { organization_id: 'org', workspace_id: 'ws', pin: '1' };
    assert.deepEqual(lines({}, {}, { query: { organization_id: 'org' }, readQuery }, true).slice(-2), [
      'User: Ada (usr_ada)',
      'Live user read with: workspace_id: "ws", pin: "••••••"',
    ]);
  });

  it('cuts no character in half', () => {
    const family = '👩‍👩‍👧‍👦';
    const [before = '', after = ''] = lines(
      { bio: family.repeat(60) },
      { bio: `${family.repeat(30)}${'👍🏽'.repeat(60)}` },
    );
    assert.match(before, /^bio: "…(👩‍👩‍👧‍👦)+…"$/u);
    assert.match(after, /^→ "…(👩‍👩‍👧‍👦)+(👍🏽)+…"$/u);
  });

  it('shows a difference that nobody can see', () => {
    assert.deepEqual(lines({ name: 'Ana\u0308' }, { name: 'An\u00e4' }), [String.raw`name: "Ana\u0308" → "An\u00e4"`]);
    assert.deepEqual(lines({ name: 'Ada' }, { name: 'Ada\u200b' }), [String.raw`name: "Ada" → "Ada\u200b"`]);
    assert.deepEqual(lines({ name: 'Ada B' }, { name: 'Ada\u00a0B' }), [String.raw`name: "Ada B" → "Ada\u00a0B"`]);
    assert.deepEqual(lines({ name: 'Ada' }, { name: '\u200eAda' }), [String.raw`name: "Ada" → "\u200eAda"`]);
  });

  it('shows a list by what was added, removed and changed', () => {
    const ada = { email: 'ada@lovelace.example', type: 'work', is_primary: true };
    assert.deepEqual(
      lines(
        { emails: [ada, { email: 'old@x.example' }, { email: 'kept@x.example' }] },
        { emails: [{ ...ada, is_primary: false }, { email: 'kept@x.example' }, { email: 'new@x.example' }] },
      ),
      [
        'emails: 1 added, 1 removed, 1 changed',
        '    + { "email": "new@x.example" }',
        '    − { "email": "old@x.example" }',
        '    [ada@lovelace.example].is_primary: true → false',
      ],
    );
  });

  it('counts the items of a list that comes or is cleared', () => {
    assert.deepEqual(lines({}, { groups: ['a', 'b'] }), ['groups: (not set) → 2 items', '    + "a"', '    + "b"']);
    assert.deepEqual(lines({ groups: ['a'] }, { groups: null }), ['groups: 1 item → null', '    − "a"']);
  });

  it('shows a list in another order as that', () =>
    assert.deepEqual(lines({ groups: ['a', 'b', 'c'] }, { groups: ['c', 'a', 'b'] }), [
      'groups: order changed',
      '    "a", "b", "c" → "c", "a", "b"',
    ]));

  it('shows items that nothing tells apart by their places', () =>
    assert.deepEqual(lines({ x: [{ a: 1 }, { a: 1 }, { a: 2 }] }, { x: [{ a: 1 }, { a: 3 }, { a: 2 }, { a: 4 }] }), [
      'x: 1 added, 1 changed',
      '    + { "a": 4 }',
      '    [1].a: 1 → 3',
    ]));

  it('shows an object by its members, at any depth', () =>
    assert.deepEqual(
      lines({ remote_data: { a: { b: [1, 2] }, c: 'x', d: 1 } }, { remote_data: { a: { b: [1, 3] }, c: 'y', d: 1 } }),
      ['remote_data.a.b: 1 added, 1 removed', '    + 3', '    − 2', 'remote_data.c: "x" → "y"'],
    ));

  it('says of remote_data only what the file has', () =>
    assert.deepEqual(lines({ remote_data: { a: 1, b: 2 } }, { remote_data: { a: 3, c: 4 } }), [
      'remote_data.a: 1 → 3',
      'remote_data.c: (not set) → 4',
    ]));

  it('counts what would be too much to read', () => {
    const many = Array.from({ length: 40 }, (_, index) => `g${index}`);
    assert.deepEqual(lines({ groups: [] }, { groups: many }).at(-1), '    and 36 more');
    const wide = Object.fromEntries(many.map((name) => [name, 1]));
    const shown = lines({}, wide);
    assert.equal(shown.at(-1), `and ${40 - shown.length + 1} more fields`);
    assert.ok(shown.length < 30);
  });

  it('shows no secret, only that it is another one', () => {
    const hidden = ['password: (a new value, not shown)'];
    assert.deepEqual(lines({ password: 'hunter2' }, { password: 'hunter3' }), hidden);
    assert.deepEqual(lines({}, { password: 'hunter3' }), hidden);
    assert.deepEqual(lines(undefined, { password: 'hunter3' }).slice(0, 1), hidden);
    assert.deepEqual(lines({ password: 'hunter2' }, { password: null }), ['password: •••••• → null']);
    const one = [
      { id: 1, pin: 1 },
      { id: 2, name: 'pin', value: 'a' },
      { id: 4, pin: 4 },
    ];
    const other = [
      { id: 2, name: 'pin', value: 'b' },
      { id: 1, pin: 2 },
      { id: 3, token: 't' },
      { id: 4, pin: 4 },
    ];
    const shown = lines({ x: one }, { x: other });
    assert.deepEqual(shown.slice(0, 4), [
      'x: 1 added, 2 changed, order changed',
      '    + { "id": 3, "token": "••••••" }',
      '    [1].pin: (a new value, not shown)',
      '    [2].value: (a new value, not shown)',
    ]);
    assert.doesNotMatch(shown.join(), /"a"|"b"|"t"/);
  });

  it('names what is sent although it is the same', () =>
    assert.deepEqual(
      lines({ title: 'a', roles: ['admin'], name: 'Ada' }, { roles: ['admin'], title: 'b', name: 'Ada' }),
      ['title: "a" → "b"', 'Sent with the same value: roles, name'],
    ));

  it('shows the file where the live user cannot be read', () =>
    assert.deepEqual(lines(undefined, { title: 'b', groups: ['a'] }).slice(0, 2), ['title: "b"', 'groups: [ "a" ]']));

  const odd = fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: 'grapheme' }) },
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'é',
      'e\u0301',
      '\u200b',
      '\u202e',
      'ﬁ',
      'fi',
      '\u00a0',
      ' ',
      '\u00ad',
      '$(',
      '](',
      '…',
      'שלום',
      '\t\n',
      '\\u00',
    ),
  );
  const text = fc.oneof(
    odd,
    fc
      .tuple(
        fc.constantFrom('', 'x'.repeat(150), '😀'.repeat(90), 'e\u0301'.repeat(70), '\u0301'.repeat(400)),
        odd,
        fc.constantFrom('', 'y'.repeat(300)),
      )
      .map((parts) => parts.join('')),
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(
        fc.oneof(
          tie('any'),
          fc.record({ id: fc.oneof(fc.nat(5), text), token: text, note: text }, { requiredKeys: [] }),
        ),
        { maxLength: 5 },
      ),
      fc.dictionary(fc.oneof(text, fc.constantFrom('id', 'email', 'pin', 'name', 'value')), tie('any'), { maxKeys: 4 }),
    ),
  })).any;

  /** The two values that a place of the dialog tells apart. */
  function sidesIn(shown: readonly string[]): (readonly [string, string])[] {
    const sides = shown.flatMap((line, index) => {
      const below = /^\s*→ (.*)$/s.exec(line);
      if (below) return [[(shown[index - 1] ?? '').trim().replace(/^[^"[{(\d-]*: /, ''), below[1] ?? ''] as const];
      const arrow = / → /.exec(line);
      return arrow ? [[line.slice(0, arrow.index), line.slice(arrow.index + 3)] as const] : [];
    });
    return sides;
  }

  it('never shows two values that differ as two that are the same', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        fc.pre(!isSameJson(before, after));
        const shown = lines({ f: before }, { f: after });
        assert.ok(shown.length > 0 && !shown[0]!.startsWith('Sent with'));
        for (const [one, other] of sidesIn(shown))
          assert.ok(one !== other && !one.endsWith(`: ${other}`), shown.join('\n'));
        // Of one list: what was added and what was removed.
        let items: string[] = [];
        for (const line of shown) {
          const [, sign, item] = /^ *([+−]) (.*)$/s.exec(line) ?? [];
          if (sign === undefined || item === undefined) items = [];
          else {
            assert.ok(!items.includes((sign === '+' ? '− ' : '+ ') + item), shown.join('\n'));
            items.push(`${sign} ${item}`);
          }
        }
        for (const line of shown) assert.ok(line.isWellFormed() && line.length <= 1000);
      }),
      { numRuns: 2000 },
    );
  });
});
