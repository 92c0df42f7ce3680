import assert from 'node:assert/strict';
import { KeptUser } from '../../../src/core/secrets/keptUser';
import { nextBase } from '../../../src/updates/nextBase';
import type { Outcome } from '../../../src/updates/outcome';
import type { Prepared } from '../../../src/updates/prepared';
import { readBack, usualWaits, type ReadBack } from '../../../src/updates/readBack';
import { seal } from '../core/secrets/seal';

type User = Readonly<Record<string, unknown>>;

describe('the looks at a user after an update', () => {
  const sent = {
    names: ['title'],
    before: KeptUser.of({ title: 'a' }, seal),
    after: KeptUser.of({ title: 'b' }, seal),
  };

  /** An environment where the user is each of these, one look after the other, and the last of them from then on. */
  function showing(...users: readonly (User | Error)[]) {
    let looks = 0;
    const getUser = () => {
      const user = users[Math.min(looks++, users.length - 1)]!;
      return user instanceof Error ? Promise.reject(user) : Promise.resolve(user);
    };
    const environment = { client: () => Promise.resolve({ getUser }) };
    return { prepared: { environment, readQuery: {}, fields: [] } as unknown as Prepared, looks: () => looks };
  }

  it('are repeated after a while each, until they show something else than before', async () => {
    const { prepared, looks } = showing({ title: 'a' }, { title: 'a' }, { title: 'b' });
    const begin = performance.now();
    const seen = await readBack(prepared, sent, { waits: [20, 30, 60_000] });
    assert.deepEqual([seen, looks()], [{ evidence: 'values', user: { title: 'b' }, differing: {}, untold: [] }, 3]);
    assert.ok(performance.now() - begin >= 30);
  });

  it('end with what they have seen, also where a later one fails or is cancelled', async () => {
    const before = { evidence: 'before', user: { title: 'a' }, differing: { title: 'a' }, untold: [] };
    assert.deepEqual(await readBack(showing({ title: 'a' }).prepared, sent, { waits: [1, 1] }), before);
    const failing = showing({ title: 'a' }, new Error('gone'));
    assert.deepEqual(await readBack(failing.prepared, sent, { waits: [1, 1] }), before);
    const cancelled = showing({ title: 'a' });
    const signal = AbortSignal.timeout(20);
    assert.deepEqual(await readBack(cancelled.prepared, sent, { waits: [60_000], signal }), before);
    const none = showing(new Error('gone'));
    const failed = { evidence: 'failed', differing: {}, untold: [] };
    assert.deepEqual(await readBack(none.prepared, sent, { waits: [] }), failed);
    assert.deepEqual(
      await readBack(showing({ title: 'b' }).prepared, sent, { waits: [], signal: AbortSignal.abort() }),
      failed,
    );
  });

  it('go on after one that fails, which tells nothing', async () => {
    const { prepared, looks } = showing(new Error('gone'), { title: 'a' }, new Error('gone'), { title: 'b' });
    const seen = await readBack(prepared, sent, { waits: [1, 1, 1] });
    assert.deepEqual([seen.evidence, looks()], ['values', 4]);
    const failing = showing(new Error('gone'));
    assert.equal((await readBack(failing.prepared, sent, { waits: [1, 1] })).evidence, 'failed');
    assert.equal(failing.looks(), 3);
  });

  it('end at once where the account lets nobody look, which is another thing than a failure', async () => {
    const explanation = { status: 405, origin: 'truto', code: 'readNotOffered' };
    const refusing = showing(Object.assign(new Error('405'), { explanation }));
    const { evidence } = await readBack({ ...refusing.prepared, userMethods: ['get'] }, sent, { waits: [1, 1] });
    assert.deepEqual([evidence, refusing.looks()], ['unreadable', 1]);
  });

  it('name the fields that they tell nothing of', async () => {
    const after = KeptUser.of({ title: 'b', avatar: 'x', password: 'p' }, seal);
    const all = { ...sent, names: ['title', 'avatar', 'password'], after };
    const { evidence, untold } = await readBack(showing({ title: 'b' }).prepared, all, { waits: [] });
    assert.deepEqual([evidence, untold], ['values', ['avatar', 'password']]);
  });

  it('give a provider some seconds', () => {
    const all = usualWaits.reduce((sum, wait) => sum + wait, 0);
    assert.ok(all >= 3_000 && all <= 5_000);
  });
});

