import assert from 'node:assert/strict';
import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { AttemptFiles } from '../../../src/updates/attemptFiles';
import { UpdateUnderWayError } from '../../../src/updates/attempts';
import type { UpdateObserver } from '../../../src/updates/updateObserver';
import { temporaryFolder } from '../../host/temporaryFolder';
import { broken, FakeTruto, refusal } from './fakeTruto';
import { fileOf, openWindow, requestOf, userFile, type HeadlessWindow } from './headless';

describe('a user whose window slept while it sent', () => {
  const storage = () => window.storage;
  let truto: FakeTruto;
  /** What the window goes on after. */
  let meanwhile: Promise<unknown>;
  let window: HeadlessWindow;
  let other: HeadlessWindow;
  const locks = () =>
    readdirSync(join(storage(), 'attempts'))
      .filter((name) => name.endsWith('.lock'))
      .map((name) => join(storage(), 'attempts', name));
  /** As a window on another computer does that finds them old. */
  const takeLocks = () => locks().forEach((file) => rmSync(file));

  async function prepared(from: HeadlessWindow, fields: object) {
    const found = await from.updates.prepare(requestOf(from, fileOf(userFile(fields))));
    assert.ok(found.obstacle === undefined);
    return found;
  }
  const send = async (from: HeadlessWindow, fields: object) => from.updates.run(await prepared(from, fields));
  /** Does something before the first retry. */
  const inItsWait = (act: () => Promise<unknown>): UpdateObserver => {
    let isDone = false;
    return {
      sending: (sends) =>
        sends({
          onWait: () => {
            if (!isDone) meanwhile = act();
            isDone = true;
          },
        }),
      looking: (look) => look(),
    };
  };

  beforeEach(async () => {
    truto = new FakeTruto();
    meanwhile = Promise.resolve();
    const { path } = temporaryFolder('truto-users');
    window = openWindow({ fetch: truto.fetch, storage: path, turn: () => meanwhile.then(() => undefined) });
    other = openWindow({ fetch: truto.fetch, storage: path });
    for (const { profiles } of [window, other])
      await profiles.save({ name: 'Test', baseUrl: 'https://api.truto.one' }, 'token');
  });

  for (const hours of [-1, 1])
    it(`is still its own on this computer, whatever the clock says: ${hours} h`, async () => {
      truto.patch = (count) => (count === 0 ? refusal(502) : undefined);
      const then = Date.now() / 1000 + hours * 3600;
      const act = async () => {
        for (const lock of locks()) utimesSync(lock, then, then);
        await assert.rejects(send(other, { title: 'Theirs' }), UpdateUnderWayError);
      };
      const outcome = await window.updates.run(await prepared(window, { title: 'Mine' }), inItsWait(act));
      assert.deepEqual([outcome.outcome, truto.user['title'], truto.keys.length], ['applied', 'Mine', 2]);
    });

  it('is not sent to again once another window has taken it over', async () => {
    truto.patch = (count) => (count === 0 ? refusal(502) : undefined);
    const act = async () => {
      takeLocks();
      assert.equal((await send(other, { title: 'Theirs' })).outcome, 'applied');
    };
    const outcome = await window.updates.run(await prepared(window, { title: 'Mine' }), inItsWait(act));
    assert.deepEqual([outcome.outcome, outcome.attempts, truto.user['title']], ['unknown', 1, 'Theirs']);
    assert.equal(truto.keys.length, 2);
    assert.notEqual(truto.keys[1], outcome.idempotencyKey);
  });

  it('keeps what the other window has open', async () => {
    truto.patch = (count) => {
      if (count === 0) return refusal(502);
      throw broken();
    };
    let theirs = '';
    const act = async () => {
      takeLocks();
      const lost = await send(other, { title: 'Theirs' });
      assert.equal(lost.outcome, 'unknown');
      theirs = lost.idempotencyKey;
    };
    await window.updates.run(await prepared(window, { title: 'Mine' }), inItsWait(act));
    truto.patch = () => undefined;
    assert.equal((await send(other, { title: 'Theirs' })).idempotencyKey, theirs);
  });

  it('is not sent to at all where it was taken over before anything left', async () => {
    const update = await prepared(window, { title: 'Mine' });
    const onKept = () => {
      takeLocks();
      return send(other, { title: 'Theirs' }).then(() => undefined);
    };
    await assert.rejects(
      window.updates.runSeen(update, { sending: (sends) => sends({}), looking: (look) => look() }, { onKept }),
      UpdateUnderWayError,
    );
    assert.deepEqual([truto.keys.length, truto.user['title']], [1, 'Theirs']);
  });

  it('is free for others once nobody was seen to hold it for long, though its number is another process by now', async () => {
    await send(window, { title: 'Mine' });
    const files = new AttemptFiles(storage(), 0);
    const lock = join(storage(), 'attempts', 'ada.lock');
    writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname() }));
    assert.equal(await files.acquire('ada'), undefined);
    utimesSync(lock, 1, 1);
    // It was touched meanwhile.
    assert.equal(await files.acquire('ada'), undefined);
    const hold = await files.acquire('ada');
    assert.ok(hold);
    await hold.release();
  });
});
