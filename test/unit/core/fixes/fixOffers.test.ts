import assert from 'node:assert/strict';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import type { Problem } from '../../../../src/core/check/problem';
import type { Fix } from '../../../../src/core/fixes/fix';
import { FixableText } from '../../../../src/core/fixes/fixableText';
import { fixesFor } from '../../../../src/core/fixes/fixesFor';
import { applyTextEdits } from '../../../../src/core/json/textEdit';
import { askingAccount } from '../check/mistakes';

const id = '62f44730-dd91-461e-bd6a-aedd9e0ad79d';
const account = (spelled: string) => `{"$truto": {"integrated_account_id": "${spelled}"}}`;
const nothing = undefined;

/** A fix in words, a preferred one with `!`, and the text that it makes; undefined: it does nothing. */
type Offer = readonly [fix: string, result: string | undefined];

function offered(text: string, { action, preferred, edits }: Fix): Offer {
  const { kind, ...what } = action;
  const result = applyTextEdits(text, edits());
  return [
    [preferred ? '!' : '', kind, ...Object.values(what).flat()].join(' ').trim(),
    result === text ? nothing : result,
  ];
}

const statuses = ['active', 'inactive', 'deleted', 'invited'];

/** By what is wrong: a text, and what is offered for the problem that it has; of several that of the code. */
const cases: readonly (readonly [what: string, text: string, offers: readonly Offer[], code?: Problem['code']])[] = [
  ['a key that no object may have', '{"__proto__": 1, "name": "A"}', [['! removeField __proto__', '{"name": "A"}']]],
  ['null where none may be', '{"phones": [null]}', [['removeItem', '{"phones": []}']]],
  [
    'null in place of one of some values',
    '{"$truto": {"query": {"truto_response_format": null}}}',
    [['! removeField truto_response_format', '{"$truto": {"query": {}}}']],
  ],
  ['the word null for a date', '{"created_at": "null"}', [['removeField created_at', '{}']]],
  ['no date', '{"created_at": 5}', [['removeField created_at', '{}']]],
  [
    'a date in words',
    '{"created_at": "17 May 2024"}',
    [['changeValue "2024-05-17T00:00:00Z"', '{"created_at": "2024-05-17T00:00:00Z"}']],
  ],
  [
    'a date in words with a zone',
    '{"created_at": "17 May 2024 09:30 GMT"}',
    [['! changeValue "2024-05-17T09:30:00Z"', '{"created_at": "2024-05-17T09:30:00Z"}']],
  ],
  [
    'the one date of a list',
    '{"created_at": ["17 May 2024"]}',
    [['takeItem "2024-05-17T00:00:00Z"', '{"created_at": "2024-05-17T00:00:00Z"}']],
  ],
  ['an ID with words before it', account(`id ${id}`), [['removeField integrated_account_id', '{"$truto": {}}']]],
  ['an ID with something behind it', account(`${id}x`), [['removeField integrated_account_id', '{"$truto": {}}']]],
  [
    'an ID with digits behind it',
    account(`${id.replaceAll('-', '')}0000`),
    [['removeField integrated_account_id', '{"$truto": {}}']],
  ],
  ['no ID', account('x'), [['removeField integrated_account_id', '{"$truto": {}}']]],
  [
    'an ID in capitals and half a bracket',
    account(`${id.toUpperCase()}}`),
    [[`! changeValue "${id.toUpperCase()}"`, account(id.toUpperCase())]],
  ],
  [
    'an unknown field of a user of several',
    '[{}, {"foo": 1}]',
    [
      ['removeField foo', '[{}, {}]'],
      ['moveToRemoteData foo', '[{}, {"remote_data": {"foo": 1}}]'],
    ],
  ],
  ['an unknown field for this extension', '{"$foo": 1}', [['removeField $foo', '{}']]],
  [
    'an unknown field with a sign at its end',
    '{"foo$": 1}',
    [
      ['removeField foo$', '{}'],
      ['moveToRemoteData foo$', '{"remote_data": {"foo$": 1}}'],
    ],
  ],
  ['an unknown field of an item', '{"phones":[{"foo":1}]}', [['removeField foo', '{"phones":[{}]}']]],
  ['a field that Truto sets', '{"updated_at": "x"}', [['removeField updated_at', '{}']]],
  ...['null', '""'].map((value): (typeof cases)[number] => [
    `${value} in a field in other letters`,
    `{"lastName": ${value}}`,
    [
      ['removeField lastName', '{}'],
      ['renameField lastName last_name', `{"last_name": ${value}}`],
      ['moveToRemoteData lastName', `{"remote_data": {"lastName": ${value}}}`],
    ],
  ]),
  ...['null', '[]'].map((value): (typeof cases)[number] => [
    `${value} from a directory that has no mail`,
    `{"mail": ${value}}`,
    [
      ['removeField mail', '{}'],
      ['renameField mail emails', `{"emails": ${value}}`],
      ['moveToRemoteData mail', `{"remote_data": {"mail": ${value}}}`],
    ],
  ]),
  [
    'a date and time with a zone',
    '{"created_at": "2024-05-17 09:30 GMT"}',
    [['! changeValue "2024-05-17T09:30:00Z"', '{"created_at": "2024-05-17T09:30:00Z"}']],
  ],
  [
    'a field in other letters',
    '[{"firstName": "A"}]',
    [
      ['! renameField firstName first_name', '[{"first_name": "A"}]'],
      ['removeField firstName', '[{}]'],
      ['moveToRemoteData firstName', '[{"remote_data": {"firstName": "A"}}]'],
    ],
  ],
  [
    'a misspelled field',
    '[{"nmae": 1}]',
    [
      ['renameField nmae name', '[{"name": 1}]'],
      ['removeField nmae', '[{}]'],
      ['moveToRemoteData nmae', '[{"remote_data": {"nmae": 1}}]'],
    ],
  ],
  [
    'a misspelled field of broken JSON, where nothing can be moved',
    '{"nmae": 1, "x": }',
    [
      ['renameField nmae name', '{"name": 1, "x": }'],
      ['removeField nmae', nothing],
      ['moveToRemoteData nmae', nothing],
    ],
  ],
  [
    'an unknown field beside something in place of an object',
    '{"foo": 1, "remote_data": 3}',
    [
      ['removeField foo', '{"remote_data": 3}'],
      ['moveToRemoteData foo', nothing],
    ],
    'unknownField',
  ],
  [
    'an unknown field that stands there twice',
    '{"foo":1,"foo":2}',
    [
      ['removeField foo', '{}'],
      ['moveToRemoteData foo', nothing],
    ],
    'unknownField',
  ],
  [
    'a long number that may be a text',
    '{"group": 12345678901234567890}',
    [['changeValue "12345678901234567890"', '{"group": "12345678901234567890"}']],
  ],
  [
    'a long number where anything may be',
    '{"remote_data": {"a": 12345678901234567890}}',
    [['changeValue "12345678901234567890"', '{"remote_data": {"a": "12345678901234567890"}}']],
  ],
  ['a long number for a date', '{"created_at": 12345678901234567890}', [['removeField created_at', '{}']]],
  [
    'a long number for one of some values',
    '{"status": 12345678901234567890}',
    statuses.map((status): Offer => [`changeValue "${status}"`, `{"status": "${status}"}`]),
  ],
  [
    'a long number for a list',
    '{"languages": 12345678901234567890}',
    [['wrapInList ["12345678901234567890"]', '{"languages": ["12345678901234567890"]}']],
  ],
  ['something that is no user', '3', []],
  ['an item that is no user', '[{}, [1]]', [['removeItem', '[{}]']]],
  ['nothing', '', [['! startUser', '{}\n']]],
  ['nothing but comments', '// A\n// B', [['! startUser', '// A\n// B\n{}\n']]],
  ['nothing but comments and an empty line', '// A\n', [['! startUser', '// A\n{}\n']]],
  [
    'a number for one of some values',
    '{"status": 3}',
    statuses.map((status): Offer => [`changeValue "${status}"`, `{"status": "${status}"}`]),
  ],
  ['one of some values in a list', '{"status": ["active"]}', [['! takeItem "active"', '{"status": "active"}']]],
  [
    'no word for true or false',
    '{"licensed_sheet_creator": "perhaps"}',
    [
      ['changeValue true', '{"licensed_sheet_creator": true}'],
      ['changeValue false', '{"licensed_sheet_creator": false}'],
    ],
  ],
  ['a number for true or false', '{"licensed_sheet_creator": 7}', [['removeField licensed_sheet_creator', '{}']]],
  [
    'a word for true or false in a list',
    '{"licensed_sheet_creator": ["yes"]}',
    [['! takeItem true', '{"licensed_sheet_creator": true}']],
  ],
  ['a number of more digits than it needs in a list', '{"group": [1.0]}', [['! takeItem 1.0', '{"group": 1.0}']]],
  [
    'an object in a list',
    '{"remote_data": [{ "a": 1.0 }]}',
    [['! takeItem { "a": 1.0 }', '{"remote_data": { "a": 1.0 }}']],
  ],
  ['several texts for one', '{"name": ["a","b"]}', [['removeField name', '{}']]],
  ['no text for one', '{"name": []}', [['removeField name', '{}']]],
  ['a list of nothing for a text', '{"name": [null]}', [['removeField name', '{}']]],
  ['a list of a list for a text', '{"name": [["a"]]}', [['removeField name', '{}']]],
  ['a list for a text in broken JSON', '{"name": ["a"], "x": }', [['removeField name', nothing]], 'wrongType'],
  ['an object for a text', '{"name": {"a":1}}', [['removeField name', '{}']]],
  ['an object for a list of texts', '{"languages": {"a":1}}', [['removeField languages', '{}']]],
  ['a number for a list of texts', '{"languages": 3}', [['wrapInList ["3"]', '{"languages": ["3"]}']]],
  ['a number in a list of texts', '{"languages": ["en", 3]}', [['! changeValue "3"', '{"languages": ["en", "3"]}']]],
  ['a list in a list of texts', '{"languages":[["en"]]}', [['! takeItem "en"', '{"languages":["en"]}']]],
  [
    'an object for a list of objects',
    '{"emails": {"email": "x"}}',
    [['! wrapInList [{"email": "x"}]', '{"emails": [{"email": "x"}]}']],
  ],
  [
    'a text for a list of objects',
    '{"emails":"a@b.c"}',
    [['! wrapInList [{"email":"a@b.c"}]', '{"emails":[{"email":"a@b.c"}]}']],
  ],
  [
    'a text for a list of objects behind a space',
    '{"emails" :"a@b.c"}',
    [['! wrapInList [{ "email": "a@b.c" }]', '{"emails" :[{ "email": "a@b.c" }]}']],
  ],
  [
    'a text with a colon for a list of objects',
    '{"emails": ":x"}',
    [['wrapInList [{ "email": ":x" }]', '{"emails": [{ "email": ":x" }]}']],
  ],
  [
    'a text on a line of its own for a list of objects',
    '{"emails":\n"x"}',
    [['wrapInList [{ "email": "x" }]', '{"emails":\n[{ "email": "x" }]}']],
  ],
  ['a list in a list of objects', '{"emails": [["a"]]}', [['removeItem', '{"emails": []}']]],
  [
    'a number in a list of objects that have IDs and names',
    '{"roles":[3]}',
    [
      ['wrapInObject {"id":"3"}', '{"roles":[{"id":"3"}]}'],
      ['wrapInObject {"name":"3"}', '{"roles":[{"name":"3"}]}'],
    ],
  ],
  ['a text for an object', '{"$truto": "x"}', [['removeField $truto', '{}']]],
  ['a list for an object', '{"$truto": []}', [['removeField $truto', '{}']]],
  [
    'a field twice with two values',
    '[{"name":"a","name":"b"}]',
    [
      ['keepThis name', '[{"name":"b"}]'],
      ['removeThis name', '[{"name":"a"}]'],
    ],
  ],
  [
    'a field twice with one value',
    '{"name":"a", "name": "\\u0061"}',
    [
      ['! removeThis name', '{"name":"a"}'],
      ['keepThis name', '{"name": "\\u0061"}'],
    ],
  ],
  [
    'a field three times with two values',
    '{"name":"a","name":"a","name":"b"}',
    [
      ['keepThis name', '{"name":"a"}'],
      ['removeThis name', '{"name":"a","name":"b"}'],
    ],
  ],
  [
    'two halves of a character',
    '{"name":"\\ud83d\ude00"}',
    [
      ['! joinHalves', '{"name":"😀"}'],
      ['removeHalf', '{"name":"\ude00"}'],
      ['replaceHalf', '{"name":"\\ufffd\ude00"}'],
    ],
  ],
  [
    'half a character',
    '{"name":"\ud83dx"}',
    [
      ['! removeHalf', '{"name":"x"}'],
      ['replaceHalf', '{"name":"\\ufffdx"}'],
    ],
  ],
  [
    'half a character in digits',
    '{"name":"\\ud83dx"}',
    [
      ['! removeHalf', '{"name":"x"}'],
      ['replaceHalf', '{"name":"\\ufffdx"}'],
    ],
  ],
  [
    'two halves that make no character',
    '{"name":"\\ude00\ude00x"}',
    [
      ['! removeHalf', '{"name":"\ude00x"}'],
      ['replaceHalf', '{"name":"\\ufffd\ude00x"}'],
    ],
  ],
  [
    'two IDs',
    '{"id":"a","$truto":{"id":"b"}}',
    [
      ['removeField id', '{"$truto":{"id":"b"}}'],
      ['removeField $truto.id', '{"id":"a","$truto":{}}'],
    ],
  ],
  ['broken JSON', '{"name": }', []],
];

