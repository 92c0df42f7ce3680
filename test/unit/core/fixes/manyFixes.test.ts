import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import { fixAll, fixLike, sureFix, type FixChoice } from '../../../../src/core/fixes/fixAll';
import { fixesFor } from '../../../../src/core/fixes/fixesFor';
import { parseJson } from '../../../../src/core/json/parseJson';
import { applyTextEdits } from '../../../../src/core/json/textEdit';
import { amount } from '../../../host/long';

const check = (text: string) => checkUserText(text, { unknownFields: 'warning' });

/** What is made of a text, and how often it was parsed for that: each time it is laid out once. */
function fixed(text: string, choose: FixChoice = sureFix): { readonly text: string; readonly parses: number } {
  let parses = 0;
  const style = {
    get eol() {
      parses++;
      return '\n' as const;
    },
    indent: '  ',
  };
  const edits = fixAll(text, check(text), { choose, style, recheck: check });
  return { text: applyTextEdits(text, edits), parses };
}

const list = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => item(index)).join(',');

describe('fixAll: many problems of one user', () => {
  const users: Readonly<Record<string, (count: number) => string>> = {
    'names in items': (count) =>
      `{"emails":[${list(count, (index) => `{"email":"a${index}@b.co","Is Primary":false,"Type":"x"}`)}]}`,
    'items that are none': (count) => `{"emails":[${list(count, (index) => `"a${index}@b.co"`)}]}`,
    'nulls in a list': (count) => `{"languages":[${list(count, () => 'null')},"en"]}`,
    'halves of characters': (count) => `{"name":"a${'\ud800'.repeat(count)}"}`,
    'keys that are there twice': (count) =>
      `{"remote_data":{${list(count, (index) => `"a${index}":1,"a${index}":1`)}}}`,
    'a name, and what is below it': (count) => `{"Emails":[${list(count, (index) => `{"email":${index}}`)}]}`,
  };
  for (const [what, text] of Object.entries(users))
    it(`parses it as often for few as for many: ${what}`, () => {
      const few = fixed(text(8));
      const many = fixed(text(256));
      assert.deepEqual(
        check(many.text).filter(({ severity }) => severity === 'error'),
        [],
      );
      // What touches is made in turns, each time half of it.
      assert.ok(many.parses <= few.parses + 6, `${few.parses} for 8, ${many.parses} for 256`);
    });

  it('gives no two fields the same name', () => {
    const text = '{"Name":1,"NAME":2,"na_me":3,"FirstName":4,"First_Name":5}';
    const anyRename: FixChoice = (fixes) => fixes.find(({ action }) => action.kind === 'renameField');
    const keys = [...fixed(text, anyRename).text.matchAll(/"(\w+)":/g)].map(([, key]) => key);
    assert.equal(new Set(keys).size, 5);
    assert.ok(keys.includes('name') && keys.includes('first_name'));
  });

  const member = fc.constantFrom(
    '"foo":1',
    '"bar":[2]',
    '"Name":"A"',
    '"NAME":"B"',
    '"name":"A"',
    '"title":3',
    '"emails":["a@b.co",null,{"Email":"c@d.co"}]',
    '"Emails":null',
    '"emails":{"value":"a@b.co"}',
    '"languages":[null,null]',
    '"workspace":"w"',
    '"remote_data":{"x":1}',
    '"status":["\ud800actve"]',
    '"created_at":"2024-05-17 09:30 GMT"',
  );

  it('leaves JSON without new equal keys, whichever fixes are chosen', () => {
    const duplicates = (text: string) => check(text).filter(({ code }) => code === 'duplicateKey').length;
    fc.assert(
      fc.property(
        fc.array(member, { maxLength: 8 }),
        fc.constantFrom(',', ', ', ',\n  ', '\n, '),
        fc.array(fc.nat(4), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (members, gap, picks, isLike) => {
          const text = `{${members.join(gap)}}`;
          let turn = 0;
          const any: FixChoice = (fixes) => fixes[picks[turn++ % picks.length]!];
          const problem = check(text)[picks[0]! % Math.max(check(text).length, 1)];
          const model = problem && fixesFor(text, problem)[picks[1] ?? 0];
          const result = fixed(text, isLike && model ? fixLike(model, problem) : any).text;
          assert.ok(parseJson(result), `${text}\n${result}`);
          assert.ok(duplicates(result) <= duplicates(text), `${text}\n${result}`);
        },
      ),
      { numRuns: amount(500, 3000) },
    );
  });
});
