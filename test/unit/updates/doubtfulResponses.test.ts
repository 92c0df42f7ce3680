import assert from 'node:assert/strict';
import { explanationOf } from '../../../src/api/explanationOf';
import { maxUserBytes } from '../../../src/core/http/maxSizes';
import { KeptUser } from '../../../src/core/secrets/keptUser';
import type { HistoryEntry } from '../../../src/updates/historyEntry';
import { prepareUndo } from '../../../src/updates/undo';
import { accounts } from '../../sandboxAccounts';
import { seal } from '../core/secrets/seal';
import { broken, cut, FakeTruto, json, page, refusal, send, windowOf } from './fakeTruto';
import { fileOf, requestOf, userFile, type HeadlessWindow } from './headless';

describe('an update with a response that leaves a doubt', () => {
  let truto: FakeTruto;
  let window: HeadlessWindow;
  beforeEach(async () => {
    truto = new FakeTruto();
    window = await windowOf(truto);
  });
  const nobodyReads = () => {
    truto.methods = ['update'];
    truto.get = () => refusal(404);
  };
  const inRaw = { query: { truto_response_format: 'raw' } };

  for (const status of [400, 403, 404, 405, 409, 412, 422])
    describe(`when a retry is refused with ${status}`, () => {
      it('was applied where a look shows it: the first try was', async () => {
        truto.patch = (count, fake, fields) => {
          if (count > 0) return refusal(status, 'User is already inactive', true);
          fake.apply(fields);
          return refusal(504, 'Too late', true);
        };
        const { outcome, words } = await send(window, { status: 'inactive' });
        assert.deepEqual([outcome.outcome, explanationOf(outcome.error)?.fieldProblems], ['applied', []]);
        assert.match(words, /The live user now has your values: the update was applied\./);
      });

      it('stays open where no look shows it, under the same key, and may be applied later', async () => {
        truto.patch = (count) => {
          if (count === 0) throw broken();
          return refusal(status, 'Another update of this user is running', true);
        };
        const { outcome, words } = await send(window);
        assert.equal(outcome.outcome, 'unknown');
        assert.match(words, /(refused|conflicts|not allow|not know|not support)/);
        assert.match(
          words,
          /The live user is unchanged\. An earlier attempt may still be applied\. It is safe to send/,
        );
        const again = await send(window);
        assert.deepEqual([again.outcome.idempotencyKey, new Set(truto.keys).size], [outcome.idempotencyKey, 1]);
        truto.apply({ title: 'Countess' });
        const prepared = (await send(window, { title: 'Duchess' })).prepared;
        assert.equal(prepared.earlier.hasArrived, true);
      });
    });

  it('asks for a new key where a repeated update is refused again, which may be a stored response', async () => {
    truto.patch = (count) => (count === 0 ? refusal(502) : refusal(422));
    assert.equal((await send(window)).prepared.earlier.isFailedAlike, false);
    assert.equal((await send(window)).prepared.earlier.isFailedAlike, false);
    truto.patch = () => undefined;
    const third = await send(window, { title: 'Countess' }, {}, { isRenewed: true });
    assert.equal(third.prepared.earlier.isFailedAlike, true);
    assert.deepEqual([third.outcome.outcome, new Set(truto.keys).size], ['applied', 2]);
  });

  it('is refused where the first try is, and ends', async () => {
    truto.patch = (count) => (count === 0 ? refusal(422) : undefined);
    assert.equal((await send(window)).outcome.outcome, 'refused');
    assert.equal(truto.gets, 1);
    await send(window);
    assert.equal(new Set(truto.keys).size, 2);
  });

  for (const status of [400, 409, 422, 423, 425])
    it(`is tried again where its key is in use, and looked for: ${status}`, async () => {
      truto.patch = (count, fake, fields) => {
        if (count === 0) throw broken();
        if (count === 2) fake.apply(fields);
        return refusal(status, 'A request with this Idempotency-Key is still being processed');
      };
      const { outcome } = await send(window);
      assert.deepEqual([outcome.outcome, truto.keys.length, new Set(truto.keys).size], ['applied', 3, 1]);
    });

  for (const [code, syscall] of [
    ['EHOSTUNREACH', 'read'],
    ['ENETUNREACH', 'write'],
    ['ENETDOWN', 'read'],
    ['EPROTO', 'write'],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', undefined],
  ] as const)
    it(`is looked for where its connection broke late: ${code} of ${syscall}`, async () => {
      truto.patch = (_, fake, fields) => {
        fake.apply(fields);
        throw broken(code, syscall);
      };
      assert.equal((await send(window)).outcome.outcome, 'applied');
      truto.patch = (_, fake, fields) => {
        fake.apply(fields);
        return cut(200, '{"id":', 'application/json', broken(code, syscall));
      };
      const { outcome } = await send(window, { title: 'Duchess' });
      assert.deepEqual([outcome.outcome, outcome.verdict], ['applied', 'updated']);
    });

  it('was not sent where its connection was not made', async () => {
    truto.patch = () => {
      throw broken('EHOSTUNREACH', 'connect');
    };
    const { outcome, words } = await send(window);
    assert.equal(outcome.outcome, 'notSent');
    assert.match(words, /Nothing was sent, nothing changed\./);
  });

  for (const status of [408, 409, 423, 425, 499])
    it(`is looked for where a ${status} broke off`, async () => {
      truto.patch = (_, fake, fields) => {
        fake.apply(fields);
        return cut(status, '{"statusCode":');
      };
      assert.equal((await send(window)).outcome.outcome, 'applied');
    });

  for (const status of [301, 302, 303])
    it(`is looked for where a ${status} leads elsewhere`, async () => {
      truto.patch = (_, fake, fields) => {
        fake.apply(fields);
        return new Response(null, { status, headers: { location: '/users/usr_ada' } });
      };
      assert.equal((await send(window)).outcome.outcome, 'applied');
      truto.patch = () => new Response(null, { status, headers: { location: 'https://login.example/' } });
      assert.equal((await send(window, { title: 'Duchess' })).outcome.outcome, 'unknown');
    });

  for (const status of [307, 308])
    it(`is refused where a ${status} asks for the same elsewhere`, async () => {
      truto.patch = () => new Response(null, { status, headers: { location: 'https://other.example/' } });
      assert.equal((await send(window)).outcome.outcome, 'refused');
    });

  it('is said to be updated in what was seen alone', async () => {
    truto.patch = (_, fake, { title }) => {
      fake.apply({ title });
      return json(fake.user);
    };
    const { outcome, words } = await send(window, {
      title: 'Countess',
      avatar: 'https://x/y.png',
      password: 'hunter22',
    });
    assert.deepEqual([outcome.verdict, outcome.untold], ['updated', ['avatar', 'password']]);
    assert.equal(words, 'Ada updated: title. Not returned by the account, so not checked: avatar, password.');
  });

  it('is said to have its values in what was seen alone, where there was no response', async () => {
    truto.patch = (_, fake, { title }) => {
      fake.apply({ title });
      throw broken();
    };
    const { words } = await send(window, { title: 'Countess', avatar: 'https://x/y.png' });
    assert.match(words, /the update was applied\. Not returned by the account, so not checked: avatar\.$/);
  });

  it('of many is looked at unless its response tells of all but secrets', async () => {
    truto.patch = (_, fake, { title }) => {
      fake.apply({ title });
      return json(fake.user);
    };
    const spared = { isSpared: true };
    await send(window, { title: 'Countess', password: 'hunter22' }, {}, spared);
    assert.equal(truto.gets, 1);
    const { outcome } = await send(window, { title: 'Duchess', avatar: 'https://x/y.png' }, {}, spared);
    assert.deepEqual([truto.gets, outcome.verdict, outcome.untold], [3, 'updated', ['avatar']]);
  });

  for (const [what, body] of [
    ['another user', { id: 'usr_bob', name: 'Bob', title: 'Countess' }],
    ['nothing', {}],
    ['words', { maintenance: true }],
    ['an envelope', { result: { id: 'usr_ada', title: 'Countess' } }],
    ['a list', { result: [{ id: 'usr_ada', title: 'Countess' }] }],
  ] as const) {
    it(`is not shown by a look at ${what}, but by the next one`, async () => {
      const queued = (_: number, fake: FakeTruto, fields: object) => {
        fake.apply({ ...fields });
        return json({ job: 'queued' }, 202);
      };
      truto.patch = queued;
      truto.get = (count) => (count === 0 || count > 2 ? undefined : json(body));
      const { outcome } = await send(window);
      assert.deepEqual([outcome.verdict, truto.gets], ['updated', 4]);
      truto.get = (count) => (count === 4 ? undefined : json(body));
      assert.equal((await send(window, { title: null })).outcome.verdict, 'noUser');
    });

    it(`is not prepared by a look at ${what}`, async () => {
      truto.get = () => json(body);
      await assert.rejects(send(window), (error) => explanationOf(error)?.code === 'unexpectedResponse');
      assert.deepEqual(truto.keys, []);
    });
  }

  for (const [what, response, options] of [
    ['a page in the format of the provider', () => page(), inRaw],
    ['a page that breaks off', () => cut(200, '<html>', 'text/html'), {}],
    ['a page that breaks off, called text', () => cut(200, '\n <html>', 'text/plain'), {}],
    ['a page that breaks off in the format of the provider', () => cut(200, '<html>', 'text/html'), inRaw],
    ['markup where JSON was asked for', () => cut(200, '<?xml version="1.0"?>', 'application/xml'), {}],
    ['an error in the format of the provider', () => json({ statusCode: 500, error: 'x', message: '' }), inRaw],
  ] as const)
    it(`is no success with ${what}, and goes out under the same key again`, async () => {
      truto.patch = response;
      const { outcome, words } = await send(window, { title: 'Countess' }, options);
      assert.deepEqual([outcome.outcome, outcome.verdict], ['unknown', 'noUser']);
      assert.doesNotMatch(words, /was (accepted|applied)/);
      assert.match(words, /It is safe to send the same update again\./);
      truto.patch = () => undefined;
      const again = await send(window, { title: 'Countess' }, options);
      assert.deepEqual([again.outcome.outcome, new Set(truto.keys).size], ['applied', 1]);
    });

  it('is a success with a page where a look shows it', async () => {
    truto.patch = (_, fake, fields) => {
      fake.apply(fields);
      return cut(200, '<html>', 'text/html');
    };
    const { outcome } = await send(window);
    assert.deepEqual([outcome.outcome, outcome.verdict], ['applied', 'updated']);
  });

  for (const [what, response] of [
    ['XML', () => new Response('<?xml version="1.0"?><ok/>', { headers: { 'content-type': 'application/xml' } })],
    ['JSON that is called HTML', () => new Response('{"ok":1}', { headers: { 'content-type': 'text/html' } })],
    ['nothing', () => new Response(null, { status: 204 })],
  ] as const)
    it(`may have ${what} for a response in the format of the provider`, async () => {
      truto.patch = response;
      assert.equal((await send(window, { title: 'Countess' }, inRaw)).outcome.verdict, 'notVisibleYet');
    });

  for (const isReadable of [false, true])
    for (const format of ['stream', 'raw', 'unified'])
      it(`is accepted where not all of its response was taken, and ends: ${format}, ${isReadable}`, async () => {
        if (!isReadable) nobodyReads();
        truto.patch = () => json({ id: 'usr_ada' });
        const options = { query: { truto_response_format: format }, body: 'whole' } as const;
        const prepared = await window.updates.prepare(
          requestOf(window, fileOf(userFile({ title: 'Countess' })), options),
        );
        assert.ok(prepared.obstacle === undefined);
        const { verdict, body } = await window.updates.run(prepared, {
          sending: (sends) => sends({ receive: () => Promise.resolve('notWhole') }),
          looking: (look) => look(),
        });
        assert.deepEqual([verdict, body], [isReadable ? 'notVisibleYet' : 'unchecked', undefined]);
        await send(window, { title: 'Countess' }, options);
        assert.equal(new Set(truto.keys).size, 2);
      });

  it('of a page is none, however much of it was taken', async () => {
    truto.patch = () => page();
    const prepared = await window.updates.prepare(requestOf(window, fileOf(userFile({ title: 'Countess' }))));
    assert.ok(prepared.obstacle === undefined);
    const { verdict } = await window.updates.run(prepared, {
      sending: (sends) =>
        sends({
          receive: async ({ chunks }) => {
            for await (const chunk of chunks) assert.ok(chunk);
            return 'notWhole';
          },
        }),
      looking: (look) => look(),
    });
    assert.equal(verdict, 'noUser');
  });

  it('is accepted where its response is larger than a user is', async () => {
    nobodyReads();
    truto.patch = () => json({ id: 'usr_ada', name: 'x'.repeat(maxUserBytes) });
    const options = { query: { truto_response_format: 'stream' }, body: 'whole' } as const;
    const { outcome, words } = await send(window, { title: 'Countess' }, options);
    assert.equal(outcome.verdict, 'unchecked');
    assert.match(words, /was accepted \(title\)/);
  });

  for (const [what, failing] of [
    ['a firewall', () => page(403)],
    ['Truto', () => refusal(500)],
    [
      'the network',
      () => {
        throw broken('ECONNREFUSED', 'connect');
      },
    ],
  ] as const)
    it(`is not said to be unreadable where looks fail because of ${what}`, async () => {
      truto.get = (count) => (count === 0 ? undefined : failing());
      const { outcome, words } = await send(window);
      assert.deepEqual([outcome.outcome, outcome.verdict], ['applied', 'notLooked']);
      assert.match(words, /was accepted \(title\)\. It is not checked: the live user could not be read just now\.$/);
      let failures = 0;
      truto.get = (count) => (count < truto.gets - 1 || failures++ > 3 || failures === 1 ? undefined : failing());
      assert.equal((await send(window, { title: 'Duchess' })).outcome.verdict, 'updated');
    });

  for (const [what, get] of [
    ['403 of Truto', () => refusal(403)],
    ['403 of the provider', () => refusal(403, 'No.', true)],
    ['400 of the provider', () => refusal(400, 'Missing scope: users.read', true)],
    ['422', () => refusal(422)],
  ] as const)
    it(`goes whole where the user may not be read: ${what}`, async () => {
      truto.get = get;
      const { outcome, prepared } = await send(window, { title: 'Countess' }, { body: 'whole' });
      assert.deepEqual([prepared.live, prepared.unread, outcome.verdict], [undefined, 'cannotCompare', 'unchecked']);
      await assert.rejects(send(window, { title: 'Duchess' }), /cannotCompare|Refused|refused/);
    });

  for (const [what, get] of [
    ['there is no such user', () => refusal(404)],
    ['the token is wrong', () => refusal(401)],
    ['something in between refuses', () => page(403)],
    ['the server fails', () => refusal(500)],
  ] as const)
    it(`is not prepared, whole or not, where ${what}`, async () => {
      truto.get = get;
      for (const body of ['whole', 'changed'] as const) await assert.rejects(send(window, { title: 'x' }, { body }));
      assert.deepEqual(truto.keys, []);
    });

  for (const status of [400, 404, 500])
    it(`goes whole where reads are not offered, and one try answers ${status}`, async () => {
      truto.methods = ['update'];
      truto.get = () => refusal(status, 'Method get not supported', status === 500);
      const { prepared, outcome } = await send(window, { title: 'Countess' }, { body: 'whole' });
      assert.deepEqual([prepared.unread, outcome.verdict], ['cannotCompare', 'unchecked']);
    });

  for (const status of [404, 405])
    it(`is taken back where users can only be listed, and a read answers ${status}`, async () => {
      truto.methods = ['list', 'update'];
      truto.get = () => refusal(status);
      await send(window);
      const kept = (user: object) => KeptUser.of({ ...user }, seal);
      const entry = {
        account: { id: accounts.hubspot },
        user: { id: 'usr_ada', name: 'Ada' },
        source: 'file:///ada.json',
        query: kept({}),
        readQuery: kept({}),
        before: kept({ title: 'Analyst' }),
        sent: kept({ title: 'Countess' }),
        after: kept({ title: 'Countess' }),
      } as unknown as HistoryEntry;
      const undo = await prepareUndo(entry, window.environments.open(), window.updates);
      assert.ok('prepared' in undo && undo.prepared);
      assert.deepEqual(
        undo.prepared.fields.map(({ name, value }) => [name, value]),
        [['title', 'Analyst']],
      );
      assert.equal(truto.gets, 0);
    });
});
