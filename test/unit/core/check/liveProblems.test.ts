import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import { mayBeLive, withLiveProblems } from '../../../../src/core/check/liveProblems';
import { parseExact } from '../../../../src/core/json/exactJson';
import { KeptUser } from '../../../../src/core/secrets/keptUser';
import { readUserFile } from '../../../../src/core/update/userFile';
import { seal } from '../secrets/seal';

/** The problems of a file whose user was this one when the edit began. */
function problemsOf(file: string, live: string) {
  const fields = Object.fromEntries(readUserFile(file)?.fields.map(({ name, value }) => [name, value]) ?? []);
  const base = KeptUser.of(parseExact(live) as Record<string, unknown>, seal);
  return withLiveProblems(checkUserText(file, { unknownFields: 'warning' }), fields, base);
}

/** The places of those that hinder, and of those that do not. */
function summary(file: string, live: string) {
  const problems = problemsOf(file, live);
  const places = (isLive: boolean) =>
    problems.filter((problem) => (problem.isLive === true) === isLive).map(({ path }) => path.join('.'));
  assert.ok(problems.every(({ severity, isLive }) => !isLive || severity === 'information'));
  return { hindering: places(false), live: places(true) };
}

const odd: Readonly<Record<string, readonly [json: string, place: string]>> = {
  'a status of the provider': ['{"status":"SUSPENDED"}', 'status'],
  'a type of phone': ['{"phones":[{"number":"1","type":"work"}]}', 'phones.0.type'],
  'a date of another form': ['{"created_at":"2024-09-01 10:00:00"}', 'created_at'],
  'a list of names': ['{"roles":["admin"]}', 'roles.0'],
  'a number for a text': ['{"name":5}', 'name'],
  'a number of many digits': ['{"remote_data":{"seq":9007199254740993}}', 'remote_data.seq'],
  'half a character': [String.raw`{"title":"\ud800"}`, 'title'],
  'an unknown field': ['{"groups":[{"id":"a","colour":"red"}]}', 'groups.0.colour'],
  'a secret': ['{"password":5}', 'password'],
};

describe('problems that the live user has, too', () => {
  for (const [name, [live, place]] of Object.entries(odd)) {
    it(`do not hinder a change elsewhere: ${name}`, () => {
      const file = `{"title":"new",${live.slice(1)}`.replace('"title":"new","title"', '"title"');
      assert.deepEqual(summary(file, live), { hindering: [], live: [place] });
    });

    it(`hinder where the live user is another: ${name}`, () => {
      const other = live.replace(/SUSPENDED|work|2024|admin|5|993|d800|red/, (value) => `${value.slice(0, -1)}1`);
      assert.notEqual(other, live);
      for (const user of ['{}', '{"title":"x"}', ...(name === 'an unknown field' ? [] : [other])])
        assert.deepEqual(summary(live, user), { hindering: [place], live: [] });
    });
  }

  it('are told apart, item by item, wherever an item now is', () => {
    const live = '{"phones":[{"number":"1","type":"work"},{"number":"2","type":"home"}]}';
    const phone = (number: number, type: string) => `{"number":"${number}","type":"${type}"}`;
    const file = (...phones: string[]) => `{"phones":[${phones.join(',')}]}`;
    assert.deepEqual(summary(file(phone(0, 'mobile'), phone(1, 'work'), phone(2, 'home')), live), {
      hindering: [],
      live: ['phones.1.type', 'phones.2.type'],
    });
    assert.deepEqual(summary(file(phone(9, 'work'), phone(2, 'work')), live), {
      hindering: ['phones.1.type'],
      live: ['phones.0.type'],
    });
  });

  it('are what is missing below a field, and never a field', () => {
    const rules = {
      integration: 'X',
      accountId: 'a',
      readAt: 0,
      body: { roles: { required: true }, emails: { items: { fields: { email: { required: true } } } } },
      query: {},
      queryOneOf: [],
    } as const;
    const text = '{"emails":[{"type":"a"}]}';
    const found = checkUserText(text, { unknownFields: 'off', rules: rules as never });
    const base = KeptUser.of(JSON.parse(text) as Record<string, unknown>, seal);
    assert.deepEqual(
      withLiveProblems(found, JSON.parse(text) as Record<string, unknown>, base).map(({ path, isLive }) => [
        path.join('.'),
        isLive,
      ]),
      [
        ['roles', undefined],
        ['emails.0.email', true],
      ],
    );
  });

  for (const [name, file, live] of [
    ['two equal keys', '{"name":"a","name":"a"}', '{"name":"a"}'],
    ['what stands for a secret', '{"password":"••••••"}', '{"password":"••••••"}'],
    ['another user', '{"$truto":{"id":"1"},"id":"2"}', '{"id":"2"}'],
    ['a key of prototypes', '{"remote_data":{"__proto__":1}}', '{"remote_data":{"__proto__":1}}'],
    ['a list of users', '[{"name":5}]', '{"name":5}'],
    ['the target', '{"$truto":{"integrated_account_id":"x"}}', '{"$truto":{"integrated_account_id":"x"}}'],
    ['a target in an array', '{"$truto":[{"id":"x"}],"id":"u"}', '{"id":"u"}'],
    ['a target that is a string', '{"$truto":"x","id":"u"}', '{"id":"u"}'],
    ['no target', '{"$truto":null,"id":"u"}', '{"id":"u"}'],
    ['a part of a target', '{"$truto":{"id":5},"id":"u"}', '{"id":"u"}'],
    ['a schema that is none', '{"$schema":5,"id":"u"}', '{"id":"u"}'],
  ] as const)
    it(`are none of a text's own: ${name}`, () => {
      assert.deepEqual(summary(file, live).live, []);
      // Of a list of users nobody looks at one.
      const isOne = !file.startsWith('[');
      assert.equal(isOne && checkUserText(file, { unknownFields: 'off' }).some(mayBeLive), false);
    });

  it('are all problems of the values of a file that the live user has, whatever they are', () => {
    const value = fc.oneof(fc.constantFrom('x', 5, true, null, '2024'), fc.array(fc.constantFrom('x', 5, null)));
    const fields = fc.dictionary(
      fc.constantFrom('status', 'emails', 'roles', 'created_at', 'name', 'phones', 'remote_data'),
      value,
    );
    fc.assert(
      fc.property(fields, fields, (live, edited) => {
        const file = JSON.stringify({ ...live, ...edited });
        for (const { path, isLive } of problemsOf(file, JSON.stringify(live)))
          if (!Object.hasOwn(edited, String(path[0]))) assert.equal(isLive, true, file);
        assert.ok(problemsOf(file, '{}').every(({ isLive }) => !isLive));
      }),
    );
  });

  it('are not looked for where no problem can be one', () => {
    const problems = (text: string) => checkUserText(text, { unknownFields: 'warning' });
    assert.equal(problems('{"name":"a","name":"b"}').some(mayBeLive), false);
    assert.equal(problems('{"name":5}').some(mayBeLive), true);
  });
});
