import assert from 'node:assert/strict';
import { SentSecrets } from '../../../src/core/secrets/sentSecrets';
import { explanationOf } from '../../../src/api/explanationOf';
import { sendRequest } from '../../../src/updates/sendRequest';
import { unobserved, wholeBody, type UpdateObserver } from '../../../src/updates/updateObserver';
import { token, update } from '../api/clientUnderTest';
import { startScriptedServer, type ScriptedServer } from '../api/scriptedServer';
import { openWindow, type HeadlessWindow } from './headless';

describe('the request of an update', () => {
  let server: ScriptedServer;
  let window: HeadlessWindow;
  const send = (observer: UpdateObserver = unobserved) => sendRequest(window.environments.open(), update, observer);

  beforeEach(async () => {
    server = await startScriptedServer();
    window = openWindow();
    await window.profiles.save({ name: 'Test', baseUrl: server.baseUrl }, token);
  });
  afterEach(() => server.close());

  const headers = { 'x-request-id': 'req-1' };

  it('tells what the response is', async () => {
    server.script({ status: 200, json: { id: 'usr_ada' }, headers });
    const { secrets, ...facts } = await send();
    assert.deepEqual(facts, {
      outcome: 'applied',
      status: 200,
      requestId: 'req-1',
      attempts: 1,
      body: { id: 'usr_ada' },
    });
    assert.ok(secrets?.has(token));
    server.script({ status: 200, json: {} });
    assert.deepEqual(await send(), { outcome: 'applied', status: 200, attempts: 1, body: {}, secrets });
  });

  it('tells who refused it, by which request', async () => {
    server.script({ status: 422, json: { statusCode: 422, error: 'x', message: 'No.' }, headers });
    const { error, ...facts } = await send();
    assert.deepEqual(facts, { outcome: 'refused', status: 422, requestId: 'req-1', attempts: 1 });
    assert.equal(explanationOf(error)?.status, 422);
    server.script({ status: 422, json: { statusCode: 422, error: 'x', message: 'No.' } });
    assert.deepEqual(Object.keys(await send()), ['outcome', 'status', 'attempts', 'error']);
  });

  it('tells nothing of a response where there was none', async () => {
    server.script(({ socket }) => socket.destroy());
    const { error, ...facts } = await send();
    assert.deepEqual(facts, { outcome: 'unknown', attempts: 3 });
    assert.equal(explanationOf(error)?.origin, 'network');
  });

  for (const [from, sent] of [
    [1, 1],
    [2, 2],
  ] as const)
    it(`counts what has left, not what was to leave: ${sent}, where it is canceled in the wait after`, async () => {
      server.script({ status: 502, json: { statusCode: 502, error: 'x', message: 'No.' } });
      const stop = new AbortController();
      let waits = 0;
      const { attempts, outcome } = await send({
        ...unobserved,
        sending: (sends) =>
          sends({
            signal: stop.signal,
            onWait: () => {
              waits += 1;
              if (waits === from) stop.abort(new Error('canceled'));
            },
          }),
      });
      assert.deepEqual([outcome, attempts, server.received.length], ['unknown', sent, sent]);
    });

  it('was accepted, whatever becomes of its response', async () => {
    server.script({ status: 200, json: {}, headers });
    const fails: UpdateObserver = {
      ...unobserved,
      sending: (sends) => sends({ receive: () => Promise.reject(new Error('the disk is full')) }),
    };
    const { error, secrets, ...facts } = await send(fails);
    assert.deepEqual(facts, { outcome: 'applied', status: 200, requestId: 'req-1', attempts: 1 });
    assert.ok(secrets);
    assert.equal(error?.message, 'the disk is full');
  });

  it('may have been applied where whoever watches it fails, with whatever', async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- that is what others do
    const { error, ...facts } = await send({ ...unobserved, sending: () => Promise.reject('no reason') });
    assert.deepEqual(facts, { outcome: 'unknown', attempts: 0 });
    assert.ok(error instanceof Error);
    assert.equal(error.message, 'no reason');
  });

  it('has its response in order, however it is cut', async () => {
    const chunks = ['{"name":"J\u00fc', 'rgen","n":', '1.0}'].map((part) => Buffer.from(part));
    const body = await wholeBody({
      status: 200,
      headers: {},
      attempts: 1,
      contentType: 'application/json',
      secrets: new SentSecrets(),
      chunks,
    });
    assert.equal(JSON.stringify(body), '{"json":{"name":"J\u00fcrgen","n":1.0}}');
  });
});
