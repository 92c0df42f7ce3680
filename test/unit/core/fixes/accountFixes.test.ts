import assert from 'node:assert/strict';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import type { Problem } from '../../../../src/core/check/problem';
import { changesText, type Fix } from '../../../../src/core/fixes/fix';
import { FixableText } from '../../../../src/core/fixes/fixableText';
import { fixAll, sureFix } from '../../../../src/core/fixes/fixAll';
import { fixesFor } from '../../../../src/core/fixes/fixesFor';
import { applyTextEdits } from '../../../../src/core/json/textEdit';
import type { AccountRules } from '../../../../src/core/rules/accountRules';

const acme: AccountRules = {
  accountId: '5a9d0c1e-0000-4000-8000-000000000001',
  integration: 'Acme',
  source: 'account',
  body: {
    status: { required: true, allowed: ['active', 'inactive'] },
    title: { allowed: ['a', 'b', '5.5'] },
    group: { types: ['integer'], allowed: [1, 2] },
    seat: { extra: true, required: true, types: ['integer'] },
    plan: { extra: true, required: true, types: ['string'], allowed: ['free', 'pro'] },
    level: { extra: true, required: true, types: ['integer'], allowed: [1, 2] },
    isGuest: { extra: true, required: true, types: ['boolean'] },
    tags: { extra: true, required: true, types: ['array'], items: { types: ['string'], allowed: ['x', 'y'] } },
    sizes: { extra: true, required: true, types: ['array'], items: { types: ['integer'] } },
    badges: {
      extra: true,
      required: true,
      types: ['array'],
      items: { types: ['object'], fields: { number: { extra: true, types: ['integer'] } } },
    },
    languages: { items: { allowed: ['en', 'fr'] } },
  },
  query: { region: { extra: true, required: true, types: ['integer'] } },
  queryOneOf: [],
};

const check = (text: string) => checkUserText(text, { unknownFields: 'warning', rules: acme });

/** The fixes that change something. */
function fixesOf(text: string, problem: Problem): Fix[] {
  const source = new FixableText(text, undefined, acme);
  return fixesFor(source, problem).filter(changesText);
}

const problemAt = (text: string, path: string) => check(text).find((problem) => problem.path.join('.') === path)!;

/** What each fix of the problem at a path writes, a preferred one with `!`. */
const written = (text: string, path: string) =>
  fixesOf(text, problemAt(text, path)).map(
    ({ action, preferred }) => (preferred ? '! ' : '') + ('json' in action ? (action.json ?? '') : action.kind),
  );