describe('what is offered for a problem', () => {
  for (const [what, text, offers, code] of cases)
    it(`is right for ${what}`, () => {
      const problems = checkUserText(text, { unknownFields: 'warning' });
      const problem = code === undefined ? problems[0] : problems.find((other) => other.code === code);
      assert.ok(problem);
      const fixes = fixesFor(text, problem);
      assert.deepEqual(
        fixes.map((fix) => offered(text, fix)),
        offers,
      );
    });

  const missing = (text: string, field: string) =>
    checkUserText(text, { unknownFields: 'warning', rules: askingAccount }).find(
      ({ code, params }) => code === 'missingField' && params.field === field,
    )!;

  it('is a field that is missing, with the values that it may have', () => {
    const text = '{"name":"A"}';
    assert.deepEqual(
      ['roles', 'status', 'cost_center'].flatMap((field) =>
        fixesFor(text, missing(text, field)).map((fix) => offered(text, fix)),
      ),
      [
        ['! addField roles [{"id":""}]', '{"name":"A","roles":[{"id":""}]}'],
        [`! addField status "" ${statuses.join(' ')}`, '{"name":"A","status":""}'],
        ['! addField cost_center ""', '{"name":"A","cost_center":""}'],
      ],
    );
    assert.deepEqual(fixesFor(text, missing(text, 'status'))[0]?.action, {
      kind: 'addField',
      field: 'status',
      json: '""',
      allowed: statuses,
    });
  });

  it('is nothing where the missing field has come, or the text has broken since', () => {
    const problem = missing('{"name":"A"}', 'roles');
    for (const text of ['{"name":"A","roles":[]}', '{"name":"A"'])
      assert.deepEqual(
        fixesFor(text, problem).map(({ edits }) => edits()),
        [[]],
      );
    const inArray = missing('[{"name":"A"}]', 'roles');
    assert.deepEqual(fixesFor('[{"name":"A","roles":[]}]', inArray)[0]?.edits(), []);
  });

  it('stands where its user stands, in the style of the file', () => {
    const text = '[\r\n      {\r\n      },\r\n\t{\r\n\t}\r\n]';
    const added = (index: number, style?: ConstructorParameters<typeof FixableText>[1]) => {
      const problem = { ...missing('[{}]', 'cost_center'), path: [index, 'cost_center'] } as Problem;
      const [fix] = fixesFor(new FixableText(text, style), problem);
      return applyTextEdits(text, fix!.edits());
    };
    assert.equal(added(0), '[\r\n      {\r\n        "cost_center": ""\r\n      },\r\n\t{\r\n\t}\r\n]');
    assert.equal(
      added(1, { eol: '\r\n', indent: '\t' }),
      '[\r\n      {\r\n      },\r\n\t{\r\n\t\t"cost_center": ""\r\n\t}\r\n]',
    );
    assert.equal(added(2), text);
  });

  it('is right behind a byte order mark', () => {
    const text = '\ufeff{"foo": 1}';
    const [problem] = checkUserText(text, { unknownFields: 'warning' });
    assert.equal(applyTextEdits(text, fixesFor(text, problem!)[0]!.edits()), '\ufeff{}');
  });

  it('leaves what it wraps where it is', () => {
    const text = '{"emails": {"email": "x"}, "languages": "en"}';
    for (const problem of checkUserText(text, { unknownFields: 'warning' }))
      assert.ok(
        fixesFor(text, problem)[0]!
          .edits()
          .every(({ length }) => length === 0),
      );
  });

  it('is only that it goes where there is no value to choose', () => {
    const problem: Problem = {
      code: 'notAllowedValue',
      severity: 'warning',
      path: ['status'],
      params: { allowed: [], got: 'x' },
      offset: 11,
      length: 3,
    };
    assert.deepEqual(offered('{"status": "x"}', fixesFor('{"status": "x"}', problem)[0]!), [
      'removeField status',
      '{}',
    ]);
  });
});
