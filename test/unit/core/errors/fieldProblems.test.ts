import assert from 'node:assert/strict';
import { readErrorBody } from '../../../../src/core/errors/errorBody';
import { conditionalFieldsOf, fieldProblemsOf, insightNames } from '../../../../src/core/errors/fieldProblems';

const ofProvider = (raw: unknown) => fieldProblemsOf(readErrorBody({ raw_response: raw }));
const paths = (raw: unknown) => ofProvider(raw).map(({ path }) => path.join('.'));

describe('what a provider says of fields', () => {
  for (const key of [
    'field fields path param parameter property propertyName attribute instancePath dataPath pointer loc location',
    'target key name field_name fieldName',
  ].flatMap((names) => names.split(' ')))
    it(`is found where it names one as ${key}`, () => {
      const found = { path: ['status'], in: 'body', kind: 'refused', message: 'is odd' };
      assert.deepEqual(ofProvider({ errors: [{ [key]: 'status', message: 'is odd' }] }), [found]);
      assert.deepEqual(ofProvider({ errors: [{ [key]: ['status'], message: 'is odd' }] }), [found]);
      assert.deepEqual(ofProvider({ errors: [{ [key]: 'nothing_of_ours', message: 'is odd' }] }), []);
    });

  it('is said in the first of its words', () => {
    const keys = 'message msg detail description errorSummary reason title error type code errorCode'.split(' ');
    for (const [index, key] of keys.entries()) {
      const words = Object.fromEntries(keys.slice(index).map((name) => [name, `by ${name}`]));
      const [found] = ofProvider({ errors: [{ ...words, field: 'status' }] });
      assert.equal(found?.message, `by ${key}`);
    }
    assert.equal(
      ofProvider({ errors: [{ message: ' ', msg: 7, detail: 'words', field: 'status' }] })[0]?.message,
      'words',
    );
    assert.deepEqual(ofProvider({ errors: [{ field: 'status' }] }), []);
  });

  for (const key of [
    'error errors detail details failure failures messages field fields fieldErrors field_errors fieldsError violations',
    'issues errorCauses error_causes invalid invalid_fields validation validationMessages error_details modelState ERRORS',
  ].flatMap((names) => names.split(' ')))
    it(`is found in an object under ${key}`, () => {
      assert.deepEqual(paths({ [key]: { status: 'odd', timezone: ['far away'] } }), ['status', 'timezone']);
    });

  it('is not found in objects of other names, nor below them', () => {
    for (const key of ['user', 'data', 'myerrors', 'error_ids', 'unfailures'])
      assert.deepEqual(paths({ [key]: { status: 'odd', more: ['status: odd'], name: 'x' } }), [], key);
    assert.deepEqual(paths({ data: { errors: { status: 'odd' } } }), ['status']);
    assert.deepEqual(paths({ data: { message: 'status is odd' } }), []);
    assert.deepEqual(paths({ message: 'status is odd' }), ['status']);
  });

  it('is found at the top where a list of sentences stands under the name of a field', () => {
    assert.deepEqual(paths({ status: ['is odd'], timezone: ['far away', 'too'] }), ['status']);
    assert.deepEqual(paths({ status: 'is odd' }), []);
    assert.deepEqual(paths([{ status: 'odd' }]), ['status']);
  });

  it('says all that was said of a field, five sentences at most', () => {
    const words = ['is odd', { message: 'is long' }, 7, { no: 'words' }, 'is new', 'is sixth'];
    assert.equal(ofProvider({ errors: { status: words } })[0]?.message, 'is odd is long is new');
    assert.equal(ofProvider({ errors: { status: { message: 'odd', code: 'x' } } })[0]?.message, 'odd');
    assert.deepEqual(ofProvider({ errors: { status: [] } }), []);
  });

  it('takes several fields of one complaint, and the likeliest names first', () => {
    assert.deepEqual(paths({ errors: [{ fields: ['status', 'Email', 'nope'], message: 'bad' }] }), [
      'status',
      'emails',
    ]);
    const entry = { message: 'bad', field: 'title', source: { pointer: '/data/status' } };
    assert.deepEqual(paths({ errors: [entry] }), ['status']);
    assert.deepEqual(paths({ errors: [{ ...entry, source: { parameter: 'timezone' } }] }), ['timezone']);
    assert.deepEqual(paths({ errors: [{ ...entry, source: {} }] }), ['title']);
    assert.deepEqual(paths({ errors: [{ ...entry, params: { missingProperty: 'username' } }] }), ['username']);
    const missing = { instancePath: '/emails/0', params: { missingProperty: 'email' }, message: 'bad' };
    assert.deepEqual(paths({ errors: [missing] }), ['emails.0.email']);
    assert.deepEqual(paths({ errors: [{ message: 'bad', context: { propertyName: 'lastname' } }] }), ['last_name']);
  });

  for (const [sentence, path] of [
    ['Email has already been taken', 'emails'],
    ['status: odd', 'status'],
    ["unknown value for 'status'", 'status'],
    ['“timezone” and "title" are odd', 'timezone'],
    ['status must match "title"', 'title'],
    ['The status is odd', undefined],
    ['status odd', undefined],
    ["'nothing' of ours", undefined],
    ['<b>status</b> is odd', 'status'],
    ['', undefined],
  ] as const)
    it(`is read in ${JSON.stringify(sentence)}: ${path ?? 'nothing'}`, () => {
      assert.deepEqual(paths({ errors: [sentence] }), path === undefined ? [] : [path]);
    });

  for (const [entry, kind] of [
    [{ message: 'is required' }, 'missing'],
    [{ message: 'Field missing' }, 'missing'],
    [{ message: 'they are required' }, 'missing'],
    [{ message: 'required' }, 'missing'],
    [{ message: "can't be blank" }, 'missing'],
    [{ message: 'x', type: 'any.required' }, 'missing'],
    [{ message: 'x', type: 'value_error.missing' }, 'missing'],
    [{ message: 'x', code: 'MISSING' }, 'missing'],
    [{ message: 'x', keyword: 'required' }, 'missing'],
    [{ message: 'x', errorCode: 'REQUIRED_FIELD_MISSING' }, 'missing'],
    [{ message: 'requires a domain' }, 'refused'],
    [{ message: 'not required here' }, 'refused'],
    [{ message: 'x', other: 'required' }, 'refused'],
    [{ message: 'x', code: 7 }, 'refused'],
    [{ message: 'x', type: 'required_if' }, 'refused'],
  ] as const)
    it(`tells that a field is ${kind} by ${JSON.stringify(entry)}`, () => {
      assert.equal(ofProvider({ errors: [{ field: 'status', ...entry }] })[0]?.kind, kind);
    });

  it('is looked for eight levels deep, in 2,000 places', () => {
    const nested = (depth: number) =>
      Array.from({ length: depth }).reduce<unknown>((inner) => ({ errors: inner }), { field: 'status', message: 'x' });
    assert.deepEqual(paths(nested(8)), ['status']);
    assert.deepEqual(paths(nested(9)), []);
    const wide = (count: number) => ({
      errors: [...Array.from({ length: count }, () => 'x'), { field: 'status', message: 'x' }],
    });
    assert.deepEqual(paths(wide(1997)), ['status']);
    assert.deepEqual(paths(wide(1998)), []);
  });

  it('keeps one complaint of a field, Truto’s own first', () => {
    const body = readErrorBody({
      details: { failures: [{ path: 'status', message: 'of Truto' }] },
      raw_response: {
        errors: [
          { field: 'status', message: 'of the provider' },
          { field: 'title', message: 'odd' },
        ],
      },
    });
    assert.deepEqual(
      fieldProblemsOf(body).map(({ message }) => message),
      ['of Truto', 'odd'],
    );
  });
});

