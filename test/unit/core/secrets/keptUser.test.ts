import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseExact } from '../../../../src/core/json/exactJson';
import { isSameJson } from '../../../../src/core/json/isSameJson';
import { KeptUser } from '../../../../src/core/secrets/keptUser';
import { seal } from './seal';

const user = { title: 'a', api_key: 'k', data: { pin: 1, b: [{ name: 'PIN', value: 'v' }] }, group: null };
const kept = KeptUser.of(user, seal);

describe('a user that is kept', () => {
  it('knows its values again, secret or not', () => {
    for (const [name, value] of Object.entries(user)) assert.equal(kept.isSame(name, value), true, name);
    assert.equal(kept.isSame('title', 'b'), false);
    assert.equal(kept.isSame('api_key', 'l'), false);
    assert.equal(kept.isSame('data', { pin: 2, b: [{ name: 'PIN', value: 'v' }] }), false);
    assert.equal(kept.isSame('group', 'g'), false);
  });

  it('knows what it had not', () => {
    assert.equal(kept.isExactly('name', undefined), true);
    assert.equal(kept.isExactly('name', null), false);
    assert.equal(kept.isExactly('group', undefined), false);
    assert.equal(kept.isExactly('toString', undefined), true);
    assert.equal(kept.isExactly('toString', 'x'), false);
    assert.equal(kept.isExactly('__proto__', {}), false);
    assert.equal(kept.comparable('toString'), undefined);
    // As good as none.
    for (const nothing of [undefined, null]) assert.equal(kept.isSame('name', nothing), true);
    for (const nothing of [undefined, null]) assert.equal(kept.isSame('title', nothing), false);
  });

  it('is the same with other values in some fields', () => {
    const other = kept.with({ title: 'b', pin: '2' });
    assert.deepEqual(
      [other.isSame('title', 'b'), other.isSame('pin', '2'), other.isSame('pin', '3'), other.isSame('api_key', 'k')],
      [true, true, false, true],
    );
    assert.equal(kept.isSame('title', 'a'), true);
  });

  it('takes no mask and no seal for the value', () => {
    assert.equal(kept.isSame('api_key', '••••••'), false);
    assert.equal(kept.isSame('api_key', seal('"k"')), false);
  });

  it('is the same after it was written and read', () => {
    const read = KeptUser.read(JSON.parse(JSON.stringify(kept)) as Record<string, unknown>, seal);
    assert.deepEqual(read, kept);
    assert.deepEqual(read.names, ['title', 'api_key', 'data', 'group']);
  });

  it('writes seals in place of the secrets', () =>
    assert.deepEqual(JSON.parse(JSON.stringify(kept)), {
      title: 'a',
      api_key: seal('"k"'),
      data: { pin: seal('1'), b: [{ name: 'PIN', value: seal('"v"') }] },
      group: null,
    }));

  it('knows a secret whose members stand in another order', () => {
    const one = KeptUser.of({ credentials: { b: [{ y: 1, x: 2 }], a: 1 } }, seal);
    assert.equal(one.isSame('credentials', { a: 1, b: [{ x: 2, y: 1 }] }), true);
    assert.equal(one.isSame('credentials', { a: 1, b: [{ x: 1, y: 2 }] }), false);
    assert.equal(one.isSame('credentials', { a: 1, b: { 0: { x: 2, y: 1 } } }), false);
  });

  it('knows a secret number to its last digit, however it is spelled', () => {
    const one = KeptUser.of({ pin: parseExact('[9007199254740993,1.0,1e23]') }, seal);
    assert.equal(one.isSame('pin', parseExact('[9007199254740993.0,1,100000000000000000000000]')), true);
    assert.equal(one.isSame('pin', parseExact('[9007199254740992,1,1e23]')), false);
    assert.equal(KeptUser.of({ pin: parseExact('1.0') }, seal).isSame('pin', 1), true);
  });

  it('shows itself and what came after without its secrets', () => {
    assert.equal(
      kept.shown.text,
      '{"title":"a","api_key":"••••••","data":{"pin":"••••••","b":[{"name":"PIN","value":"••••••"}]},"group":null}',
    );
    assert.equal(
      kept.shownSince({ title: 'b', api_key: 'k', data: { pin: 2 } }, 'changed').text,
      '{"title":"b","api_key":"••••••","data":{"pin":"changed"}}',
    );
  });

  it('is compared with other values by its seals, and shows none', () => {
    const isSame = (name: string, value: unknown) => {
      const [own, other] = [kept.comparable(name), kept.comparableValue(name, value)];
      assert.deepEqual([own?.shown, other?.shown], ['••••••', '••••••']);
      assert.ok(own?.isHidden === true && other?.isHidden === true);
      return own.isSame(other);
    };
    assert.equal(isSame('api_key', 'k'), true);
    assert.equal(isSame('api_key', 'l'), false);
    const inner = (pin: number) => kept.comparableValue('data', { ...user.data, pin });
    assert.equal(inner(1)?.isSame(kept.comparable('data')!), true);
    assert.equal(inner(2)?.isSame(kept.comparable('data')!), false);
    assert.deepEqual(inner(2)?.shown, { pin: '••••••', b: [{ name: 'PIN', value: '••••••' }] });
    assert.equal(kept.comparable('title')?.shown, 'a');
    assert.equal(kept.comparable('name'), undefined);
    assert.equal(kept.comparableValue('title', undefined), undefined);
    assert.equal(kept.comparableValue('title', null)?.shown, null);
  });

  it('compares as the values themselves do, for any two users', () => {
    const names = fc.constantFrom('title', 'api_key', 'tokens', 'name', 'value', 'data');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(
          'a',
          'PIN',
          '',
          null,
          false,
          0,
          -1,
          ...['1.0', '1', '9007199254740993', '9007199254740994'].map(parseExact),
        ),
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(names, tie('value'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(value, value, (one, other) => {
        for (const name of ['data', 'tokens'])
          assert.equal(KeptUser.of({ [name]: one }, seal).isExactly(name, other), isSameJson(one, other));
      }),
      { numRuns: 500 },
    );
  });
});