describe('fixesFor, where the account is known', () => {
  const added = (field: string) => {
    const [fix] = fixesOf('{}', problemAt('{}', field));
    return fix?.action.kind === 'addField' ? [fix.action.json, fix.action.allowed] : undefined;
  };

  it('adds fields of the shape that the account wants, with its own values to choose from', () => {
    assert.deepEqual(added('status'), ['""', ['active', 'inactive']]);
    assert.deepEqual(added('seat'), ['0', undefined]);
    assert.deepEqual(added('plan'), ['""', ['free', 'pro']]);
    assert.deepEqual(added('level'), ['0', [1, 2]]);
    assert.deepEqual(added('isGuest'), ['false', undefined]);
    assert.deepEqual(added('tags'), ['[""]', ['x', 'y']]);
    assert.deepEqual(added('sizes'), ['[0]', undefined]);
    assert.deepEqual(added('badges'), ['[{"number":0}]', undefined]);
    assert.deepEqual(added('$truto.query.region'), ['0', undefined]);
  });

  it('writes no value that the account does not take', () => {
    assert.deepEqual(written('{"status": true}', 'status'), ['"active"', '"inactive"']);
    assert.deepEqual(written('{"plan": 7}', 'plan'), ['"free"', '"pro"']);
    assert.deepEqual(written('{"title": 5}', 'title'), ['"a"', '"b"', '"5.5"']);
    assert.deepEqual(written('{"title": 5.5}', 'title'), ['! "5.5"']);
    assert.deepEqual(written('{"title": 5.50}', 'title'), ['"5.5"']);
    assert.deepEqual(written('{"group": true}', 'group'), ['1', '2']);
    assert.deepEqual(written('{"group": "2"}', 'group'), ['! 2']);
    assert.deepEqual(written('{"level": "2"}', 'level'), ['! 2']);
    assert.deepEqual(written('{"level": "3"}', 'level'), ['1', '2']);
    assert.deepEqual(written('{"level": [2]}', 'level'), ['! 2']);
    assert.deepEqual(written('{"plan": ["basic"]}', 'plan'), ['"free"', '"pro"']);
    assert.deepEqual(written('{"tags": "x"}', 'tags'), ['["x"]']);
    assert.deepEqual(written('{"tags": "x, y"}', 'tags'), ['["x", "y"]']);
    assert.deepEqual(written('{"tags": "z"}', 'tags'), ['removeField']);
    assert.deepEqual(written('{"sizes": "4"}', 'sizes'), ['[4]']);
    assert.deepEqual(written('{"sizes": "4; 5"}', 'sizes'), ['[4, 5]']);
    assert.deepEqual(written('{"badges": 4}', 'badges'), ['[{ "number": 4 }]']);
    assert.deepEqual(written('{"badges": [4]}', 'badges.0'), ['{ "number": 4 }']);
    assert.deepEqual(written('{"badges": {"number": 4}}', 'badges'), ['[{"number": 4}]']);
    assert.deepEqual(written('{"languages": "fr"}', 'languages'), ['! ["fr"]']);
    assert.deepEqual(written('{"languages": "de"}', 'languages'), ['removeField']);
    assert.deepEqual(written('{"suspended": true}', 'suspended'), ['"inactive"', 'removeField', 'moveToRemoteData']);
  });

  it('leaves no error where it has written a value', () => {
    const values = [
      'true',
      '7',
      '"7"',
      '2',
      '"2"',
      '"x"',
      '"fr"',
      '5.5',
      '[1]',
      '["pro"]',
      '[[]]',
      '{}',
      'null',
      '"a, b"',
    ];
    for (const field of [...Object.keys(acme.body), 'name', 'emails', 'licensed_sheet_creator'])
      for (const value of values)
        for (const text of [`{"${field}": ${value}}`, `[{}, {"${field}": ${value}}]`])
          for (const problem of check(text).filter(({ code }) => code !== 'missingField'))
            for (const fix of fixesOf(text, problem)) {
              if (fix.action.kind === 'removeField' || fix.action.kind === 'removeItem') continue;
              const fixed = applyTextEdits(text, fix.edits());
              const left = check(fixed).filter(({ code, path }) => code !== 'missingField' && path.includes(field));
              const isKept = left.every(({ path }) => path.length > problem.path.length);
              assert.ok(isKept && (fix.action.kind !== 'changeValue' || left.length === 0), `${text} ${fixed}`);
            }
  });

  it('makes nothing unasked that the account does not take', () => {
    const text = '{"plan": 7, "title": 5, "group": "3", "level": "2", "avatar": 5}';
    const edits = fixAll(text, check(text), { choose: sureFix, rules: acme, recheck: check });
    assert.equal(applyTextEdits(text, edits), '{"plan": 7, "title": 5, "group": "3", "level": 2, "avatar": "5"}');
  });

  it('goes by the general schema where a user names another account', () => {
    const other = '{"$truto": {"integrated_account_id": "5a9d0c1e-0000-4000-8000-000000000002"}, "title": 5}';
    assert.deepEqual(written(other, 'title'), ['! "5"']);
    assert.deepEqual(written(`[${other}, {"title": 5}]`, '0.title'), ['! "5"']);
    assert.deepEqual(written(`[${other}, {"title": 5}]`, '1.title'), ['"a"', '"b"', '"5.5"']);
    const own = other.replace('000000000002', '000000000001');
    assert.deepEqual(written(own, 'title'), ['"a"', '"b"', '"5.5"']);
  });
});
