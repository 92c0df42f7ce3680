import assert from 'node:assert/strict';
import { namedFaults, readFault, type FaultName } from '../../../src/sandbox/namedFaults';
import {
  call,
  callUser,
  eachWithSandbox,
  hubspot,
  isCut,
  type Json,
  type Reply,
  patch,
  textOf,
  userPath,
  usersPath,
} from './callSandbox';

const idOf = (reply: Reply) => (reply.json as Json | null)?.id;

describe('the named faults of the sandbox', () => {
  const sandbox = eachWithSandbox();
  const title = () => sandbox().user(hubspot, 'usr_ada')?.title;

  for (const [name, status, isApplied] of [
    ['firewall403', 403, false],
    ['page404', 404, false],
    ['gateway502', 502, false],
    ['unavailable503', 503, false],
    ['timeout504', 504, false],
    ['unknown520', 520, false],
    ['captivePortal', 200, false],
    ['errorEnvelope', 200, false],
    ['queued202', 202, false],
    ['failed500', 500, false],
    ['provider500', 500, false],
    ['blocked503', 503, false],
    ['noContent204', 204, true],
    ['multiStatus207', 207, true],
    ['nullBody', 200, true],
    ['listBody', 200, true],
    ['envelope', 200, true],
    ['otherUser', 200, true],
  ] as const satisfies [FaultName, number, boolean][]) {
    it(`${name}: ${status}, the update ${isApplied ? 'applied' : 'not applied'}; a get as well`, async () => {
      sandbox().inject(namedFaults[name]);
      const updated = await patch(sandbox(), hubspot, { title: 'x' });
      assert.equal(updated.status, status);
      assert.equal(title(), isApplied ? 'x' : 'Analyst');
      assert.notEqual(idOf(updated), 'usr_ada');
      sandbox().inject(namedFaults[name]);
      const read = await callUser(sandbox(), hubspot);
      assert.equal(read.status, status);
      assert.notEqual(idOf(read), 'usr_ada');
      assert.equal((await callUser(sandbox(), hubspot)).json.id, 'usr_ada');
    });
  }

  it('pages of gateways are HTML and carry nothing of Truto', async () => {
    for (const name of ['firewall403', 'unavailable503', 'captivePortal'] as const) {
      sandbox().inject({ ...namedFaults[name], when: 'afterApplying' });
      const { headers, text } = await patch(sandbox(), hubspot, { title: name });
      assert.match(headers.get('content-type') ?? '', /^text\/html/);
      assert.match(text, /^<!doctype html>/);
      assert.equal(title(), name);
    }
  });

  it('bodies that are no user', async () => {
    const bodies = { nullBody: null, queued202: { job: 'queued' }, noContent204: undefined };
    for (const [name, body] of Object.entries(bodies)) {
      sandbox().inject(namedFaults[name as keyof typeof bodies]);
      const { text } = await patch(sandbox(), hubspot, { title: 'x' });
      assert.deepEqual(text === '' ? undefined : JSON.parse(text), body);
    }
    sandbox().inject(namedFaults.otherUser);
    assert.equal((await patch(sandbox(), hubspot, { title: 'x' })).json.id, 'usr_somebody_else');
    sandbox().inject(namedFaults.listBody);
    assert.equal((await patch(sandbox(), hubspot, { title: 'x' })).json[0]!.id, 'usr_ada');
  });

  for (const [name, isApplied] of [
    ['lostBefore', false],
    ['lostAfter', true],
    ['cutInside', true],
  ] as const) {
    it(`${name}: no whole response, the update ${isApplied ? 'applied' : 'not applied'}`, async () => {
      sandbox().inject(namedFaults[name]);
      await assert.rejects(patch(sandbox(), hubspot, { title: 'x' }), isCut);
      assert.equal(title(), isApplied ? 'x' : 'Analyst');
    });
  }

  it('a cursor that repeats itself, of any list', async () => {
    sandbox().inject(namedFaults.repeatedCursor);
    for (const path of [usersPath(hubspot), '/integrated-account?x=1']) {
      const { json } = await call(sandbox(), path);
      const cursor = textOf(json.next_cursor);
      for (let count = 0; count < 3; count += 1)
        assert.equal((await call(sandbox(), `${path}&next_cursor=${cursor}`)).json.next_cursor, cursor);
    }
  });

  it('a page that fails, once', async () => {
    sandbox().inject(namedFaults.failedPage);
    const { json } = await call(sandbox(), usersPath(hubspot));
    const second = usersPath(hubspot, `&next_cursor=${textOf(json.next_cursor)}`);
    assert.deepEqual([(await call(sandbox(), second)).status, (await call(sandbox(), second)).status], [502, 200]);
  });

  for (const [name, status] of [
    ['deepBody', 200],
    ['deepError', 500],
  ] as const) {
    it(`${name}: 100,000 levels`, async () => {
      sandbox().inject(namedFaults[name]);
      const reply = await patch(sandbox(), hubspot, { title: 'x' });
      assert.equal(reply.status, status);
      assert.equal(/\[+/.exec(reply.text)?.[0].length, 100_000);
      assert.ok(Object.keys(reply.json).length > 1, 'JSON');
    });
  }

  for (const [name, status] of [
    ['hugeBody', 200],
    ['hugeError', 500],
  ] as const) {
    it(`${name}: 64 MB of JSON`, async () => {
      sandbox().inject(namedFaults[name]);
      const { status: given, headers } = await read(name);
      assert.equal(given, status);
      assert.ok(Number(headers.get('content-length')) > 64_000_000);
    });
  }

  for (const name of ['endlessBody', 'endlessError'] as const) {
    it(`${name}: more and more, until the client leaves`, async () => {
      sandbox().inject(namedFaults[name]);
      const response = await read(name);
      let bytes = 0;
      for await (const chunk of response.body!) {
        bytes += (chunk as Uint8Array).length;
        if (bytes > 10_000_000) break;
      }
      assert.ok(bytes > 10_000_000);
      assert.equal((await callUser(sandbox(), hubspot)).status, 200);
    });
  }

  it('are read from a line: a method, a name, how often', async () => {
    sandbox().inject(readFault('PATCH gateway502 2'));
    const statuses = [];
    statuses.push((await callUser(sandbox(), hubspot)).status);
    for (let count = 0; count < 3; count += 1) statuses.push((await patch(sandbox(), hubspot, {})).status);
    assert.deepEqual(statuses, [200, 502, 502, 200]);
    assert.deepEqual(readFault('captivePortal'), namedFaults.captivePortal);
    assert.deepEqual(readFault(' GET failedPage 3 '), {
      ...namedFaults.failedPage,
      times: 3,
      match: { path: 'next_cursor=', method: 'GET' },
    });
    for (const line of ['', 'nothing', 'gateway502 often', 'toString', 'PATCH', 'patch gateway502'])
      assert.throws(() => readFault(line), /is no fault.*captivePortal/);
  });

  /** The response with its body still to come. */
  async function read(name: FaultName): Promise<Response> {
    const response = await fetch(`${sandbox().baseUrl}${userPath(hubspot, 'usr_ada')}`, {
      headers: { authorization: `Bearer ${sandbox().token}` },
    });
    if (name.startsWith('huge')) await response.body?.cancel();
    return response;
  }
});
