import assert from 'node:assert/strict';
import { checkUserText, type CheckOptions } from '../../../../src/core/check/checkUserText';
import { fixAll, fixLike, hasFixLike, sureFix, type FixChoice } from '../../../../src/core/fixes/fixAll';
import type { Problem } from '../../../../src/core/check/problem';
import type { Fix } from '../../../../src/core/fixes/fix';
import { FixableText } from '../../../../src/core/fixes/fixableText';
import { fixesFor } from '../../../../src/core/fixes/fixesFor';
import { applyTextEdits } from '../../../../src/core/json/textEdit';
import { askingAccount } from '../check/mistakes';

const options: CheckOptions = { unknownFields: 'warning' };

const check = (text: string) => checkUserText(text, options);

/** The text with a fix of its only problem; the first fix, or the one of a kind. */
function fixed(text: string, kind?: Fix['action']['kind']): string {
  const [problem] = check(text);
  assert.ok(problem, text);
  const fixes = fixesFor(text, problem);
  const fix = kind === undefined ? fixes[0] : fixes.find(({ action }) => action.kind === kind);
  assert.ok(fix, `${text}: ${fixes.map(({ action }) => action.kind).join()}`);
  return applyTextEdits(text, fix.edits());
}

describe('fixesFor: what comes of it', () => {
  it('keeps the spelling of what it converts', () => {
    assert.equal(fixed('{"title": 1.50}'), '{"title": "1.50"}');
    assert.equal(fixed('{"title": true}'), '{"title": "true"}');
    assert.equal(fixed('{"group": 12345678901234567890}'), '{"group": "12345678901234567890"}');
    assert.equal(fixed('{"licensed_sheet_creator": " TRUE "}'), '{"licensed_sheet_creator": true}');
    assert.equal(fixed('{"licensed_sheet_creator": 0}'), '{"licensed_sheet_creator": false}');
    assert.equal(fixed('{"name": ["\\u0041da"]}'), '{"name": "Ada"}');
  });

  it('wraps a value in a list, and in an object where the list holds such', () => {
    assert.equal(fixed('{"languages": "en"}'), '{"languages": ["en"]}');
    assert.equal(fixed('{"emails": "a@b.c"}'), '{"emails": [{ "email": "a@b.c" }]}');
    assert.equal(fixed('{"emails":"a@b.c"}'), '{"emails":[{"email":"a@b.c"}]}');
    assert.equal(fixed('{"phones": 42}'), '{"phones": [{ "number": "42" }]}');
    assert.equal(fixed('{"emails": ["a@b.c"]}'), '{"emails": [{ "email": "a@b.c" }]}');
    assert.equal(fixed('{"emails": {\n "email": "x" // here\n}}'), '{"emails": [{\n "email": "x" // here\n}]}');
    const [problem] = check('{"roles": "admin"}');
    const ways = fixesFor('{"roles": "admin"}', problem!);
    assert.deepEqual(
      ways.map(({ action, preferred }) => [action, preferred]),
      [
        [{ kind: 'wrapInList', json: '[{ "id": "admin" }]' }, false],
        [{ kind: 'wrapInList', json: '[{ "name": "admin" }]' }, false],
      ],
    );
  });

  it('offers every allowed value, the close one first', () => {
    const values = (text: string) =>
      fixesFor(text, check(text)[0]!).map(
        ({ action, preferred }) => `${'json' in action ? action.json : ''}${preferred ? '!' : ''}`,
      );
    assert.deepEqual(values('{"status": "INVITED"}'), ['"invited"!', '"active"', '"inactive"', '"deleted"']);
    assert.deepEqual(values('{"status": "Invitd"}'), ['"invited"', '"active"', '"inactive"', '"deleted"']);
    assert.deepEqual(values('{"phones": [{"type": "fax"}]}'), ['"phone"', '"mobile"']);
    assert.deepEqual(values('{"licensed_sheet_creator": "perhaps"}'), ['true', 'false']);
  });

  it('reads dates that are dates beyond doubt', () => {
    const dates: Readonly<Record<string, string>> = {
      '2024-05-17': '2024-05-17T00:00:00Z',
      '2024-05-17 09:30': '2024-05-17T09:30:00Z',
      '2024-05-17T09:30:15.250': '2024-05-17T09:30:15.250Z',
      '2024-05-17T09:30+0200': '2024-05-17T09:30:00+02:00',
      '20240517T093000Z': '2024-05-17T09:30:00Z',
      '2024/5/7': '2024-05-07T00:00:00Z',
      '17 May 2024': '2024-05-17T00:00:00Z',
      'May 17th, 2024 at 9:30 PM': '2024-05-17T21:30:00Z',
      'Fri, 17 May 2024 09:30:00 GMT': '2024-05-17T09:30:00Z',
      '17-Sep-2024 12:05 am': '2024-09-17T00:05:00Z',
      '17/05/2024': '2024-05-17T00:00:00Z',
      '05/17/2024': '2024-05-17T00:00:00Z',
      '05.05.2024': '2024-05-05T00:00:00Z',
      '1715938200': '2024-05-17T09:30:00Z',
      '1715938200123': '2024-05-17T09:30:00.123Z',
      '29 February 2024': '2024-02-29T00:00:00Z',
    };
    for (const [spelled, iso] of Object.entries(dates))
      assert.equal(fixed(`{"created_at": "${spelled}"}`), `{"created_at": "${iso}"}`, spelled);
    assert.equal(fixed('{"created_at": 1715938200}'), '{"created_at": "2024-05-17T09:30:00Z"}');
    for (const other of [
      '05/06/2024',
      '5.6.2024',
      'yesterday',
      '2024-02-30',
      '2024-13-01',
      '17 Mai 2024',
      '2024',
      '24-05-17',
      '',
      '2024-05-17 25:00',
      '2024-05-17 13:00 pm',
    ]) {
      assert.equal(fixed(`{"created_at": "${other}"}`, 'removeField'), '{}', other);
    }
  });

  it('prefers a date whose zone is there, and offers the others', () => {
    const ways = (value: string) => {
      const text = `{"created_at": ${value}}`;
      return fixesFor(text, check(text)[0]!).map(({ action, preferred }) => `${action.kind} ${preferred}`);
    };
    for (const sure of ['"17 May 2024 09:30 GMT"', '1715938200', '["2024-05-17T09:30:00+0200"]'])
      assert.match(ways(sure)[0] ?? '', /true$/, sure);
    for (const guess of ['"17 May 2024"', '20240517', '["2024-05-17"]', '"2024-05-17 09:30"'])
      assert.match(ways(guess)[0] ?? '', /(changeValue|takeItem) false$/, guess);
  });

  it('offers several items for a list in one string, and prefers nothing', () => {
    const ways = (text: string) =>
      fixesFor(text, check(text)[0]!).map(({ preferred, edits }) => [preferred, applyTextEdits(text, edits())]);
    assert.deepEqual(ways('{"emails": "a@b.co, c@d.co"}'), [
      [false, '{"emails": [{ "email": "a@b.co" }, { "email": "c@d.co" }]}'],
      [false, '{"emails": [{ "email": "a@b.co, c@d.co" }]}'],
    ]);
    assert.deepEqual(ways('{"languages": "en;fr;"}'), [
      [false, '{"languages": ["en", "fr"]}'],
      [false, '{"languages": ["en;fr;"]}'],
    ]);
    assert.deepEqual(ways('{"emails": ["a@b.co; c@d.co"]}'), [[false, '{"emails": [{ "email": "a@b.co; c@d.co" }]}']]);
    assert.equal(ways('{"roles": "a, b"}').length, 2);
    assert.equal(ways('{"emails": "a@b.co"}')[0]?.[0], true);
    assert.equal(ways('{"emails": "a@b.co,"}')[0]?.[0], false);
  });

  it('offers some of many allowed values, and none for sure', () => {
    const allowed = Array.from({ length: 500 }, (_, index) => `team_${index}`);
    const rules = { ...askingAccount, body: { team: { extra: true, allowed } } } as const;
    const one = { ...askingAccount, body: { team: { extra: true, allowed: ['only'] } } } as const;
    const text = '{"team": "x"}';
    const ways = (asked: typeof rules | typeof one) =>
      fixesFor(text, checkUserText(text, { ...options, rules: asked }).find(({ code }) => code === 'notAllowedValue')!);
    assert.equal(ways(rules).length, 20);
    assert.deepEqual(
      ways(one).map(({ action, preferred }) => [action, preferred]),
      [[{ kind: 'changeValue', json: '"only"' }, false]],
    );
  });

  it('strips what stands around an account ID', () => {
    const id = '62f44730-dd91-461e-bd6a-aedd9e0ad79d';
    for (const spelled of [`{${id}}`, `urn:uuid:${id}`, ` ${id}`, id.replaceAll('-', '')]) {
      assert.equal(
        fixed(`{"$truto": {"integrated_account_id": "${spelled}"}}`),
        `{"$truto": {"integrated_account_id": "${id}"}}`,
      );
    }
  });

  it('adds fields with a value to fill in, in the style of the file', () => {
    const added = (text: string, field: string) => {
      const problem = checkUserText(text, { ...options, rules: askingAccount }).find(
        ({ params }) => 'field' in params && params.field === field,
      );
      return applyTextEdits(text, fixesFor(text, problem!)[0]!.edits());
    };
    assert.equal(added('{"name":"Ada"}', 'roles'), '{"name":"Ada","roles":[{"id":""}]}');
    assert.equal(
      added('{\n    "name": "Ada"\n}\n', 'roles'),
      '{\n    "name": "Ada",\n    "roles": [\n        {\n            "id": ""\n        }\n    ]\n}\n',
    );
    assert.equal(
      added('{\r\n\t"name": "Ada"\r\n}', 'organization_id'),
      '{\r\n\t"$truto": {\r\n\t\t"query": {\r\n\t\t\t"organization_id": ""\r\n\t\t}\r\n\t},\r\n\t"name": "Ada"\r\n}',
    );
    assert.equal(
      added('{ "$truto": { "id": "1" }, "name": "Ada" }', 'organization_id'),
      '{ "$truto": { "id": "1", "query": {"organization_id": ""} }, "name": "Ada" }',
    );
    assert.equal(
      added('[\n  {\n    "name": "Ada"\n  }\n]', 'cost_center'),
      '[\n  {\n    "name": "Ada",\n    "cost_center": ""\n  }\n]',
    );
  });

  it('adds any one of several query parameters where one is enough', () => {
    const text = '{"name":"Ada"}';
    const problem = checkUserText(text, { ...options, rules: askingAccount }).find(({ params }) => 'oneOf' in params);
    const ways = fixesFor(text, problem!).map(({ preferred, edits }) => [preferred, applyTextEdits(text, edits())]);
    assert.deepEqual(ways, [
      [false, '{"$truto":{"query":{"workspace_id":""}},"name":"Ada"}'],
      [false, '{"$truto":{"query":{"group_id":""}},"name":"Ada"}'],
    ]);
  });

  it('takes either of two equal keys, and prefers to only where they say the same', () => {
    const ways = (text: string) =>
      fixesFor(text, check(text)[0]!).map(({ action, preferred, edits }) => [
        action.kind,
        preferred,
        applyTextEdits(text, edits()),
      ]);
    assert.deepEqual(ways('{"name": "A", "id": "1", "name": "B"}'), [
      ['keepThis', false, '{"id": "1", "name": "B"}'],
      ['removeThis', false, '{"name": "A", "id": "1"}'],
    ]);
    assert.deepEqual(ways('{"name": "A", "name": "\\u0041" }')[0], ['removeThis', true, '{"name": "A" }']);
  });

  it('moves an unknown field to remote_data', () => {
    assert.equal(
      fixed('{"foo": {"a": 1.0}, "name": "Ada"}', 'moveToRemoteData'),
      '{"name": "Ada", "remote_data": {"foo": {"a": 1.0}}}',
    );
    assert.equal(
      fixed('{"remote_data": {"x": 1}, "foo": 2}', 'moveToRemoteData'),
      '{"remote_data": {"x": 1, "foo": 2}}',
    );
    assert.equal(
      fixed('{"remote_data": {"foo": 1}, "foo": 2}', 'moveToRemoteData'),
      '{"remote_data": {"foo": 1}, "foo": 2}',
      'never over another',
    );
  });

  it('moves a field to where it counts, unless there is something already', () => {
    const id = '62f44730-dd91-461e-bd6a-aedd9e0ad79d';
    const moved = (text: string) => fixed(text, 'moveField');
    assert.equal(
      moved(`{"$truto":{"query":{"integrated_account_id":"${id}","workspace":"w"}}}`),
      `{"$truto":{"query":{"workspace":"w"},"integrated_account_id":"${id}"}}`,
    );
    assert.equal(
      moved(`{\n  "name": "Ada",\n  "integrated_account_id": "${id}"\n}`),
      `{\n  "$truto": {\n    "integrated_account_id": "${id}"\n  },\n  "name": "Ada"\n}`,
    );
    assert.equal(moved('[{"remote_query[a][b]":1.0}]'), '[{"$truto":{"query":{"remote_query":{"a":{"b":1.0}}}}}]');
    const taken = `{"$truto": {"integrated_account_id": "${id}", "query": {"integrated_account_id": "x"}}}`;
    assert.equal(moved(taken), taken);
    const twice = '{"workspace": "a", "workspace": "b"}';
    const problem = check(twice).find(({ code }) => code === 'misplacedField')!;
    assert.deepEqual(fixesFor(twice, problem)[0]?.edits(), []);
  });

  it('puts JSON Lines in an array, and keeps the sign for an unknown character that is meant', () => {
    assert.equal(fixed('{"id": "1"}\r\n\r\n{"id": "2"} \n'), '[{"id": "1"},\r\n\r\n{"id": "2"}] \n');
    assert.equal(fixed('{"name": "a\ufffdb\ufffd"}'), '{"name": "a\\ufffdb\\ufffd"}');
  });

  it('does not give a field a name that is taken', () => {
    const text = '{"Name": 1, "NAME": 2}';
    const choose: FixChoice = (fixes) => fixes.find(({ action }) => action.kind === 'renameField');
    assert.equal(applyTextEdits(text, fixAll(text, check(text), { choose })), '{"name": 1, "NAME": 2}');
  });

  it('gives no field unasked the name of what decides who is updated, nor that of the password', () => {
    for (const text of [
      ...['_id', 'ID', 'Id', 'i_d', 'PASSWORD', 'passWord', 'pass_word', '$TRUTO'].map((key) => `{"${key}": "x"}`),
      '{"$truto": {"ID": "x"}}',
      '{"$truto": {"integratedAccountId": "x"}}',
      '{"groups": [{"_id": "x"}]}',
      '[{}, {"_id": "x"}]',
    ]) {
      const problem = check(text).find(({ code }) => code === 'unknownField')!;
      const [rename, ...others] = fixesFor(text, problem);
      assert.equal(rename?.action.kind, 'renameField', text);
      assert.equal(rename.preferred, false, text);
      assert.notDeepEqual(rename.edits(), [], text);
      assert.ok(!others.some(({ preferred }) => preferred), text);
      assert.deepEqual(fixAll(text, check(text), { choose: sureFix, recheck: check }), [], text);
    }
    const sure = '{"_id": "x", "firstName": "Ada"}';
    const edits = fixAll(sure, check(sure), { choose: sureFix, recheck: check });
    assert.equal(applyTextEdits(sure, edits), '{"_id": "x", "first_name": "Ada"}');
  });

  it('joins the halves of a character that are spelled in two ways', () => {
    assert.equal(fixed('{"name": "\ud83d\\ude00"}'), '{"name": "😀"}');
    assert.equal(fixed('{"name": "a\\ud83d"}'), '{"name": "a"}');
    assert.equal(fixed('{"name": "a\\ud83d"}', 'replaceHalf'), '{"name": "a\\ufffd"}');
  });

  it('starts a user in an empty file, and takes out items that are none', () => {
    assert.equal(fixed(''), '{}\n');
    assert.equal(fixed('// Ada\r\n'), '// Ada\r\n{}\r\n');
    assert.equal(fixed('[{}, 3, {}]'), '[{}, {}]');
  });

  it('leaves the rest of broken JSON alone', () => {
    const text = '{"title": 3, "foo": 1, "name": }';
    for (const problem of check(text)) {
      for (const { action, edits } of fixesFor(text, problem))
        assert.ok(action.kind === 'changeValue' || edits().length === 0, action.kind);
    }
  });
});

