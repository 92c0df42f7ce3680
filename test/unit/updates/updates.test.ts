import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentFacts } from '../../../src/api/environmentFacts';
import { explanationOf } from '../../../src/api/explanationOf';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import type { Prepared, UpdateRequest } from '../../../src/updates/prepared';
import { AttemptFiles } from '../../../src/updates/attemptFiles';
import { UpdateUnderWayError, type AttemptStore } from '../../../src/updates/attempts';
import type { AttemptWait } from '../../../src/api/trutoClient';
import type { UpdateObserver } from '../../../src/updates/updateObserver';
import type { SeenUpdate } from '../../../src/updates/updates';
import { temporaryFolder } from '../../host/temporaryFolder';
import { accounts } from '../../sandboxAccounts';
import { environmentsOf } from '../../sandboxEnvironments';
import { FakeMemento } from '../platform/sharedState';
import { fileOf, limits, openWindow, profileOf, requestOf, userFile, type HeadlessWindow } from './headless';
import { describeUpdate } from '../../../src/users/send/describeUpdate';

describe('an update without a screen', () => {
  let sandbox: Sandbox;
  let window: HeadlessWindow;
  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH');
  const keys = () => patches().map(({ headers }) => headers['idempotency-key']);
  const ada = () => sandbox.user(accounts.hubspot, 'usr_ada');

  async function prepared(fields: object, options: Partial<UpdateRequest> = {}): Promise<Prepared> {
    const found = await window.updates.prepare(requestOf(window, fileOf(userFile(fields)), options));
    assert.ok(found.obstacle === undefined, 'the account takes updates');
    return found;
  }

  beforeEach(async () => {
    sandbox = await startSandbox({ limits });
    window = openWindow();
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
  });
  afterEach(() => sandbox.close());

  it('is prepared with what differs, and sends nothing', async () => {
    const update = await prepared({ name: 'Ada Lovelace', title: 'Countess' });
    assert.deepEqual(
      [update.fields.map(({ name }) => name), update.userName, update.accountLabel, update.harmless, update.drifts],
      [['title'], 'Ada Lovelace', 'HubSpot · acme', false, []],
    );
    assert.equal(patches().length, 0);
  });

  for (const [name, harmless] of [
    ['staging', true],
    ['Acme', false],
    ['production', false],
  ] as const)
    it(`is ${harmless ? '' : 'not '}harmless in an environment that Truto calls ${name}`, async () => {
      const other = await startSandbox({ limits, environmentName: name });
      try {
        const profile = profileOf(other, 'Other');
        const environment = environmentsOf(other.token, () => profile, new EnvironmentFacts(new FakeMemento())).open();
        assert.equal((await prepared({ title: 'Countess' }, { environment })).harmless, harmless);
      } finally {
        await other.close();
      }
    });

  it('is prepared with what the integration wants in every update, asked for only when something differs', async () => {
    let asked = 0;
    const requiredFields = () => {
      asked++;
      return Promise.resolve(['name', 'roles']);
    };
    const differing = await prepared({ name: 'Ada Lovelace', title: 'Countess' }, { requiredFields });
    assert.deepEqual(
      differing.fields.map(({ name }) => name),
      ['name', 'title'],
    );
    const same = await prepared({ name: 'Ada Lovelace' }, { requiredFields });
    assert.deepEqual([same.fields, asked], [[], 1]);
  });

  for (const format of ['unified', 'normalized', 'debug'])
    it(`knows the server's own spelling by the user in a response of the format ${format}`, async () => {
      sandbox.setQuirks(accounts.hubspot, { writes: { spelling: ['trimmed'] } });
      // What the server makes of it is what there was before: by a look alone it could just as well not have arrived.
      const update = await prepared({ title: ' Analyst ' }, { query: { truto_response_format: format } });
      const { outcome, verdict } = await window.updates.run(update);
      assert.deepEqual([outcome, verdict], ['applied', 'storedAs']);
    });

  it('is the whole file where that is asked for', async () => {
    const whole = await prepared({ name: 'Ada Lovelace', title: 'Countess' }, { body: 'whole' });
    assert.deepEqual(
      whole.fields.map(({ json }) => json),
      ['"Ada Lovelace"', '"Countess"'],
    );
  });

  it('is told what stands in its way, without a look at the user', async () => {
    const found = await window.updates.prepare(
      requestOf(window, fileOf(userFile({ title: 'x' }, 'usr_ada', accounts.sandbox))),
    );
    assert.equal(found.obstacle, 'sandboxAccount');
    assert.deepEqual(
      sandbox.requests.filter(({ path }) => path.includes('/users/')),
      [],
    );
    const look = requestOf(window, fileOf(userFile({ title: 'x' }, 'usr_ada', accounts.sandbox)), { purpose: 'look' });
    assert.equal((await window.updates.prepare(look)).obstacle, undefined);
  });

  it('is told what somebody else changed since the edit began', async () => {
    await prepared({ title: 'First' });
    const elsewhere = openWindow();
    await elsewhere.profiles.save(profileOf(sandbox, 'Elsewhere'), sandbox.token);
    const other = await elsewhere.updates.prepare(requestOf(elsewhere, fileOf(userFile({ title: 'Second' }))));
    assert.ok(other.obstacle === undefined);
    await elsewhere.updates.run(other);
    const { drifts } = await prepared({ title: 'Third' });
    assert.deepEqual(
      drifts.map(({ field, now, isEdited }) => [field.name, now, isEdited]),
      [['title', 'Second', true]],
    );
  });

  it('goes all the same where nothing can be kept of how the edit began', async () => {
    const folder = temporaryFolder('truto-users').path;
    const storage = join(folder, 'a-file');
    writeFileSync(storage, '');
    window = openWindow({ storage });
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
    const update = await prepared({ title: 'Countess' });
    assert.deepEqual([update.base?.isKept, update.drifts], [false, []]);
    assert.equal(update.earlier.isUnkept, true);
    assert.match(
      describeUpdate(update).join('\n'),
      /storage of VS Code cannot be written.*sending it again may apply it twice/,
    );
    assert.equal((await window.updates.run(update)).outcome, 'applied');
    assert.equal(ada()?.title, 'Countess');
  });

  it('tells that what it sent was applied, and what the next edit begins with', async () => {
    const told: SeenUpdate[] = [];
    window.updates.onDidUpdate((ended) => told.push(ended));
    const update = await prepared({ title: 'Countess' });
    const outcome = await window.updates.run(update);
    const { outcome: how, status, body, idempotencyKey, sent, error } = outcome;
    assert.deepEqual([how, status, sent, error], ['applied', 200, { title: 'Countess' }, undefined]);
    assert.equal((body as { title: string }).title, 'Countess');
    assert.deepEqual(keys(), [idempotencyKey]);
    assert.deepEqual(
      told.map(({ prepared, outcome: ended }) => [prepared, ended]),
      [[update, outcome]],
    );
    assert.equal(told[0]?.readBack?.user?.title, 'Countess');
    const base = await window.updates.bases.of(update);
    assert.ok(base?.isKept && base.user.isSame('title', 'Countess'));
  });

  it('reads a response in another format to its end', async () => {
    const update = await prepared({ title: 'Countess' }, { query: { truto_response_format: 'raw' } });
    const { outcome, body } = await window.updates.run(update);
    assert.equal(outcome, 'applied');
    assert.equal(typeof body, 'object');
  });

  it('tells that it was refused, and why; the same again is another update', async () => {
    const update = await prepared({ username: 'grace' });
    const first = await window.updates.run(update);
    assert.equal(first.outcome, 'refused');
    assert.ok((first.status ?? 0) >= 400 && explanationOf(first.error));
    await window.updates.run(update);
    assert.equal(new Set(keys()).size, 2);
    assert.ok((await window.updates.bases.of(update))?.user.isSame('username', update.live?.username));
  });

  it('tells that nothing was sent where there is no token', async () => {
    const update = await prepared({ title: 'Countess' });
    await window.profiles.remove(update.environment.profile);
    const { outcome, error } = await window.updates.run(update);
    assert.deepEqual([outcome, explanationOf(error)?.code, patches().length], ['notSent', 'noToken', 0]);
  });

  for (const when of ['beforeApplying', 'afterApplying'] as const) {
    it(`is looked for where no response tells what became of it (${when})`, async () => {
      sandbox.inject({ kind: 'cut', when, match: { method: 'PATCH' }, times: 3 });
      const { outcome, error } = await window.updates.run(await prepared({ title: 'Lost' }));
      const arrived = when === 'afterApplying';
      assert.equal(outcome, arrived ? 'applied' : 'unknown');
      assert.equal(explanationOf(error)?.arrival, arrived ? 'arrived' : 'notArrived');
      assert.equal(explanationOf(error)?.nextSteps.includes('tryAgain'), !arrived);
      assert.equal(new Set(keys()).size, 1);
    });
  }

  it('goes under the key of its open attempt, also after a restart, and under a new one once it has ended', async () => {
    const { storage } = window;
    const run = async (fields: object) => {
      window = openWindow({ storage });
      await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
      return window.updates.run(await prepared(fields));
    };
    sandbox.inject({ kind: 'status', status: 500, match: { method: 'PATCH' }, times: 3 });
    const open = await run({ title: 'Again' });
    assert.equal(open.outcome, 'unknown');
    const again = await run({ title: 'Again' });
    assert.deepEqual([again.outcome, again.idempotencyKey], ['applied', open.idempotencyKey]);
    await run({ title: 'Another' });
    const ended = await run({ title: 'Again' });
    assert.notEqual(ended.idempotencyKey, open.idempotencyKey);
  });

  it('goes under a new key once another update of the user has succeeded', async () => {
    const lost = await prepared({ title: 'Alpha' });
    sandbox.inject({ kind: 'cut', when: 'afterApplying', match: { method: 'PATCH' }, times: 3 });
    sandbox.inject({ kind: 'status', status: 502, match: { method: 'GET', path: /users\/usr_ada\?/ }, times: 3 });
    const alpha = await window.updates.run(lost);
    assert.equal(alpha.outcome, 'unknown');
    const beta = await window.updates.run(await prepared({ title: 'Beta' }));
    const again = await window.updates.run(await prepared({ title: 'Alpha' }));
    assert.equal(new Set([alpha, beta, again].map(({ idempotencyKey }) => idempotencyKey)).size, 3);
    assert.deepEqual([again.outcome, again.verdict, ada()?.title], ['applied', 'updated', 'Alpha']);
  });

  it('is the only one of its user at a time', async () => {
    const [one, other] = [await prepared({ title: 'One' }), await prepared({ title: 'Other' })];
    const running = window.updates.run(one);
    await assert.rejects(window.updates.run(other), UpdateUnderWayError);
    assert.equal((await running).outcome, 'applied');
    assert.equal((await window.updates.run(other)).outcome, 'applied');
  });

  it('was applied, whatever becomes of who watches it', async () => {
    const { outcome, verdict, idempotencyKey } = await window.updates.run(await prepared({ title: 'Countess' }), {
      sending: (send) => send({}),
      looking: () => Promise.reject(new Error('the window is closing')),
    });
    assert.deepEqual([outcome, verdict], ['applied', 'notLooked']);
    assert.deepEqual(keys(), [idempotencyKey]);
  });

  it('was applied, whatever becomes of its response', async () => {
    const { outcome, error } = await window.updates.run(await prepared({ title: 'Countess' }), {
      sending: (send) => send({ receive: () => Promise.reject(new Error('the disk is full')) }),
      looking: (look) => look(),
    });
    assert.deepEqual([outcome, (error as Error).message], ['applied', 'the disk is full']);
    await window.updates.run(await prepared({ title: 'Duchess' }));
    assert.equal(new Set(keys()).size, 2);
  });

  it('tells what a person took out of a file that was made from the live user', async () => {
    const request = requestOf(window, fileOf(userFile({ title: 'Countess' })));
    const { live } = await prepared({});
    await window.updates.bases.keep(request, { user: live!, isWhole: true });
    const { leftOut } = await prepared({ title: 'Countess' });
    assert.ok(leftOut.includes('name') && leftOut.includes('emails'));
    assert.ok(!leftOut.includes('title') && !leftOut.includes('id') && !leftOut.includes('remote_data'));
    await window.updates.bases.keep(request, { user: live!, isWhole: false });
    assert.deepEqual((await prepared({ title: 'Countess' })).leftOut, []);
  });

  it('tells nobody of an update any more who has closed', async () => {
    const told: SeenUpdate[] = [];
    window.updates.onDidUpdate((ended) => told.push(ended));
    const update = await prepared({ title: 'Countess' });
    window.updates.dispose();
    await window.updates.run(update);
    assert.deepEqual(told, []);
  });

  it('is prepared while another window sends to the user, with nothing told of earlier updates', async () => {
    const { storage } = window;
    sandbox.inject({ kind: 'status', status: 500, match: { method: 'PATCH' }, times: 3 });
    await window.updates.run(await prepared({ title: 'Lost' }));
    const update = await prepared({ title: 'Mine' });
    assert.deepEqual(update.earlier, { hasArrived: false, openFields: ['title'], isFailedAlike: false });
    const other = openWindow({ storage });
    await other.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
    let found: Prepared | undefined;
    await window.updates.run(update, {
      sending: async (send) => {
        const request = requestOf(other, fileOf(userFile({ title: 'Theirs' })));
        const meanwhile = await other.updates.prepare(request);
        assert.ok(meanwhile.obstacle === undefined);
        found = meanwhile;
        return send({});
      },
      looking: (look) => look(),
    });
    assert.deepEqual(found?.earlier, { hasArrived: false, openFields: [], isFailedAlike: false });
    assert.ok(found.base?.isKept);
  });

  it('is looked at without keeping anybody from sending, also while another window sends', async () => {
    const { storage } = window;
    const files = new AttemptFiles(storage);
    let held = 0;
    const attempts: AttemptStore = {
      acquire: (name) => {
        held++;
        return files.acquire(name);
      },
      read: (name) => files.read(name),
      write: (name, text) => files.write(name, text),
    };
    const other = openWindow({ storage, attempts });
    await other.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
    sandbox.inject({ kind: 'status', status: 500, match: { method: 'PATCH' }, times: 3 });
    await window.updates.run(await prepared({ title: 'Lost' }));
    let earlier: Prepared['earlier'] | undefined;
    await window.updates.run(await prepared({ title: 'Mine' }), {
      sending: async (send) => {
        const look = requestOf(other, fileOf(userFile({ title: 'Theirs' })), { purpose: 'look' });
        const seen = await other.updates.prepare(look);
        assert.ok(seen.obstacle === undefined);
        ({ earlier } = seen);
        return send({});
      },
      looking: (look) => look(),
    });
    assert.deepEqual(earlier, { hasArrived: false, openFields: ['title'], isFailedAlike: false });
    assert.equal(held, 0);
  });

  it('is told not to be looked at where who waits for the look cancels it', async () => {
    const { outcome, verdict } = await window.updates.run(await prepared({ title: 'Countess' }), {
      sending: (send) => send({}),
      looking: (look) => look(AbortSignal.abort()),
    });
    assert.deepEqual([outcome, verdict], ['applied', 'notLooked']);
  });

  /** An observer that keeps what it is told of waits for looks. */
  function watching() {
    const waits: AttemptWait[] = [];
    const observer: UpdateObserver = {
      sending: (send) => send({}),
      looking: (look) => look(undefined, (wait) => waits.push(wait)),
    };
    return { waits, observer };
  }

  for (const [what, seconds, verdict, path] of [
    ['does not wait minutes for the look', 120, 'notLooked', /users\/usr_ada\?/],
    ['waits some seconds for the look, and tells so', 1, 'updated', /users\/usr_ada\?/],
  ] as const)
    it(`${what} after an update that was accepted`, async () => {
      const update = await prepared({ title: 'Countess' });
      const headers = { 'retry-after': String(seconds) };
      sandbox.inject({ kind: 'status', status: 429, headers, match: { method: 'GET', path } });
      const { waits, observer } = watching();
      const begin = performance.now();
      const outcome = await window.updates.run(update, observer);
      assert.deepEqual([outcome.outcome, outcome.verdict], ['applied', verdict]);
      assert.ok(performance.now() - begin < 10_000);
      assert.deepEqual(waits.map(({ reason }) => reason).slice(0, 1), seconds < 20 ? ['rateLimited'] : []);
    });

  it('does not wait minutes for Truto’s log after an update without a response', async () => {
    const update = await prepared({ password: 'new secret 1' });
    sandbox.inject({ kind: 'cut', when: 'beforeApplying', match: { method: 'PATCH' }, times: 3 });
    const headers = { 'retry-after': '120' };
    sandbox.inject({ kind: 'status', status: 429, headers, match: { method: 'GET', path: '/log' } });
    const begin = performance.now();
    assert.equal((await window.updates.run(update)).outcome, 'unknown');
    assert.ok(performance.now() - begin < 10_000);
  });

  it('does not wait minutes to be told what the account offers', async () => {
    const headers = { 'retry-after': '120' };
    sandbox.inject({ kind: 'status', status: 504, headers, match: { path: '/capabilities' } });
    const begin = performance.now();
    assert.deepEqual((await prepared({ title: 'Countess' })).userMethods, undefined);
    assert.ok(performance.now() - begin < 10_000);
  });

  const lost: readonly (readonly [
    what: string,
    fields: object,
    arrival: string | undefined,
    meanwhile?: 'changed' | 'gone',
  ])[] = [
    ['the user shows something else', { title: 'Lost' }, 'unclear', 'changed'],
    ['the user shows nothing of it', { password: 'new secret 1' }, 'unclear'],
    ['the user cannot be read', { title: 'Lost' }, undefined, 'gone'],
  ];
  for (const [what, fields, arrival, meanwhile] of lost)
    it(`fails without a response as it did, with what a look has shown: ${what}`, async () => {
      const update = await prepared(fields);
      sandbox.inject({ kind: 'cut', when: 'beforeApplying', match: { method: 'PATCH' }, times: 3 });
      const other = openWindow();
      await other.profiles.save(profileOf(sandbox, 'Elsewhere'), sandbox.token);
      const { outcome, error } = await window.updates.run(update, {
        sending: (send) => send({}),
        looking: async (look) => {
          const users = { method: 'GET', path: /usr_ada/ };
          if (meanwhile === 'gone') sandbox.inject({ kind: 'status', status: 502, match: users, times: 20 });
          if (meanwhile === 'changed') {
            const theirs = await other.updates.prepare(requestOf(other, fileOf(userFile({ title: 'Theirs' }))));
            assert.ok(theirs.obstacle === undefined);
            assert.equal((await other.updates.run(theirs)).outcome, 'applied');
          }
          return look();
        },
      });
      const explanation = explanationOf(error);
      assert.deepEqual([outcome, explanation?.origin, explanation?.arrival], ['unknown', 'network', arrival]);
      assert.ok(explanation?.nextSteps.includes('tryAgain'));
    });
});