describe('what the next edit begins with after an update', () => {
  const live = { title: 'a', api_key: 'k', name: 'n' };
  const fields = [
    { name: 'title', value: 'b' },
    { name: 'password', value: 'p' },
    { name: 'api_key', value: 'l' },
  ];
  const said = { title: 'b', password: 'p', api_key: 'l', name: 'n' };
  const before = { title: 'a' };
  const begins = (
    outcome: Pick<Outcome, 'outcome' | 'verdict' | 'body'>,
    seen?: Partial<ReadBack>,
    prepared: object = { base: { isWhole: true } },
  ) => nextBase({ live, fields, said, query: {}, ...prepared } as unknown as Prepared, outcome, seen, before);
  const assumed = { ...live, title: 'b', api_key: 'l' };

  it('is the user as a look shows it', () => {
    const user = { title: 'b!' };
    const seen = (evidence: ReadBack['evidence']): Partial<ReadBack> => ({ user, evidence });
    assert.deepEqual(begins({ outcome: 'applied' }, seen('values')), { user, isWhole: true, said });
    assert.deepEqual(begins({ outcome: 'unknown', verdict: 'otherValues' }, seen('other')), {
      user,
      isWhole: true,
      said: { name: 'n' },
    });
  });

  it('is what was sent where no look shows it yet, but no password that the user never had', () => {
    const user = { name: 'now' };
    assert.deepEqual(
      begins({ outcome: 'applied', verdict: 'notVisibleYet', body: { title: 'c' } }, { user, evidence: 'before' }),
      { user: { ...assumed, name: 'now' }, isWhole: true, said, before },
    );
    assert.deepEqual(begins({ outcome: 'applied', verdict: 'unchecked' }), {
      user: assumed,
      isWhole: true,
      said,
      before,
    });
  });

  it('is what the response has where nobody can look', () => {
    const begun = (verdict: Outcome['verdict'], body: unknown) =>
      begins({ outcome: 'applied', ...(verdict && { verdict }), body })?.user;
    assert.deepEqual(begun('unchecked', { title: 'c', more: 1 }), { ...assumed, title: 'c', more: 1 });
    assert.deepEqual(begun('unchecked', ['OK']), assumed);
    assert.deepEqual(begun('unchecked', 'OK'), assumed);
    assert.deepEqual(begun(undefined, { title: 'c' }), assumed);
  });

  it('is the user within the response where its format has one, and nothing of what providers return', () => {
    const inFormat = (truto_response_format: string) => ({ base: undefined, query: { truto_response_format } });
    const body = { result: { title: 'B' }, debug: {} };
    const unchecked = { outcome: 'applied', verdict: 'unchecked', body } as const;
    assert.deepEqual(begins(unchecked, {}, inFormat('debug'))?.user, { ...assumed, title: 'B' });
    assert.deepEqual(begins(unchecked, {}, inFormat('raw'))?.user, assumed);
  });

  it('is where it began as long as nothing was applied, and where the user cannot be read', () => {
    for (const outcome of ['refused', 'notSent', 'unknown'] as const) assert.equal(begins({ outcome }), undefined);
    assert.equal(begins({ outcome: 'applied' }, {}, { live: undefined }), undefined);
  });

  it('has no whole user unless it was begun with one', () =>
    assert.equal(begins({ outcome: 'applied' }, {}, { base: undefined })?.isWhole, false));
});
