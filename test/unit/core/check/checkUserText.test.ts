import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkUserText, type CheckOptions } from '../../../../src/core/check/checkUserText';
import type { Problem } from '../../../../src/core/check/problem';
import { parseJson } from '../../../../src/core/json/parseJson';

const options: CheckOptions = { unknownFields: 'warning' };

function check(text: string): Problem[] {
  return checkUserText(text, options);
}

/** Code and marked text of each problem. */
function marks(text: string): string[] {
  return check(text).map(({ code, offset, length }) => `${code} ${text.slice(offset, offset + length)}`);
}

function only(text: string): Problem {
  const problems = check(text);
  assert.equal(problems.length, 1, JSON.stringify(problems));
  return problems[0]!;
}

describe('checkUserText: kinds of files', () => {
  it('takes an object and an array of objects', () => {
    for (const text of ['{}', '[]', '[{}, {}]', '{"name": "Ada"}', ' \n[{"id":"1"}]\n'])
      assert.deepEqual(check(text), [], text);
  });

  it('takes comments, trailing commas and a byte order mark', () => {
    assert.deepEqual(
      check('\ufeff// one\n{ /* two */ "name": "a, // b", "languages": ["en", /* three */ ], } // four'),
      [],
    );
  });

  it('refuses what is neither, and empty texts', () => {
    for (const text of ['3', '"a"', 'null', 'true']) assert.equal(only(text).code, 'notAUser', text);
    for (const text of ['', ' \n', '// nothing', '/* nothing */'])
      assert.deepEqual(only(text).params, { got: 'nothing' }, text);
    assert.deepEqual(marks('[{}, 3, [{}], null]'), ['notAUser 3', 'notAUser [{}]', 'notAUser null']);
    assert.deepEqual(check('[{}, 3]')[0]?.path, [1]);
  });

  it('reports broken JSON at the place where it breaks', () => {
    for (const text of [
      '{',
      '{"name": }',
      '{"name": "Ada"',
      '[1,,2]',
      '[,]',
      '{,}',
      '{"a" 1}',
      '{"name": "Ada} ',
      'nonsense',
      '{} {}',
      '/* open',
      '{"name": "\\x"}',
      "{'name': 1}",
    ]) {
      const problems = check(text);
      const syntax = problems.filter(({ code }) => code === 'syntaxError' || code === 'foreignSyntax');
      assert.ok(syntax.length > 0, text);
      for (const { offset, length } of problems)
        assert.ok(length > 0 && offset >= 0 && offset + length <= text.length, text);
    }
    assert.deepEqual(marks('{"name": "Ada" "id": "1"}'), ['syntaxError "id"']);
  });

  it('still checks the rest of broken JSON', () => {
    assert.deepEqual(marks('{"name": 3, "title": , "staus": "active"}'), [
      'wrongType 3',
      'syntaxError ,',
      'unknownField "staus"',
    ]);
  });
});

describe('checkUserText: ranges', () => {
  it('marks values, and keys of unknown fields, below comments and in arrays of users', () => {
    const text = `[
      { "name": "Ada" }, // the first
      { "naem": 1, "emails": [ { "email": "a" }, /* here */ { "is_primary": "yes" }, ], "status" : "actve" , },
    ]`;
    assert.deepEqual(marks(text), ['unknownField "naem"', 'wrongType "yes"', 'notAllowedValue "actve"']);
    assert.deepEqual(
      check(text).map(({ path }) => path),
      [
        [1, 'naem'],
        [1, 'emails', 1, 'is_primary'],
        [1, 'status'],
      ],
    );
  });

  it('marks the last of duplicate keys for what its value is', () => {
    const text = '{"title": "x", "name": 1, "name": 2}';
    const problems = check(text);
    assert.deepEqual(marks(text), ['duplicateKey "name"', 'wrongType 2']);
    assert.deepEqual(problems[0]?.related, [{ offset: text.indexOf('"name"'), length: 6 }]);
  });

  it('finds keys that are spelled with escapes', () => {
    assert.deepEqual(marks('{"n\\u0061me": 1, "\\u006eame": "a"}'), ['duplicateKey "\\u006eame"']);
    assert.deepEqual(marks('{"n\\u0061me": 1}'), ['wrongType 1']);
  });
});

