import assert from 'node:assert/strict';
import { checkUserText, type CheckOptions } from '../../../../src/core/check/checkUserText';
import { askingAccount } from './mistakes';
import { fixAll, type FixChoice } from '../../../../src/core/fixes/fixAll';
import { applyTextEdits } from '../../../../src/core/json/textEdit';
import type { Problem } from '../../../../src/core/check/problem';

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

describe('checkUserText: what has another place', () => {
  const account = '"62f44730-dd91-461e-bd6a-aedd9e0ad79d"';

  /** Severity, key and place of the only problem. */
  const placed = (text: string, unknownFields: CheckOptions['unknownFields'] = 'warning') =>
    checkUserText(text, { unknownFields }).map((problem) =>
      problem.code === 'misplacedField'
        ? `${problem.severity} ${text.slice(problem.offset, problem.offset + problem.length)} ${problem.params.place.join('.')}`
        : problem.code,
    );

  it('names the place of what says where an update goes', () => {
    assert.deepEqual(placed(`{"$truto": {"query": {"integrated_account_id": ${account}}}}`), [
      'error "integrated_account_id" $truto.integrated_account_id',
    ]);
    const warned: Readonly<Record<string, string>> = {
      [`{"integrated_account_id": ${account}}`]: '"integrated_account_id" $truto.integrated_account_id',
      [`{"integratedAccountId": ${account}}`]: '"integratedAccountId" $truto.integrated_account_id',
      '{"truto_response_format": "raw"}': '"truto_response_format" $truto.query.truto_response_format',
      '{"truto_exclude_fields[]": ["id"]}': '"truto_exclude_fields[]" $truto.query.truto_exclude_fields',
      '{"remote_query[foo]": 1}': '"remote_query[foo]" $truto.query.remote_query.foo',
      '{"remote_query": {"foo": 1}}': '"remote_query" $truto.query.remote_query',
      '{"workspace_id": "1"}': '"workspace_id" $truto.query.workspace_id',
      '{"$truto": {"organization_id": "1"}}': '"organization_id" $truto.query.organization_id',
      '{"$truto": {"query": {"remote_query[foo][bar]": 1}}}':
        '"remote_query[foo][bar]" $truto.query.remote_query.foo.bar',
    };
    for (const [text, words] of Object.entries(warned)) {
      assert.deepEqual(placed(text), [`warning ${words}`]);
      assert.deepEqual(placed(text, 'information'), [`information ${words}`]);
      assert.deepEqual(placed(text, 'off'), []);
    }
    assert.deepEqual(placed(`[{"$truto": {"query": {"integrated_account_id": ${account}}}}]`, 'off'), [
      'error "integrated_account_id" $truto.integrated_account_id',
    ]);
  });

  it('knows the items of a list by their indexes', () => {
    const mended = (query: string) => {
      const text = `{"$truto": {"query": {${query}}}}`;
      const problems = check(text);
      const choose: FixChoice = (fixes) => fixes.find(({ action }) => action.kind === 'moveField');
      return applyTextEdits(text, fixAll(text, problems, { choose })).slice(22, -2);
    };
    assert.equal(mended('"groups[0][id]": "7"'), '"groups": [{"id": "7"}]}');
    assert.equal(
      mended('"groups[0][id]": "7", "groups[0][name]": "A", "groups[1][id]": "8"'),
      '"groups": [{"id": "7", "name": "A"}, {"id": "8"}]}',
    );
    assert.equal(mended('"truto_exclude_fields[0]": "id"'), '"truto_exclude_fields": ["id"]}');
    assert.equal(mended('"remote_query[0]": 1'), '"remote_query": {"0": 1}}');
    for (const none of ['"groups[1][id]": "7"', '"groups[x][id]": "7"', '"workspace[0]": "7"'])
      assert.equal(mended(none), `${none}}`);
  });

  it('says that an account in the query is ignored only of the very name that is', () => {
    for (const name of ['integratedAccountId', 'INTEGRATED_ACCOUNT_ID', 'integrated-account-id'])
      assert.deepEqual(placed(`{"$truto": {"query": {"${name}": ${account}}}}`), [
        `warning "${name}" $truto.integrated_account_id`,
      ]);
  });

  it('leaves alone what may mean something else', () => {
    for (const text of [
      '{"user_id": 1}',
      '{"$truto": {"user_id": "1"}}',
      '{"$truto": {"groups": []}}',
      '{"emails": [{"workspace_id": 1}]}',
      '{"integrated_account_id[x]": 1}',
      '{"remote_query[foo": 1}',
      '{"$truto": {"query": {"organisation_id": "1"}}}',
      '{"$truto": {"query": {"organizationId": "1"}}}',
    ])
      assert.deepEqual(placed(text), ['unknownField'], text);
    assert.deepEqual(placed('{"remote_data": {"integrated_account_id": 1}}'), []);
  });

  it('leaves to an account a field of its own', () => {
    const rules = { ...askingAccount, body: { workspace: { extra: true } }, query: {}, queryOneOf: [] } as const;
    const codes = (text: string) => checkUserText(text, { ...options, rules }).map(({ code }) => code);
    assert.deepEqual(codes('{"workspace": "x"}'), []);
    assert.deepEqual(codes('{"workspace_id": "x"}'), ['misplacedField']);
    assert.deepEqual(codes('{"$truto": {"workspace": "x"}}'), ['misplacedField']);
  });
});

