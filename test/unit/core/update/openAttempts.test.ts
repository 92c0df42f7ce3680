import assert from 'node:assert/strict';
import { KeptUser } from '../../../../src/core/secrets/keptUser';
import { attemptToRepeat, settle, type OpenAttempt } from '../../../../src/core/update/openAttempts';
import { seal } from '../secrets/seal';

type User = Record<string, unknown>;

const now = 1_700_000_000_000;
const day = 24 * 3_600_000;

const attempt = (key: string, before: User | undefined, after: User, more: Partial<OpenAttempt> = {}): OpenAttempt => ({
  key,
  content: key,
  firstUsed: now,
  source: 'file',
  isFailedAlike: false,
  sent: { names: Object.keys(after), before: before && KeptUser.of(before, seal), after: KeptUser.of(after, seal) },
  ...more,
});
const keys = (attempts: readonly OpenAttempt[]) => attempts.map(({ key }) => key).join('');

describe('open attempts of a user', () => {
  const a = attempt('a', { title: '' }, { title: 'A' });
  const b = attempt('b', { title: '' }, { title: 'B' });
  const pin = attempt('p', {}, { password: 'new' });

  it('all stay open without a look', () => {
    const { open, arrived } = settle([a, b, pin], undefined);
    assert.deepEqual([keys(open), keys(arrived)], ['abp', '']);
  });

  const looks: readonly [string, readonly OpenAttempt[], User, string, string][] = [
    ['shows what was before: they stay open', [a, b], { title: '' }, 'ab', ''],
    ['shows one of them: it has arrived, and the older ones are closed', [a, b], { title: 'B' }, '', 'b'],
    ['shows one of them in the server’s spelling', [a], { title: ' a ' }, '', 'a'],
    ['shows the older one: the younger one is closed too, as neither is there', [a, b], { title: 'A' }, '', 'a'],
    ['shows something else: they are closed', [a, b], { title: 'C' }, '', ''],
    ['can show nothing of a secret: it stays open', [a, pin], { title: 'C' }, 'p', ''],
    ['shows one that arrived after a secret was sent: that is closed', [pin, a], { title: 'A' }, '', 'a'],
  ];
  for (const [what, attempts, look, open, arrived] of looks)
    it(`are settled where a look ${what}`, () => {
      const settled = settle(attempts, look);
      assert.deepEqual([keys(settled.open), keys(settled.arrived)], [open, arrived]);
    });

  it('lend their key to the same update only, and for a day, however the clock was set', () => {
    const key = (content: string, at: number) => attemptToRepeat([a, b], content, at)?.key;
    const again = { ...a, key: 'second', firstUsed: now + day };
    const oldest = (at: number) => attemptToRepeat([a, again], 'a', at)?.key;
    assert.deepEqual([oldest(now + 1), oldest(now + day)], ['a', 'second']);
    assert.deepEqual([key('a', now), key('b', now), key('c', now)], ['a', 'b', undefined]);
    assert.deepEqual([key('a', now + day - 1), key('a', now + day)], ['a', undefined]);
    assert.deepEqual([key('a', now - day + 1), key('a', now - day)], ['a', undefined]);
  });
});