describe('checkUserText: fields', () => {
  it('names the type that is expected and the one that is there', () => {
    assert.deepEqual(only('{"name": [1]}').params, { expected: ['string'], got: 'array' });
    assert.deepEqual(only('{"group": true}').params, { expected: ['number', 'string'], got: 'boolean' });
    assert.deepEqual(only('{"status": 5}').code, 'wrongType');
    assert.deepEqual(only('{"created_at": {}}').code, 'wrongType');
  });

  it('takes null for any body field and nested value, but not in lists, nor in $truto', () => {
    assert.deepEqual(
      check(
        '{"name": null, "status": null, "emails": null, "created_at": null, "remote_data": null, "phones": [{"type": null}]}',
      ),
      [],
    );
    assert.deepEqual(marks('{"emails": [null], "languages": [null]}'), ['wrongType null', 'wrongType null']);
    assert.deepEqual(marks('{"$truto": {"id": null, "query": {"workspace": null}}}'), [
      'wrongType null',
      'wrongType null',
    ]);
    assert.equal(only('{"$truto": null}').code, 'wrongType');
  });

  it('names the allowed values and a close one', () => {
    assert.deepEqual(only('{"status": "Actve"}').params, {
      allowed: ['active', 'inactive', 'deleted', 'invited'],
      got: 'Actve',
      suggestion: 'active',
    });
    assert.deepEqual(only('{"status": "ACTIVE"}').params, {
      allowed: ['active', 'inactive', 'deleted', 'invited'],
      got: 'ACTIVE',
      suggestion: 'active',
      isSure: true,
    });
    assert.deepEqual(only('{"phones": [{"type": "fax"}]}').params, { allowed: ['phone', 'mobile'], got: 'fax' });
  });

  it('checks dates and account IDs', () => {
    assert.deepEqual(only('{"created_at": "2024-02-30T10:00:00Z"}').params, {
      format: 'date-time',
      got: '2024-02-30T10:00:00Z',
    });
    for (const date of ['2024-02-29T10:00:00.123+02:00', '2024-02-29 10:00:00Z', '2024-02-29t10:00:00z'])
      assert.deepEqual(check(`{"created_at": "${date}"}`), [], date);
    assert.equal(only('{"created_at": "2024-02-29\\t10:00:00Z"}').severity, 'warning');
    assert.equal(
      only('{"$truto": {"integrated_account_id": "urn:uuid:62f44730-dd91-461e-bd6a-aedd9e0ad79d"}}').code,
      'wrongFormat',
    );
    assert.deepEqual(
      check(
        '{"$truto": {"integrated_account_id": "62F44730-dd91-461e-bd6a-aedd9e0ad79d", "id": "1", "query": {"remote_query": {"a": [1]}, "truto_exclude_fields": ["id"], "groups": [{"id": "1"}], "truto_response_format": "debug"}}}',
      ),
      [],
    );
  });

  it('suggests the field that was meant', () => {
    const meant = (text: string) => {
      const problem = only(text);
      assert.ok(problem.code === 'unknownField');
      return problem.params.suggestion;
    };
    assert.equal(meant('{"frist_name": "a"}'), 'first_name');
    assert.equal(meant('{"firstName": "a"}'), 'first_name');
    assert.equal(meant('{"email": []}'), 'emails');
    assert.equal(meant('{"$turto": {}}'), '$truto');
    assert.equal(meant('{"emails": [{"isPrimary": true}]}'), 'is_primary');
    assert.equal(meant('{"$truto": {"query": {"organisation_id": "1"}}}'), 'organization_id');
    assert.equal(meant('{"favourite_colour": "red"}'), undefined);
    assert.equal(meant('{"nmae": "a", "name": "b"}'), undefined, 'a field that is there already');
  });

  it('tells fields that Truto only answers', () => {
    assert.deepEqual(only('{"updated_at": "x"}').params, { field: 'updated_at', readOnly: true });
    assert.deepEqual(only('{"emails": [{"updated_at": "x"}]}').params, { field: 'updated_at' });
  });

  it('gives unknown fields the severity that is set', () => {
    const text = '{"frist_name": "a", "bio": "b", "name": 1}';
    const severities = (unknownFields: CheckOptions['unknownFields']) =>
      checkUserText(text, { unknownFields }).map(({ severity }) => severity);
    assert.deepEqual(severities('warning'), ['warning', 'warning', 'error']);
    assert.deepEqual(severities('information'), ['information', 'information', 'error']);
    assert.deepEqual(severities('off'), ['error']);
  });
});