describe('checkUserText: how a file was made', () => {
  it('tells what was read in the wrong encoding, once for each string, unless it is spelled as an escape', () => {
    const text = '{"name": "Bj\ufffdrn \ufffd L", "remote_data": {"k\ufffd": ["\ufffd", "a"]}} // \ufffd';
    assert.deepEqual(marks(text), [
      'replacementCharacter \ufffdrn \ufffd',
      'replacementCharacter \ufffd',
      'replacementCharacter \ufffd',
    ]);
    assert.deepEqual(
      check(text).map(({ severity, path }) => [severity, path]),
      [
        ['error', ['name']],
        ['error', ['remote_data', 'k\ufffd']],
        ['error', ['remote_data', 'k\ufffd', 0]],
      ],
    );
    assert.deepEqual(check('{"name": "Bj\\ufffdrn \ufffc \ufffe"}'), []);
    assert.deepEqual(marks('{"name": "\\n\ufffd", "title": "x"}'), ['replacementCharacter \ufffd']);
  });

  it('tells JSON Lines as such', () => {
    const lines = '\ufeff{"name": "Ada"}\r\n\n  {"name": 3} \n{"id": "1"}\n';
    const problem = only(lines);
    assert.deepEqual([problem.code, problem.params, problem.severity], ['jsonLines', { count: 3 }, 'error']);
    assert.equal(lines.slice(problem.offset, problem.offset + problem.length), '{"name": 3}');
    for (const other of ['{"a": 1}\n{"b": }', '{"a": 1}\n3', '[1]\n[2]', '{"a": 1} {"b": 2}', '{\n}\n{}'])
      assert.ok(
        check(other).every(({ code }) => code !== 'jsonLines'),
        other,
      );
  });

  it('tells a list of users as such', () => {
    const page = '{"limit": 2, "result": [{"id": "1", "status": 7}], "next_cursor": "abc"}';
    const problem = only(page);
    assert.deepEqual([problem.code, problem.params, problem.severity], ['listOfUsers', { name: 'result' }, 'error']);
    assert.deepEqual(marks(page), ['listOfUsers "result"']);
    for (const name of ['value', 'Resources', 'users', 'data', 'Report_Entry'])
      assert.deepEqual(marks(`{"total": 5, ${JSON.stringify(name)}: [{}]}`), [`listOfUsers ${JSON.stringify(name)}`]);
    assert.deepEqual(only('{"data": {"a": 1, "users": [{"id": "1"}]}}').params, { name: 'data.users' });
    assert.deepEqual(
      check(`[${page}, {"id": "1"}]`).map(({ code, path }) => [code, path]),
      [['listOfUsers', [0, 'result']]],
    );
    for (const user of [
      '{"id": "1", "users": [{"id": "2"}]}',
      '{"title": "x", "result": [{"id": "2"}]}',
      '{"$truto": {"id": "1"}, "members": [{"id": "2"}]}',
      '{"remote_data": {"users": [{"id": "2"}]}}',
      '{"result": [], "data": [1], "custom": [{"id": "2"}]}',
      '{"custom": {"users": [{"id": "2"}]}}',
    ])
      assert.ok(
        check(user).every(({ code }) => code !== 'listOfUsers'),
        user,
      );
  });

  it('says one thing of a number that is too large', () => {
    assert.deepEqual(marks('{"group": 1e400}'), ['unsafeNumber 1e400']);
    assert.deepEqual(marks('{"group": -1e400}'), ['unsafeNumber -1e400']);
    assert.deepEqual(marks('{"title": 1e400}'), ['wrongType 1e400']);
    assert.deepEqual(marks('{"title": 12345678901234567890}'), ['wrongType 12345678901234567890']);
    const rules = { ...askingAccount, body: { age: { types: ['integer'] } }, query: {}, queryOneOf: [] } as const;
    for (const number of ['1e400', '-1e400'])
      assert.deepEqual(
        checkUserText(`{"age": ${number}}`, { ...options, rules }).map(({ code }) => code),
        ['unsafeNumber'],
      );
  });

  it('refuses dates as RFC 3339 does, and warns of another form of them', () => {
    const severity = (date: string) => check(`{"created_at": "${date}"}`).map((problem) => problem.severity);
    for (const fine of ['2024-01-15T14:30:00Z', '2024-01-15t14:30:00.5z', '2024-01-15T14:30:00-05:30'])
      assert.deepEqual(severity(fine), [], fine);
    for (const other of ['2024-01-15T14:30:00+0530', '2024-01-15T14:30:00+05', '2024-01-15', '05/06/2024'])
      assert.deepEqual(severity(other), ['warning'], other);
    for (const none of ['yesterday', '2024-02-30', '']) assert.deepEqual(severity(none), ['error'], none);
    assert.deepEqual(
      check('{"licenses": [{"last_active_at": "2024-01-15T14:30:00+0530"}]}').map((problem) => problem.severity),
      ['warning'],
    );
  });
});
