import assert from 'node:assert/strict';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import { UserTextCheck } from '../../../../src/core/check/userTextCheck';
import { fixAll, fixLike } from '../../../../src/core/fixes/fixAll';
import { fixesFor } from '../../../../src/core/fixes/fixesFor';
import { applyTextEdits } from '../../../../src/core/json/textEdit';

const options = { unknownFields: 'warning' } as const;
const check = (text: string) => checkUserText(text, options);

/** Each problem: its code, what it marks and, of what another notation has, how JSON spells it. */
const found = (text: string) =>
  check(text).map(({ code, offset, length, params }) =>
    [code, text.slice(offset, offset + length), ...('json' in params ? [params.json] : [])].join(' '),
  );

/** The text with all that other notations have written as JSON. */
function written(text: string): string {
  const problems = check(text);
  return problems
    .filter(({ code }) => code === 'foreignSyntax')
    .reduceRight((left, problem) => applyTextEdits(left, fixesFor(text, problem)[0]!.edits()), text);
}

describe('a character that nobody sees', () => {
  it('is marked and named where it is, and becomes a space', () => {
    for (const [sign, name] of [
      ['\u00a0', 'U+00A0'],
      ['\ufeff', 'U+FEFF'],
      ['\u2028', 'U+2028'],
      ['\u2029', 'U+2029'],
      ['\u200b', 'U+200B'],
      ['\u3000', 'U+3000'],
      ['\v', 'U+000B'],
      ['\f', 'U+000C'],
      ['\u0000', 'U+0000'],
    ] as const)
      for (const text of [
        `{\n${sign}${sign}"name": "Ada"\n}`,
        `{"name":${sign}"Ada"}`,
        `{"name": true${sign}, "title": "x"}`.replace('true', '"Ada"'),
        `{"licensed_sheet_creator": true${sign}}`,
        `[{"name": "Ada"},${sign}{"name": "B"}]`,
        `{"name": "Ada"}${sign}`,
        `{${sign}}`,
      ]) {
        const [problem, ...others] = check(text);
        assert.deepEqual(others, [], JSON.stringify(text));
        assert.ok(problem?.code === 'foreignSyntax', JSON.stringify(text));
        assert.equal(problem.params.got, name);
        assert.equal(problem.offset, text.indexOf(sign), JSON.stringify(text));
        assert.equal(written(text), text.replaceAll(sign, ' '));
      }
  });

  it('hides no other problem, and is left alone in a text', () => {
    assert.deepEqual(found('{\u00a0"nmae": "a\u00a0b", "title":\u20033, "status": "actve"}'), [
      'foreignSyntax \u00a0  ',
      'unknownField "nmae"',
      'foreignSyntax \u2003  ',
      'wrongType 3',
      'notAllowedValue "actve"',
    ]);
    assert.deepEqual(found('{"name": "a\u00a0\u200bb"}'), []);
  });

  it('is not what is missing at the end of a line', () => {
    assert.deepEqual(found('{"name": "Ada",\n"title":\n}'), ['syntaxError }']);
    assert.deepEqual(found('{"name": "Ada"'), ['syntaxError "']);
  });
});

describe('what other notations have in place of JSON', () => {
  const texts: readonly (readonly [what: string, text: string, found: readonly string[], written: string])[] = [
    [
      'single quotes',
      `{ 'name': 'Ann Lee, Jr.', "title":'x' }`,
      [`foreignSyntax 'name' "name"`, `foreignSyntax 'Ann Lee, Jr.' "Ann Lee, Jr."`, `foreignSyntax 'x' "x"`],
      '{ "name": "Ann Lee, Jr.", "title":"x" }',
    ],
    [
      'quotes of a word processor',
      '{“name”: “Ann”, „title“: «x»}',
      [
        'foreignSyntax “name” "name"',
        'foreignSyntax “Ann” "Ann"',
        'foreignSyntax „title“ "title"',
        'foreignSyntax «x» "x"',
      ],
      '{"name": "Ann", "title": "x"}',
    ],
    [
      'keys without quotes',
      '{name: "Ann", first_name : "A"}',
      ['foreignSyntax name "name"', 'foreignSyntax first_name "first_name"'],
      '{"name": "Ann", "first_name" : "A"}',
    ],
    [
      'words of Python and JavaScript',
      '{"licensed_sheet_creator": True, "name": None, "title": undefined, "avatar": NaN, "username": NULL}',
      [
        'foreignSyntax True true',
        'foreignSyntax None null',
        'foreignSyntax undefined null',
        'foreignSyntax NaN null',
        'foreignSyntax NULL null',
      ],
      '{"licensed_sheet_creator": true, "name": null, "title": null, "avatar": null, "username": null}',
    ],
    [
      'comments of other languages, and a fence',
      '```json\n{ # the user\n  "name": "Ada"\n}\n```\n',
      ['foreignSyntax ``` //', 'foreignSyntax # //', 'foreignSyntax ``` //'],
      '//json\n{ // the user\n  "name": "Ada"\n}\n//\n',
    ],
  ];
  for (const [what, text, problems, json] of texts)
    it(`is one problem each, with its fix: ${what}`, () => {
      assert.deepEqual(found(text), problems);
      assert.equal(written(text), json);
      assert.deepEqual(
        check(json).filter(({ severity }) => severity === 'error'),
        [],
      );
    });

  it('is fixed all alike, but for what would clear a field', () => {
    const text = `{'name': 'Ann', title: None, "avatar": True}`;
    const [first] = check(text);
    const [model] = fixesFor(text, first!);
    const edits = fixAll(text, check(text), { choose: fixLike(model!, first!) });
    assert.equal(applyTextEdits(text, edits), '{"name": "Ann", "title": None, "avatar": true}');
  });

  it('leaves the rest of the text to be checked', () => {
    assert.deepEqual(found(`{'title': 3, 'nmae': 'x', "status": "actve", "name": }`), [
      `foreignSyntax 'title' "title"`,
      'wrongType 3',
      `foreignSyntax 'nmae' "nmae"`,
      `foreignSyntax 'x' "x"`,
      'notAllowedValue "actve"',
      'syntaxError }',
    ]);
  });

  it('is nothing that may be half-written', () => {
    for (const text of [
      `{"name": '}`,
      `{"name": 'it"s'}`,
      '{"name": “x}',
      '{"name": x3}',
      '{"a": tru}',
      '{a',
      '{"a": #1}',
      '{"name": \'\\x\'}',
    ])
      assert.ok(
        check(text).every(({ code }) => code === 'syntaxError'),
        text,
      );
  });

  it('is the same in a text that is checked in parts', () => {
    const wide = ' '.repeat(20_000);
    for (const user of [
      ...texts.map(([, text]) => text),
      '{\u00a0"name": 3}',
      `{'a': 'https://b.co/c'}`,
      `{"name": 3} # x, y\n`,
    ]) {
      const text = `[{"nmae": 1}${wide},${user}${wide},{"title": 3}${wide},${user}\n]`;
      const problems = new UserTextCheck(text, options).problems();
      let step = problems.next();
      while (step.done !== true) step = problems.next();
      assert.deepEqual(step.value, check(text), user);
    }
  });
});
