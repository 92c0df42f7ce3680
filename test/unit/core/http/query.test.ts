import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeQuery, encodeQuery, percentEncode } from '../../../../src/core/http/query';

type QueryValue = string | number | boolean | null | QueryValue[] | { [key: string]: QueryValue };

const documented: readonly (readonly [string, Record<string, QueryValue>, string])[] = [
  ['strings, numbers and booleans plain', { a: 'x', n: 10, b: true }, 'a=x&n=10&b=true'],
  ['objects with brackets', { foo: { bar: 'baz', bar1: { bar2: 'baz2' } } }, 'foo[bar]=baz&foo[bar1][bar2]=baz2'],
  ['arrays with empty brackets', { x: [1, 2] }, 'x[]=1&x[]=2'],
  [
    'the excluded fields of the page',
    { truto_exclude_fields: ['id', 'name'] },
    'truto_exclude_fields[]=id&truto_exclude_fields[]=name',
  ],
  ['the remote query of the page', { remote_query: { foo: 'bar' } }, 'remote_query[foo]=bar'],
  [
    'groups, an array of objects',
    { groups: [{ id: 'g1', name: 'One' }, { id: 'g2' }] },
    'groups[][id]=g1&groups[][name]=One&groups[][id]=g2',
  ],
  [
    'the shared name of an array of objects first',
    { groups: [{ id: 1 }, { name: 'y', id: 2 }] },
    'groups[][id]=1&groups[][id]=2&groups[][name]=y',
  ],
  ['objects that share no name with numbers', { x: [{ a: 1 }, { b: 2 }] }, 'x[0][a]=1&x[1][b]=2'],
  ['arrays in arrays with numbers', { x: [[1, 2], [3]] }, 'x[0][]=1&x[0][]=2&x[1][]=3'],
  ['nothing for null and empty things', { a: null, b: [], c: {}, d: [null, {}], e: '' }, 'e='],
  ['nothing for empty things in things', { a: { b: [], c: {} }, d: [[], [{}]], e: [1, null, 2] }, 'e[]=1&e[]=2'],
  ['one object in an array without numbers', { x: [{ a: [1], b: { c: 2 } }] }, 'x[][a][]=1&x[][b][c]=2'],
  ['a scalar beside an object with numbers', { x: [1, { a: 2 }] }, 'x[0]=1&x[1][a]=2'],
  ['objects whose shared name holds no scalar in all', { x: [{ a: 1 }, { a: [2] }] }, 'x[0][a]=1&x[1][a][]=2'],
  ['names and values percent-encoded', { 'a b': 'ü&=+#/?[]' }, 'a%20b=%C3%BC%26%3D%2B%23%2F%3F%5B%5D'],
];

describe('encodeQuery', () => {
  for (const [title, query, expected] of documented) {
    it(`encodes ${title}`, () => {
      assert.equal(encodeQuery(query), expected);
    });
  }

  it('answers an empty string for an empty query', () => {
    assert.equal(encodeQuery({}), '');
  });

  it('replaces lone surrogates instead of throwing', () => {
    assert.equal(percentEncode('a\uD800b\uDC00😀'), 'a%EF%BF%BDb%EF%BF%BD%F0%9F%98%80');
  });
});