describe('fixAll: what comes of it', () => {
  it('fixes all like one, and only those', () => {
    const text = '[{"foo": 1, "bar": 2, "title": 3}, {"foo": 4, "status": "actve"}, {"bar": 5, "title": 6}]';
    const problems = check(text);
    const all = (index: number, fix: number) => {
      const model = fixesFor(text, problems[index]!)[fix]!;
      return applyTextEdits(text, fixAll(text, problems, { choose: fixLike(model, problems[index]!) }));
    };
    assert.equal(all(0, 0), '[{"bar": 2, "title": 3}, {"status": "actve"}, {"bar": 5, "title": 6}]');
    assert.equal(
      all(2, 0),
      '[{"foo": 1, "bar": 2, "title": "3"}, {"foo": 4, "status": "actve"}, {"bar": 5, "title": "6"}]',
    );
  });

  it('adds what is missing only where it is asked to', () => {
    const asked = (text: string) => checkUserText(text, { ...options, rules: askingAccount });
    const text = '[{"title": 1}, {}]';
    assert.equal(applyTextEdits(text, fixAll(text, asked(text), { choose: sureFix })), '[{"title": "1"}, {}]');
    const model = fixesFor(text, asked(text)[0]!)[0]!;
    const added = applyTextEdits(text, fixAll(text, asked(text), { choose: fixLike(model, asked(text)[0]!) }));
    // A query parameter without a value is still to be filled in.
    const left = asked(added.replaceAll('""', '"x"')).filter((problem) => problem.code === 'missingField');
    assert.deepEqual(
      left.map(({ params }) => params.oneOf),
      [
        ['workspace_id', 'group_id'],
        ['workspace_id', 'group_id'],
      ],
      'where there is a choice',
    );
  });

  /** The text with every sure fix, once over. */
  const surelyFixed = (text: string) => applyTextEdits(text, fixAll(text, check(text), { choose: sureFix }));
  const once: readonly (readonly [what: string, text: string, fixed: string])[] = [
    ['names in broken JSON', '{"Name": 1, "x": }', '{"name": 1, "x": }'],
    ['each of several halves of characters', '{"name": "\ud800a\ude00\ude00"}', '{"name": "a"}'],
    [
      'items that stand beside each other',
      '{"emails": ["a@b.c", {"Email": "b"}]}',
      '{"emails": [{ "email": "a@b.c" }, {"email": "b"}]}',
    ],
    ['nothing in what goes', '{"__proto__": "\ud800", "name": "\ude00Ada"}', '{"name": "Ada"}'],
    [
      'nothing below what changed, as it stands elsewhere now',
      '{"emails": {"email": 12345678901234567890}, "title": 1}',
      '{"emails": [{"email": 12345678901234567890}], "title": "1"}',
    ],
    [
      'all users of an array',
      '[{"title": 1, "Name": 2}, {}, {"title": 3}]',
      '[{"title": "1", "name": 2}, {}, {"title": "3"}]',
    ],
    ['a text that is right', '{"name": "Ada"}', '{"name": "Ada"}'],
  ];
  for (const [what, text, fixedText] of once) it(`fixes ${what}`, () => assert.equal(surelyFixed(text), fixedText));

  it('looks for new problems where something was fixed, but not for ever', () => {
    const looks = (text: string, choose: FixChoice) => {
      let count = 0;
      const recheck = (now: string) => {
        count++;
        return check(now);
      };
      fixAll(text, check(text), { choose, recheck });
      return count;
    };
    const inVain: FixChoice = () => ({
      action: { kind: 'startUser' },
      preferred: true,
      edits: () => [{ offset: 0, length: 0, text: ' ' }],
    });
    assert.equal(looks('{"title": 1}', sureFix), 1);
    assert.equal(looks('{"foo": 1}', sureFix), 0);
    assert.equal(looks('{"foo": 1}', inVain), 5);
  });

  it('tells fixes of one kind apart by how sure they are', () => {
    const text = '{"$truto": {"query": {"workspace": null, "workspace_id": {}}}, "foo": 1, "nmae": 3}';
    const problems = check(text);
    const problemAt = (path: string) => problems.find((problem) => problem.path.join('.') === path)!;
    const like = (path: string) => {
      const problem = problemAt(path);
      const model = fixesFor(text, problem).find(({ action }) => action.kind === 'removeField')!;
      const source = new FixableText(text);
      const alike = problems.filter((other) => hasFixLike(source, model, problem, other));
      const fixedText = applyTextEdits(text, fixAll(text, problems, { choose: fixLike(model, problem) }));
      return [alike.map((other) => other.path.join('.')), fixedText];
    };
    assert.deepEqual(like('$truto.query.workspace'), [
      ['$truto.query.workspace'],
      '{"$truto": {"query": {"workspace_id": {}}}, "foo": 1, "nmae": 3}',
    ]);
    assert.deepEqual(like('$truto.query.workspace_id'), [
      ['$truto.query.workspace_id'],
      '{"$truto": {"query": {"workspace": null}}, "foo": 1, "nmae": 3}',
    ]);
    const [model] = fixesFor(text, problemAt('nmae'));
    assert.ok(!hasFixLike(new FixableText(text), model!, problemAt('nmae'), problemAt('foo')));
    assert.ok(
      !hasFixLike(
        new FixableText(text),
        model!,
        { ...problemAt('nmae'), code: 'syntaxError' } as Problem,
        problemAt('nmae'),
      ),
    );
  });
});
