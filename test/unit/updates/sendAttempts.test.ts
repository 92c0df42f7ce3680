import assert from 'node:assert/strict';
import type { Environment } from '../../../src/api/environment';
import { SendAttempts, UpdateUnderWayError } from '../../../src/updates/sendAttempts';
import type { UpdateTarget } from '../../../src/updates/updateTarget';

const target = (parts: Partial<Record<'environment' | 'accountId' | 'userId', string>> = {}): UpdateTarget => {
  const { environment = 'e', accountId = 'a', userId = 'u' } = parts;
  return { environment: { key: environment } as unknown as Environment, accountId, userId };
};
const day = 24 * 3_600_000;

/** What a window keeps, as it reads it back. */
function memory() {
  let kept = '{}';
  return {
    get: (key: string) => (JSON.parse(kept) as Record<string, unknown>)[key],
    update: (key: string, value: unknown) => {
      kept = JSON.stringify({ ...(JSON.parse(kept) as object), [key]: value });
      return Promise.resolve();
    },
    text: () => kept,
  };
}

describe('the keys of updates', () => {
  let state: ReturnType<typeof memory>;
  let now: number;
  const attempts = () => new SendAttempts(state, () => now);
  /** The key of one send that ends so. */
  const key = async (
    where = target(),
    { query = {}, body = '{}', end = 'open' }: { query?: object; body?: string; end?: 'open' | 'ended' } = {},
  ) => {
    const attempt = await attempts().begin(where, { ...query }, body);
    await attempt.end(end);
    return attempt.idempotencyKey;
  };

  beforeEach(() => {
    state = memory();
    now = 1_700_000_000_000;
  });

  it('are the same for the same update while its outcome is open, and another once it has ended', async () => {
    const first = await key();
    assert.match(first, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    assert.equal(await key(), first);
    assert.equal(await key(target(), { end: 'ended' }), first);
    assert.notEqual(await key(), first);
  });

  it('are never shared by two users, accounts, environments, queries or bodies', async () => {
    const keys = new Set<string>();
    // However the parts are put together, they stay apart.
    const targets = [{ userId: 'u2' }, { accountId: 'a2' }, { environment: 'e2' }, { accountId: 'au', userId: '' }];
    for (const parts of [...targets, { accountId: '', userId: 'au' }]) keys.add(await key(target(parts)));
    for (const query of [{}, { a: 1 }, { a: 2 }]) keys.add(await key(target(), { query }));
    keys.add(await key(target(), { body: '{"a":1}' }));
    assert.equal(keys.size, 9);
  });

  it('end alone: the other open ones stay', async () => {
    const [ada, grace] = [await key(target({ userId: 'ada' })), await key(target({ userId: 'grace' }))];
    await key(target({ userId: 'ada' }), { end: 'ended' });
    assert.notEqual(await key(target({ userId: 'ada' })), ada);
    assert.equal(await key(target({ userId: 'grace' })), grace);
  });

  it('are forgotten after a day from the last send', async () => {
    const first = await key();
    now += day - 1;
    assert.equal(await key(), first);
    now += day - 1;
    assert.equal(await key(), first);
    now += day;
    assert.notEqual(await key(), first);
  });

  it('leave nothing of what is too old, and nothing of the update itself', async () => {
    await key(target({ userId: 'ada' }), { body: '{"title":"Countess"}' });
    now += day;
    await key(target({ userId: 'grace' }), { body: '{"title":"Countess"}' });
    const kept = state.get('truto.openAttempts') as Record<string, { since: number }>;
    assert.deepEqual(
      Object.values(kept).map(({ since }) => since),
      [now],
    );
    assert.match(Object.keys(kept)[0]!, /^[\w-]{43}$/);
    assert.doesNotMatch(state.text(), /Countess|grace|ada/);
  });

  it('begin anew where what was kept is damaged', async () => {
    const first = await key();
    const kept = state.get('truto.openAttempts') as Record<string, object>;
    for (const damage of [
      null,
      7,
      'text',
      [],
      {},
      { key: first },
      { since: now },
      { key: 7, since: now },
      { key: first, since: 'now' },
    ]) {
      await state.update('truto.openAttempts', { [Object.keys(kept)[0]!]: damage });
      assert.notEqual(await key(), first, JSON.stringify(damage));
    }
    for (const all of [null, 'text', [kept], 7]) {
      await state.update('truto.openAttempts', all);
      assert.notEqual(await key(), first, JSON.stringify(all));
    }
  });

  it('are kept before anything is sent, and one user is sent one update at a time', async () => {
    const one = attempts();
    const attempt = await one.begin(target(), {}, '{}');
    assert.ok(state.text().includes(attempt.idempotencyKey));
    await assert.rejects(one.begin(target(), {}, '{"other":1}'), UpdateUnderWayError);
    const other = await one.begin(target({ userId: 'u2' }), {}, '{}');
    await attempt.end('ended');
    assert.ok(!state.text().includes(attempt.idempotencyKey));
    assert.ok(state.text().includes(other.idempotencyKey));
    await (await one.begin(target(), {}, '{}')).end('ended');
  });

  it('hold nobody up where they could not be kept', async () => {
    const one = new SendAttempts({ ...state, update: () => Promise.reject(new Error('full')) });
    for (let tries = 0; tries < 2; tries++) await assert.rejects(one.begin(target(), {}, '{}'), /full/);
  });
});
