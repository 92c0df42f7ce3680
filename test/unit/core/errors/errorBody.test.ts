import assert from 'node:assert/strict';
import { isAboutKey, isRemoteError, readErrorBody, serverText } from '../../../../src/core/errors/errorBody';

const read = (body: unknown) => {
  const { insight, ...rest } = readErrorBody(body);
  assert.equal(typeof insight, 'function');
  return rest;
};

describe('the body of an error', () => {
  it('is read as Truto documents it', () => {
    assert.deepEqual(
      read({ error: 'Bad Request', message: 'No', truto_is_remote_error: 'true', raw_response: { a: 1 } }),
      { isRemote: true, name: 'Bad Request', message: 'No', rawResponse: { a: 1 } },
    );
    assert.deepEqual(read({ error: ' ', message: null, raw_response: null, details: {} }), { isRemote: false });
  });

  it('has failures as a list of its details, or as its details', () => {
    assert.deepEqual(read({ details: { failures: [1] } }), { isRemote: false, failures: [1] });
    assert.deepEqual(read({ details: [2] }), { isRemote: false, failures: [2] });
    assert.deepEqual(read({ details: { failures: null } }), { isRemote: false });
    assert.deepEqual(read({ details: 'words' }), { isRemote: false });
  });

  it('is text where it is no object, and nothing where it is neither', () => {
    assert.deepEqual(read('gone'), { isRemote: false, message: 'gone' });
    for (const body of [undefined, null, [], '', true]) assert.deepEqual(read(body), { isRemote: false });
  });

  it('has the provider’s body as JSON where it is JSON in a text', () => {
    for (const [raw, parsed] of [
      [' {"a":1}', { a: 1 }],
      ['[1]', [1]],
      ['{broken', '{broken'],
      ['"text"', '"text"'],
      ['7', '7'],
      ['x {"a":1}', 'x {"a":1}'],
      [7, 7],
      [false, false],
    ] as const)
      assert.deepEqual(read({ raw_response: raw }).rawResponse, parsed);
  });

  it('has insights with and without a description', () => {
    const body = (insights: unknown) => readErrorBody({ truto_error_insight: insights });
    assert.deepEqual(body({ a: { value: [1], description: 'words' } }).insight('a'), {
      value: [1],
      description: 'words',
    });
    assert.deepEqual(body({ a: { value: 1, description: '' } }).insight('a'), { value: 1 });
    assert.deepEqual(body({ a: ['x'] }).insight('a'), { value: ['x'] });
    for (const insights of [{ a: null }, {}, null, 'a', ['a']]) assert.equal(body(insights).insight('a'), undefined);
  });

  it('is of the provider where its flag says so', () => {
    for (const flag of [true, 'true']) assert.equal(isRemoteError({ truto_is_remote_error: flag }), true);
    for (const body of [{ truto_is_remote_error: 'yes' }, { truto_is_remote_error: 1 }, {}, null, 'true', []])
      assert.equal(isRemoteError(body), false);
  });
});

describe('a server’s words', () => {
  for (const [words, plain] of [
    ['  two\n lines\t', 'two lines'],
    ['a <b class="x">bold</b> word', 'a bold word'],
    ['a < b and c > d', 'a < b and c > d'],
    ['1<2', '1<2'],
    ['<!-- no --> yes', 'yes'],
    ['<html><head><TITLE lang="en">502 Bad\nGateway</title></head><body>more</body></html>', '502 Bad Gateway'],
    ['<title>Cut', 'Cut'],
    ['<title></title>body', undefined],
    ['a<script type="x">alert(1)</script >b<style>p{}</style>c', 'a b c'],
    ['a<script>never closed', 'a'],
    ['a<scripture>b', 'a b'],
    ['\u202Eevil\u200F \u2066x\u2069\u0000', 'evil x'],
    ['', undefined],
    [' \n', undefined],
    [7, '7'],
    [0, '0'],
    [true, undefined],
    [{ a: 1 }, undefined],
  ] as const)
    it(`are ${JSON.stringify(plain)} of ${JSON.stringify(words)}`, () => assert.equal(serverText(words), plain));

  it('are at most 500 characters, none of them half', () => {
    assert.equal(serverText('x'.repeat(500)), 'x'.repeat(500));
    assert.equal(serverText('x'.repeat(501)), `${'x'.repeat(499)}…`);
    assert.equal(serverText(`${'x'.repeat(498)}😀${'y'.repeat(9)}`), `${'x'.repeat(498)}…`);
    assert.equal(serverText(`${'x'.repeat(497)}😀${'y'.repeat(9)}`), `${'x'.repeat(497)}😀…`);
    assert.equal(serverText(`${' '.repeat(20_000)}late`), undefined);
  });
});

describe('a refusal for the idempotency key', () => {
  const body = (message: string, more: object = {}) => ({ statusCode: 400, error: 'Error', message, ...more });
  const words = [
    'Idempotency key is still being processed',
    'A request with the same Idempotency-Key is currently being processed',
    'Request with this idempotency key still in progress',
    'A request with this key is still being processed',
    'The Idempotency-Key was used with another body',
    'Duplicate request in progress',
    'An identical request is being processed',
    'Concurrent request in progress',
    'The same request is already under way',
    'This request is already in progress',
  ];
  for (const message of words)
    it(`is told by its words, with any 4xx: ${message}`, () => {
      for (const status of [400, 409, 412, 422, 423, 425])
        assert.equal(isAboutKey(status, body(message)), true, String(status));
      for (const status of [200, 429, 500, 503]) assert.equal(isAboutKey(status, body(message)), false, String(status));
      assert.equal(isAboutKey(409, body(message, { truto_is_remote_error: true })), false);
      assert.equal(isAboutKey(409, message), false);
    });

  it('is none of other words', () => {
    for (const message of [
      '',
      'A user with this email exists',
      'The API key is in use elsewhere',
      'Your request could not be processed',
      'Duplicate value for key username',
      'Another update of this user is in progress',
    ])
      assert.equal(isAboutKey(409, body(message)), false, message);
  });

  it('is told by 423 and 425 alone where there was a key', () => {
    for (const status of [423, 425])
      assert.deepEqual([isAboutKey(status, body('')), isAboutKey(status, body(''), false)], [true, false]);
    assert.equal(isAboutKey(409, body('')), false);
  });
});