describe('decodeQuery', () => {
  it('reads brackets that a client percent-encoded, and plus signs as spaces', () => {
    assert.deepEqual(decodeQuery('?remote_query%5Bfoo%5D=a+b'), { remote_query: { foo: 'a b' } });
  });

  it('reads a plain name that repeats as an array', () => {
    assert.deepEqual(decodeQuery('a=1&a=2&a=3'), { a: ['1', '2', '3'] });
  });

  it('leaves out one question mark at the beginning, and no other', () => {
    assert.deepEqual(decodeQuery('?a=1'), { a: '1' });
    assert.deepEqual(decodeQuery('??a=1?'), { '?a': '1?' });
    assert.deepEqual(decodeQuery('a=?b'), { a: '?b' });
    assert.deepEqual(decodeQuery(''), {});
  });

  it('reads a name without a value as an empty text, and one without a name by it', () => {
    assert.deepEqual(decodeQuery('a&b=&=c&&'), { a: '', b: '', '': 'c' });
    assert.deepEqual(decodeQuery('a=b=c'), { a: 'b=c' });
  });

  it('reads numbered names as an array only where they count from nothing', () => {
    assert.deepEqual(decodeQuery('a[0]=x&a[1]=y&b[0]=x&b[2]=y&c[0]=x&c[d]=y'), {
      a: ['x', 'y'],
      b: { 0: 'x', 2: 'y' },
      c: { 0: 'x', d: 'y' },
    });
  });

  it('begins the next element where a name of the current one returns', () => {
    assert.deepEqual(decodeQuery('a[][b]=1&a[][c][]=2&a[][c][]=3&a[][d][e]=4&a[][d][f]=5&a[][d][e]=6'), {
      a: [{ b: '1', c: ['2', '3'], d: { e: '4', f: '5' } }, { d: { e: '6' } }],
    });
    assert.deepEqual(decodeQuery('a[][c]=1&a[][c][]=2&a[][c][d]=3'), {
      a: [{ c: '1' }, { c: ['2'] }, { c: { d: '3' } }],
    });
  });

  it('adds what repeats to an array, and to nothing else', () => {
    assert.deepEqual(decodeQuery('a[]=1&a=2&b=1&b[]=2&c[d]=1&c[d]=2'), { a: ['1', '2'], b: '1', c: { d: ['1', '2'] } });
  });

  it('keeps the first of two shapes for one name', () => {
    assert.deepEqual(decodeQuery('a=1&a[b]=2&a[][c]=3'), { a: '1' });
    assert.deepEqual(decodeQuery('a[b]=2&a=1&a[]=3'), { a: { b: '2' } });
  });

  it('takes unbalanced brackets as part of the name and broken percent signs as they are', () => {
    assert.deepEqual(decodeQuery('a[b=1&c]=2&[d]=3&e[f]g=4&h=%zz'), {
      'a[b': '1',
      'c]': '2',
      '[d]': '3',
      'e[f]g': '4',
      h: '%zz',
    });
  });

  it('never reaches a prototype', () => {
    const decoded = decodeQuery(
      '__proto__[polluted]=1&a[__proto__][polluted]=1&constructor[prototype][polluted]=1&b[][__proto__]=1',
    );
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    assert.deepEqual(Object.keys(decoded), ['constructor']);
    assert.equal(Object.getPrototypeOf(decoded), Object.prototype);
  });

  it('keeps brackets deeper than twenty levels unread', () => {
    let value: unknown = decodeQuery(`a${'[b]'.repeat(5000)}=1`);
    let depth = 0;
    while (typeof value === 'object' && value !== null) {
      value = Object.values(value)[0];
      depth += 1;
    }
    assert.equal(value, '1');
    assert.equal(depth, 21);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ab[\]=&%0-9_+]*$/), (search) => {
        decodeQuery(search);
      }),
    );
  });
});

describe('decodeQuery(encodeQuery(x))', () => {
  // Not expressible in the encoding: empty names, brackets in names, null, empty containers; whole numbers read as indices.
  const name = fc
    .oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.constantFrom('constructor', 'toString', 'id'))
    .filter((text) => !/[[\]]/.test(text) && !/^\d+$/.test(text) && text !== '__proto__');
  const { value } = fc.letrec<{ value: QueryValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean()),
      fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
      fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
      fc.array(
        fc.record(
          { id: fc.string(), name: fc.string(), more: tie('value') },
          { requiredKeys: ['id'], noNullPrototype: true },
        ),
        { minLength: 1, maxLength: 3 },
      ),
    ),
  }));

  it('equals x with its scalars as strings', () => {
    fc.assert(
      fc.property(fc.dictionary(name, value, { noNullPrototype: true }), (query) => {
        assert.deepEqual(decodeQuery(encodeQuery(query)), stringified(query));
      }),
      { numRuns: 500 },
    );
  });
});

function stringified(value: QueryValue): unknown {
  if (Array.isArray(value)) return value.map(stringified);
  if (value === null || typeof value !== 'object') return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, stringified(member)]));
}