describe('checkUserText: what would be lost', () => {
  it('reports keys that stand twice, whatever the object', () => {
    assert.deepEqual(marks('{"remote_data": {"a": {"b": 1, "c": 2, "b": 3}}}'), ['duplicateKey "b"']);
    assert.deepEqual(marks('{"remote_data": [{"b": 1}, {"b": 1}]}').slice(1), []);
    const many = Array.from({ length: 100 }, (_, index) => `"k${index}": 0`).join(', ');
    assert.deepEqual(marks(`{"remote_data": {${many}, "k3": 1, "k99": 2}}`), [
      'duplicateKey "k3"',
      'duplicateKey "k99"',
    ]);
  });

  it('reports that the body names another user than “$truto”', () => {
    assert.deepEqual(marks('{"$truto": {"id": "u-2"}, "id": "u-3"}'), ['differentIds "u-3"']);
    assert.deepEqual(marks('[{}, {"$truto": {"id": "u-2"}, "id": "u-3"}]'), ['differentIds "u-3"']);
    for (const id of ['""', 'null', '"u-2 "', '"U-2"', '6', 'true', '[]', '{"id": "u-2"}'])
      assert.ok(marks(`{"$truto": {"id": "u-2"}, "id": ${id}}`).includes(`differentIds ${id}`), id);
    assert.deepEqual(marks('{"$truto": {"id": "5"}, "id": 5}'), ['wrongType 5']);
    for (const id of ['9007199254740993', '12345678901234567890', '7.0'])
      assert.ok(
        !marks(`{"$truto": {"id": "${id.replace('.0', '')}"}, "id": ${id}}`).some((mark) =>
          mark.startsWith('differentIds'),
        ),
        id,
      );
    assert.deepEqual(
      check('{"$truto": {"id": "u-2"}, "id": }').map(({ code }) => code),
      ['syntaxError'],
    );
    for (const fine of [
      '{"$truto": {"id": "u-2"}, "id": "u-2"}',
      '{"$truto": {"id": ""}, "id": "u-3"}',
      '{"$truto": {"id": "u-2"}}',
      '{"$truto": {}, "id": ""}',
      '{"id": "u-3"}',
    ])
      assert.deepEqual(marks(fine), []);
  });

  it('reports what is shown in place of a secret, wherever it stands', () => {
    assert.deepEqual(
      marks(
        '{"password": "••••••", "remote_data": {"a": [1, "•••••• as in the file"]}, "title": "•• ••••••", "••••••": 1}',
      ),
      ['hiddenValue "••••••"', 'hiddenValue "•••••• as in the file"', 'unknownField "••••••"'],
    );
    assert.deepEqual(marks('[{}, {"password": "••••••"}]'), ['hiddenValue "••••••"']);
    assert.deepEqual(
      checkUserText('[{}, {"remote_data": {"a": [0, "••••••"]}}]', options).map(({ severity, path }) => [
        severity,
        path,
      ]),
      [['error', [1, 'remote_data', 'a', 1]]],
    );
  });

  it('reports __proto__ once', () => {
    assert.deepEqual(marks('{"__proto__": 1}'), ['forbiddenKey "__proto__"']);
    assert.deepEqual(marks('{"remote_data": {"\\u005f_proto__": {}}}'), ['forbiddenKey "\\u005f_proto__"']);
    assert.deepEqual(marks('{"remote_data": {"constructor": {}, "prototype": {}}}'), []);
  });

  it('reports numbers that a double cannot hold', () => {
    const lossy = [
      '9007199254740993',
      '12345678901234567890',
      '1e400',
      '-1e400',
      '0.1000000000000000055511151231257827',
      '1e-400',
      '-0.00001e-330',
      `1e-${'9'.repeat(1000)}`,
      '123456789.123456789123',
      '0.80000000000000005',
      '0.12345678901234567',
      '12345678901234567',
      '12345678901234567.0',
    ];
    for (const number of lossy)
      assert.deepEqual(marks(`{"remote_data": {"n": ${number}}}`), [`unsafeNumber ${number}`]);
    const safe = [
      '0',
      '-0',
      '1.0',
      '0.1',
      '0.100000000000000000000',
      '1e2',
      '1E+2',
      '9007199254740992',
      '18014398509481984',
      // A double in the 17 digits of C, .NET, R and Excel.
      '0.80000000000000004',
      '52.520006600000002',
      '1.2345678901234567E+30',
      '1152921504606846976',
      '1e23',
      '0e999',
      `0e-${'9'.repeat(1000)}`,
      `1e${'0'.repeat(1000)}5`,
      '1.7976931348623157e308',
      '123456789012345',
    ];
    for (const number of safe) assert.deepEqual(marks(`{"remote_data": {"n": ${number}}}`), [], number);
    assert.deepEqual(only('{"group": 9007199254740993}').params, {
      got: '9007199254740993',
      becomes: '9007199254740992',
    });
  });

  it('reports lone surrogates, raw and escaped, but not pairs', () => {
    assert.deepEqual(marks('{"name": "a\\ud800b"}'), ['loneSurrogate \\ud800']);
    assert.deepEqual(only('{"name": "a\ud800b"}').params, { got: 'U+D800' });
    assert.deepEqual(marks('{"name": "\\udc00\\ud800"}'), ['loneSurrogate \\udc00', 'loneSurrogate \\ud800']);
    assert.equal(check('{"name": "\ud83d\\ude00"}').length, 2, 'a raw half beside an escaped one');
    assert.deepEqual(check('{"name": "\ud83d\ude00 \\ud83d\\ude00 \\\\ud800"}'), []);
    assert.deepEqual(
      check('{"remote_data": {"\\ud800": 1}}').map(({ code, path }) => [code, path]),
      [['loneSurrogate', ['remote_data', '\ud800']]],
    );
  });

  it('reports absurd depth without overflowing', () => {
    const nested = (depth: number) => `{"remote_data": {"x": ${'['.repeat(depth)}${']'.repeat(depth)}}, "name": 1}`;
    assert.deepEqual(marks(nested(98)), ['wrongType 1']);
    assert.deepEqual(marks(nested(99)), ['tooDeep [', 'wrongType 1']);
    assert.deepEqual(marks(nested(100_000)), ['tooDeep [', 'wrongType 1']);
    assert.deepEqual(marks('{"remote_data": '.repeat(3)).length > 0, true);
    for (const text of ['['.repeat(100_000), '{"a":'.repeat(100_000), `${'['.repeat(100_000)}${']'.repeat(99_999)}`]) {
      assert.ok(check(text).some(({ code }) => code === 'syntaxError'));
    }
  });
});

