import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkUsersStream } from '../../../../src/bulk/checkUsersStream';
import { checkUserText, type CheckOptions } from '../../../../src/core/check/checkUserText';
import type { Problem } from '../../../../src/core/check/problem';
import { UserTextCheck } from '../../../../src/core/check/userTextCheck';
import { askingAccount } from './mistakes';
import { amount } from '../../../host/long';

const options: CheckOptions = { unknownFields: 'warning' };

/** Longer than what is checked in one go, so that small texts are cut, too. */
const wide = ' '.repeat(20_000);

const users = fc.constantFrom(
  '{ "name": "Ada" }',
  '{ "name": 1, "status": "actve" }',
  '{ "nam": "[{,]}", "emails": [ { "email": 3 }, { "is_primary": "yes" } ] }',
  '{ "name": "a", /* ", [ */ "name": "b\\\\", }',
  '{ "group": 12345678901234567890 }',
  '{ "title": "\\ud800", "name": "\\"" }',
  '3',
  '[ {} ]',
  '{}',
);
const gaps = fc.constantFrom('', '\n', ' ', '// , ] "\n', '/* [ { */', wide, wide);
const arrays = fc
  .tuple(
    fc.array(fc.tuple(gaps, users, gaps), { maxLength: 12 }),
    fc.constantFrom('', ',', ' // end\n'),
    fc.constantFrom('', '\ufeff', '\n/* " */'),
  )
  .map(
    ([elements, last, first]) =>
      `${first}[${elements.map((element) => element.join('')).join(',')}${elements.length > 0 ? last : ''}]\n`,
  );

const pieces = fc.constantFrom(
  '',
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ',,',
  '/*',
  '*/',
  '// ',
  '\n',
  ' ',
  '\\',
  '{}',
  '{},',
  ', {"name": 3}',
  '"name": ',
  '], [',
);
const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(3), pieces, fc.boolean()), {
  minLength: 1,
  maxLength: 8,
});

function finish(check: UserTextCheck): Problem[] {
  const problems = check.problems();
  for (;;) {
    const { done, value } = problems.next();
    if (done === true) return value;
  }
}