describe('what an insight names', () => {
  const insight = (name: string, value: unknown) =>
    readErrorBody({ truto_error_insight: { [name]: { value, description: 'words' } } });

  it('is missing in the body or the query, or needed under conditions only', () => {
    for (const [name, place] of [
      ['missing_required_query_parameters', 'query'],
      ['missing_required_body_fields', 'body'],
    ] as const) {
      const body = insight(name, ['workspace']);
      assert.deepEqual(fieldProblemsOf(body), [{ path: ['workspace'], in: place, kind: 'missing', message: 'words' }]);
      assert.deepEqual(conditionalFieldsOf(body), []);
    }
    for (const [name, place] of [
      ['conditionally_required_query_parameters', 'query'],
      ['conditionally_required_body_fields', 'body'],
    ] as const) {
      const body = insight(name, ['workspace']);
      assert.deepEqual(conditionalFieldsOf(body), [
        { path: ['workspace'], in: place, kind: 'conditional', message: 'words' },
      ]);
      assert.deepEqual(fieldProblemsOf(body), []);
    }
    const bare = readErrorBody({ truto_error_insight: { missing_required_body_fields: ['status'] } });
    assert.deepEqual(fieldProblemsOf(bare), [{ path: ['status'], in: 'body', kind: 'missing' }]);
  });

  for (const [value, names] of [
    ['a, b  c', ['a', 'b', 'c']],
    [',a,', ['a']],
    ['', []],
    [
      ['a', '', 7, null, 'b'],
      ['a', 'b'],
    ],
    [
      [{ name: 'a' }, { field: 'b' }, { path: 'c' }, { key: 'd' }, { other: 'e' }, { name: 'f', field: 'g' }],
      ['a', 'b', 'c', 'd', 'f'],
    ],
    [{ a: 1, b: 2 }, ['a', 'b']],
    [7, []],
    [undefined, []],
    [null, []],
  ] as const)
    it(`is ${names.join() || 'nothing'} in ${JSON.stringify(value)}`, () =>
      assert.deepEqual(insightNames(value), names));
});