describe('checkUserText: any text', () => {
  const fragment = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '"name"',
    '"emails"',
    '"$truto"',
    '//',
    '/*',
    '*/',
    '\n',
    ' ',
    '\\',
    '\\ud800',
    '\ud800',
    '1e999',
    '-',
    '0',
    'null',
    'true',
    '__proto__',
    '\ufeff',
  );

  it('never throws, and keeps ranges inside the text and in order', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        let last = 0;
        for (const { offset, length } of check(text)) {
          assert.ok(offset >= last && length >= 0 && offset + length <= text.length);
          last = offset;
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('agrees with JSON.parse on what is broken', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 12 }), (parts) => {
        const text = parts.filter((part) => !/^[/*\ufeff]/.test(part)).join('');
        const isBroken = check(text).some(
          (problem) =>
            problem.code === 'syntaxError' || (problem.code === 'notAUser' && problem.params.got === 'nothing'),
        );
        const plain = text.replace(
          /("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])/g,
          (match: string, string: string | undefined, at: number) =>
            string ?? (/[\w"}\]]\s*$/.test(text.slice(0, at)) ? ' ' : match),
        );
        assert.equal(isBroken, !parses(plain), text);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes linear time for comments that never end', () => {
    // The runner's limit would not do for a time that grows with the square of these.
    check('/*/'.repeat(200_000));
    check(`[${'1,/**/'.repeat(100_000)}]`);
  });

  it('parses once, broken or not', () => {
    for (const text of ['{ "name": 3 }', '{ "name": , }', '', '[{}', '{}\n{}']) {
      const parsed: string[] = [];
      const parse = (given: string) => {
        parsed.push(given);
        return parseJson(given);
      };
      assert.deepEqual(checkUserText(text, options, parse), checkUserText(text, options), text);
      assert.deepEqual(parsed, [text]);
    }
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