describe('UserTextCheck', () => {
  it('finds in any array what checkUserText finds', () => {
    fc.assert(
      fc.property(arrays, (text) =>
        assert.deepEqual(finish(new UserTextCheck(text, options)), checkUserText(text, options)),
      ),
      { numRuns: amount(25, 100) },
    );
  });

  it('finds the same in any other text', () => {
    for (const text of [
      '',
      ' ',
      '{}',
      '{"nam": 1}',
      '[',
      ']',
      '[[]',
      '[{}] x',
      '[{}] // x',
      '[{},,{}]',
      '[,]',
      '/',
      '/*',
      '3',
      '"[',
      '[{"name": "]',
      '[}',
      '[{]',
      '[] []',
    ]) {
      assert.deepEqual(finish(new UserTextCheck(text, options)), checkUserText(text, options), text);
    }
  });

  it('ends in the problems of the final text after any edits, finished or left in between', () => {
    fc.assert(
      fc.property(
        arrays,
        edits,
        fc.constantFrom(options, { ...options, rules: askingAccount }),
        (text, changes, options) => {
          const check = new UserTextCheck(text, options);
          let expected = text;
          finish(check);
          for (const [place, length, inserted, isWaitedFor] of changes) {
            const offset = nearStructure(expected, Math.floor(place * expected.length));
            const edit = { offset, length: Math.min(length, expected.length - offset), text: inserted };
            expected = expected.slice(0, offset) + inserted + expected.slice(offset + edit.length);
            check.edit(edit);
            if (isWaitedFor) assert.deepEqual(finish(check), checkUserText(expected, options));
            else check.problems().next();
          }
          assert.equal(check.text(), expected);
          assert.deepEqual(finish(check), checkUserText(expected, options));
        },
      ),
      { numRuns: amount(25, 100) },
    );
  });

  it('finds in a broken array what checkUserText finds, the users beside the break apart', () => {
    const user = '{ "name": 3, "name": 4 }';
    const text = `[${Array.from({ length: 3 }, () => `${user}${wide}`).join(',')}]`;
    const start = text.indexOf(user, wide.length);
    const check = new UserTextCheck(text, options);
    const whole = finish(check);
    for (const inserted of ['"', '{', '}', ']', ',', '/*', '// ', '\u00a0']) {
      for (let offset = start - 1; offset <= start + user.length + 1; offset++) {
        check.edit({ offset, length: 0, text: inserted });
        assert.deepEqual(finish(check), checkUserText(check.text(), options), `${inserted} at ${offset - start}`);
        check.edit({ offset, length: inserted.length, text: '' });
      }
    }
    assert.deepEqual(finish(check), whole);
  });

  it('hands over what it parsed as a whole until that is edited; a list is not kept', () => {
    const check = new UserTextCheck('{ "name": 3, /* a */ }', options);
    const single = () => check.single?.value;
    assert.equal(single(), undefined);
    finish(check);
    assert.deepEqual(single(), { name: 3 });
    check.edit({ offset: 10, length: 1, text: '"' });
    assert.equal(single(), undefined);
    finish(check);
    assert.equal(single(), undefined);
    check.edit({ offset: 11, length: 0, text: '"' });
    finish(check);
    assert.deepEqual(single(), { name: '' });
    const list = new UserTextCheck('[{}, { "a": 1, "a": 2 }]', options);
    finish(list);
    assert.equal(list.single, undefined);
  });

  it('checks nothing but the users around an edit again, broken or not', () => {
    const text = `[${Array.from({ length: 50 }, () => `{ "name": "Ada" }${wide}`).join(',')}]`;
    const check = new UserTextCheck(text, options);
    finish(check);
    const place = text.indexOf('"Ada"', text.length / 2);
    check.edit({ offset: place, length: 5, text: '3' });
    const problems = check.problems();
    assert.equal(problems.next().done, false);
    assert.equal(problems.next().done, true);
    check.edit({ offset: place, length: 1, text: '' });
    const broken = check.problems();
    assert.equal(broken.next().done, false);
    assert.equal(broken.next().done, true);
    assert.notEqual(finish(check).length, 0);
  });
});

/** Edits in the middle of white space do nothing: the place moves to the next other character. */
function nearStructure(text: string, offset: number): number {
  const found = text.slice(offset).search(/\S/);
  return found < 0 ? offset : offset + found;
}

describe('checkUsersStream', () => {
  async function streamed(text: string, lengths: readonly number[]): Promise<Problem[]> {
    const found: Problem[] = [];
    const cut: string[] = [];
    for (let at = 0, index = 0; at < text.length; at += lengths[index++ % lengths.length]!)
      cut.push(text.slice(at, at + lengths[index % lengths.length]!));
    for await (const problems of checkUsersStream(cut, options)) found.push(...problems);
    return found;
  }

  it('finds what checkUserText finds, however the text is cut in pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        arrays,
        fc.array(fc.constantFrom(1, 2, 7, 1_000, 40_000, 100_000), { minLength: 1, maxLength: 5 }),
        async (text, lengths) => {
          const few = lengths.some((length) => length >= 1_000) ? lengths : [1_000, ...lengths];
          assert.deepEqual(await streamed(text, few), checkUserText(text, options));
        },
      ),
      { numRuns: amount(25, 100) },
    );
  });

  it('takes a single user', async () => {
    assert.deepEqual(await streamed('{ "name": 3 }', [5]), checkUserText('{ "name": 3 }', options));
  });

  it('ends where the JSON breaks, with the problems up to there', async () => {
    const text = `[{ "name": 3 },${wide}{},{ "name": , },{ "name": 4 }${wide}, { "name": 5 }]`;
    const found = await streamed(text, [50_000]);
    assert.deepEqual(found[0], checkUserText(text, options)[0]);
    assert.ok(found.some(({ code, offset }) => code === 'syntaxError' && offset === text.indexOf(', },')));
    assert.ok(found.every(({ offset }) => offset < text.indexOf('{ "name": 5')));
    for (const broken of ['', '[', '[{}', '[{}] x', '[{}', '[{},,{}]', '{"a"', '[{"name": "'])
      assert.ok((await streamed(broken, [2])).length > 0, broken);
  });
});
