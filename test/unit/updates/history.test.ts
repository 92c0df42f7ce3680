import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { emptyJournal, journalLine } from '../../../src/core/journal/journalLine';
import { namedFaults } from '../../../src/sandbox/namedFaults';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { History, type HistoryOptions } from '../../../src/updates/history';
import type { Outcome } from '../../../src/updates/outcome';
import { Seals } from '../../../src/updates/seals';
import { prepareUndo } from '../../../src/updates/undo';
import { amount } from '../../host/long';
import { repoRoot } from '../../host/repoRoot';
import { until } from '../../host/until';
import { accounts } from '../../sandboxAccounts';
import { writeHistory } from './keptHistory';
import { fileOf, limits, openWindow, profileOf, requestOf, userFile, type HeadlessWindow } from './headless';

describe('the history of updates', () => {
  let sandbox: Sandbox;
  let window: HeadlessWindow;
  let history: History;

  const openHistory = (options: Partial<HistoryOptions> = {}) =>
    new History(window.storage, new Seals(window.storage), { isEnabled: () => true, days: () => 30, ...options });
  const folder = () => join(window.storage, 'history');
  const texts = () => readdirSync(folder()).map((name) => readFileSync(join(folder(), name), 'utf8'));

  beforeEach(async () => {
    sandbox = await startSandbox({ limits });
    window = openWindow();
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
    history = openHistory();
  });
  afterEach(() => sandbox.close());

  async function send(fields: object, kept: History = history, format?: string): Promise<Outcome> {
    const subscription = window.updates.onDidUpdate((update) => kept.remember(update));
    const prepared = await window.updates.prepare(
      requestOf(window, fileOf(userFile(fields)), {
        ...(format !== undefined && { query: { truto_response_format: format } }),
      }),
    );
    assert.ok(prepared.obstacle === undefined);
    const outcome = await window.updates.run(prepared);
    await kept.idOf(outcome);
    subscription.dispose();
    return outcome;
  }

  it('keeps of an update all that somebody may want to know of it', async () => {
    const outcome = await send({ title: 'Countess', languages: ['it'] });
    const id = await history.idOf(outcome);
    const entry = await openHistory().entry(id ?? '');
    assert.ok(entry);
    const { sent, before, after, query, readQuery, response, at, ...facts } = entry;
    assert.ok(Math.abs(at - Date.now()) < 600_000);
    assert.deepEqual(facts, {
      id,
      environment: { key: window.environments.open().key, name: 'Test' },
      account: { id: accounts.hubspot, name: 'HubSpot · acme' },
      user: { id: 'usr_ada', name: 'Ada Lovelace' },
      source: 'file:///ada.json',
      who: 'editor',
      fields: ['title', 'languages'],
      outcome: 'applied',
      status: 200,
      attempts: 1,
      isShown: true,
      key: outcome.idempotencyKey,
      ...(outcome.requestId !== undefined && { requestId: outcome.requestId }),
    });
    assert.deepEqual(before?.toJSON(), { title: 'Analyst', languages: ['en'] });
    assert.deepEqual([sent.toJSON(), after.toJSON()], [{ title: 'Countess', languages: ['it'] }, sent.toJSON()]);
    assert.deepEqual([query.toJSON(), readQuery.toJSON()], [{}, {}]);
    assert.match(response ?? '', /"title":"Countess"/);
  });

  it('keeps what was refused, and how often it was tried', async () => {
    sandbox.inject({ kind: 'status', status: 502, match: { method: 'PATCH' }, times: 2 });
    const tried = await history.entry((await history.idOf(await send({ title: 'Countess' }))) ?? '');
    assert.deepEqual([tried?.outcome, tried?.attempts], ['applied', 3]);
    const refused = await history.entry(
      (await history.idOf(await send({ status: 'deleted', emails: [{ email: 'x' }] }))) ?? '',
    );
    assert.deepEqual([refused?.outcome, refused?.status, refused?.failure], ['refused', 422, 'providerRefused']);
  });

  it('holds no secret anywhere', async () => {
    const secrets = ['hunter22-Secret!', 'sk-live-0123456789', 'tok-9876543210'];
    const [password, apiKey, token] = secrets;
    await send({ password, title: 'Countess', remote_data: { apiKey, nested: [{ name: 'token', value: token }] } });
    for (const text of texts()) for (const secret of [...secrets, sandbox.token]) assert.ok(!text.includes(secret));
  });

  for (const format of ['unified', 'stream', 'raw'])
    it(`holds no token that a response of the format ${format} repeats`, async () => {
      const body = JSON.stringify({ id: 'usr_ada', title: 'Countess', seen: { request: [sandbox.token] } });
      sandbox.inject({ kind: 'body', body, contentType: 'application/json', match: { method: 'PATCH' } });
      const id = await history.idOf(await send({ title: 'Countess' }, history, format));
      for (const text of texts()) assert.ok(!text.includes(sandbox.token));
      assert.match((await history.entry(id ?? ''))?.response ?? '', /"request":\["\[redacted\]"\]/);
    });

  it('lists the updates of all windows, the latest first, and reads only what has come', async () => {
    let now = Date.now();
    const clock = () => (now += 1000);
    const [one, other] = [openHistory({ now: clock }), openHistory({ now: clock })];
    await send({ title: 'A' }, one);
    await send({ title: 'B' }, other);
    const reader = openHistory();
    assert.equal((await reader.list()).rows.length, 2);
    await send({ timezone: 'Europe/Oslo' }, one);
    const { rows, damaged } = await reader.list();
    assert.deepEqual([rows.map(({ fields }) => fields[0]), damaged], [['timezone', 'title', 'title'], 0]);
  });

  it('reads entries the oldest first, whatever the days, the windows and the order they are asked for in', async () => {
    let now = Date.now() - 3 * 24 * 3_600_000;
    const [one, other] = [openHistory({ now: () => now }), openHistory({ now: () => now })];
    const titles = ['A', 'B', 'C', 'D', 'E', 'F'];
    for (const [index, title] of titles.entries()) {
      await send({ title }, index % 2 === 0 ? one : other);
      if (index % 2 === 1) now += 13 * 3_600_000;
      else now += 1000;
    }
    const reader = openHistory();
    const ids = (await reader.list()).rows.map(({ id }) => id);
    assert.ok(new Set(ids.map((id) => id.slice(0, 10))).size > 1);
    for (const asked of [ids, ids.toReversed(), [...ids.slice(3), ...ids.slice(0, 3)]]) {
      const entries = await reader.entries(asked);
      assert.deepEqual(
        entries.map(({ sent }) => sent.at('title')),
        titles,
      );
    }
  });

  it('reads entries of one moment as they stand in their files', async () => {
    const now = Date.now();
    const kept = openHistory({ now: () => now });
    for (const title of ['A', 'B', 'C']) await send({ title }, kept);
    const { rows } = await kept.list();
    const entries = await kept.entries(rows.map(({ id }) => id).toReversed());
    assert.deepEqual(
      entries.map(({ sent }) => sent.at('title')),
      ['A', 'B', 'C'],
    );
  });

  it('has all that two windows keep at the same time, each in a process of its own', async () => {
    const count = amount(150, 1000);
    const script = join(repoRoot, 'out', 'test', 'unit', 'updates', 'journalWindow.js');
    const reader = openHistory();
    await Promise.all([
      ...[0, count].map((first) =>
        promisify(execFile)(process.execPath, [script, window.storage, String(first), String(count)]),
      ),
      // While they write, a third one reads.
      reader.list(),
    ]);
    for (const one of [reader, openHistory()]) {
      const { rows, damaged } = await one.list();
      const users = new Set(rows.map(({ user }) => user.id));
      assert.deepEqual([rows.length, users.size, damaged], [2 * count, 2 * count, 0]);
    }
  }).timeout(120_000);

  it('goes back so many days, and forgets what is older', async () => {
    let now = Date.parse('2026-01-01T12:00:00Z');
    const kept = openHistory({ now: () => now, days: () => 7 });
    await send({ title: 'A' }, kept);
    now += 7 * 24 * 3_600_000;
    await send({ title: 'B' }, kept);
    assert.equal((await kept.list()).rows.length, 2);
    now += 24 * 3_600_000;
    await send({ title: 'C' }, kept);
    assert.equal(texts().length, 2);
    assert.equal((await kept.list()).rows.length, 2);
  });

  it('keeps updates, and lists them, although a file that is too old cannot be removed', async () => {
    mkdirSync(join(folder(), '2020-01-01-folder.jsonl'), { recursive: true });
    const failures: unknown[] = [];
    const kept = openHistory({ onFailure: (error) => failures.push(error) });
    const id = await kept.idOf(await send({ title: 'A' }, kept));
    assert.ok(id !== undefined);
    assert.deepEqual([(await kept.list()).rows.map((row) => row.id), failures], [[id], []]);
  });

  it('has each update once, also where a file could only be read in part at first', async () => {
    const [file = ''] = await writeHistory(window.storage, 3000, 1);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, text.indexOf('\n') + 1));
    const reader = openHistory();
    assert.equal((await reader.list()).rows.length, 1);
    writeFileSync(file, text);
    const handle = await open(file);
    const files = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    const own = Object.getOwnPropertyDescriptor(files, 'read') ?? {};
    const read = own.value as (...given: unknown[]) => Promise<unknown>;
    let reads = 0;
    const failing = function (this: FileHandle, ...given: unknown[]) {
      return ++reads === 2 ? Promise.reject(new Error('The disk is slow.')) : read.apply(this, given);
    };
    Object.defineProperty(files, 'read', { ...own, value: failing });
    try {
      assert.equal((await reader.list()).rows.length, 1);
    } finally {
      Object.defineProperty(files, 'read', own);
    }
    assert.equal((await reader.list()).rows.length, 3000);
  });

  describe('of an update that arrived while nobody could tell', () => {
    const request = (title: string) =>
      requestOf(window, fileOf(userFile({ title, password: 'hunter22', languages: ['it'] })));
    /** It is applied, and neither its response nor a look comes through. */
    async function arrive(title: string): Promise<Outcome> {
      const prepared = await window.updates.prepare(request(title));
      assert.ok(prepared.obstacle === undefined);
      sandbox.inject({ ...namedFaults.lostAfter, times: 3, match: { method: 'PATCH' } });
      sandbox.inject({ ...namedFaults.gateway502, times: 3, match: { method: 'GET', path: '/users' } });
      const outcome = await window.updates.run(prepared);
      assert.equal(outcome.outcome, 'unknown');
      await history.idOf(outcome);
      return outcome;
    }
    const rows = async () => (await history.list()).rows.map(({ outcome, key }) => [outcome, key]);

    for (const [what, isCrashed] of [
      ['has it once a look has shown it', false],
      ['has it although its window did not live to see it', true],
    ] as const)
      it(what, async () => {
        if (!isCrashed) window.updates.onDidUpdate((update) => history.remember(update));
        window.updates.onDidArrive((found) => history.recall(found));
        const { idempotencyKey: key } = await arrive('Countess');
        assert.equal((await rows()).length, isCrashed ? 0 : 1);
        // Who only looks settles nothing.
        await window.updates.prepare({ ...request('Countess'), purpose: 'look' });
        assert.equal(
          (await rows()).some(([outcome]) => outcome === 'applied'),
          false,
        );
        for (const title of ['Countess', 'Duchess']) await window.updates.prepare(request(title));
        await until('it is kept', async () => (await rows()).some(([outcome]) => outcome === 'applied'));
        assert.deepEqual(await rows(), [['applied', key]]);
        const [row] = (await history.list()).rows;
        const entry = await history.entry(row?.id ?? '');
        assert.ok(entry);
        assert.deepEqual(entry.fields, ['title', 'password', 'languages']);
        assert.deepEqual([entry.who, entry.source, entry.user.name], ['editor', 'file:///ada.json', 'Ada Lovelace']);
        assert.ok(texts().every((text) => !text.includes('hunter22')));
        const undone = await prepareUndo(entry, window.environments.open(), window.updates);
        assert.ok('prepared' in undone && undone.prepared);
        assert.deepEqual(
          undone.prepared.fields.map(({ name, value }) => [name, value]),
          [
            ['title', 'Analyst'],
            ['languages', ['en']],
          ],
        );
      });
  });

  it('lists the very same until an update comes or goes, in whichever window', async () => {
    const other = openHistory();
    const empty = await other.list();
    assert.equal(await other.list(), empty);
    await history.idOf(await send({ title: 'A' }));
    const one = await other.list();
    assert.notEqual(one, empty);
    assert.equal(await other.list(), one);
    await history.clear();
    assert.deepEqual((await other.list()).rows, []);
  });

  it('is gone when it was cleared, for other windows too, and goes on anew', async () => {
    const other = openHistory();
    const id = await history.idOf(await send({ title: 'A' }));
    assert.equal((await other.list()).rows.length, 1);
    await other.clear();
    assert.deepEqual([(await history.list()).rows, await history.entry(id ?? '')], [[], undefined]);
    await send({ title: 'B' });
    assert.equal((await other.list()).rows.length, 1);
  });

  it('keeps nothing while it is off', async () => {
    const off = openHistory({ isEnabled: () => false });
    assert.equal(await off.idOf(await send({ title: 'A' }, off)), undefined);
    assert.deepEqual((await off.list()).rows, []);
  });

  it('hinders no update where it cannot be written', async () => {
    const failures: unknown[] = [];
    rmSync(folder(), { recursive: true, force: true });
    mkdirSync(window.storage, { recursive: true });
    writeFileSync(folder(), 'a file in place of the folder');
    const kept = openHistory({ onFailure: (error) => failures.push(error) });
    const outcome = await send({ title: 'A' }, kept);
    assert.deepEqual([outcome.outcome, await kept.idOf(outcome), failures.length], ['applied', undefined, 1]);
  });

  it('shows what is not damaged', async () => {
    for (const title of ['A', 'B', 'C']) await send({ title });
    const [name] = readdirSync(folder());
    const path = join(folder(), name!);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"title":"B"', '"title":"X"'));
    const { rows, damaged } = await openHistory().list();
    assert.deepEqual([rows.length, damaged], [2, 1]);
  });

  it('takes no id that leads elsewhere', async () => {
    for (const id of ['', '../secret#1', 'a/b#1', '#1', 'a#', 'a#1#2'])
      assert.equal(await history.entry(id), undefined);
  });

  it('reads each of many entries once, and nothing again that it has read', async () => {
    const hash = (text: string) => createHash('sha256').update(text).digest('base64url');
    const id = await history.idOf(await send({ title: 'A' }));
    const [text = ''] = texts();
    const { entry } = JSON.parse(text) as { entry: { head: object } };
    let end = emptyJournal;
    const lines = Array.from({ length: 20_000 }, (_, index) => {
      const user = { id: `usr_${index}`, name: `User },"source": ${index}` };
      const next = journalLine(end, { ...entry, head: { ...entry.head, user } }, hash);
      ({ end } = next);
      return next.line;
    });
    writeFileSync(join(folder(), `${id?.slice(0, 10)}-many.jsonl`), lines.join(''));
    const reader = openHistory();
    const { rows } = await reader.list();
    assert.equal(rows.length, 20_001);
    const again = await reader.list();
    assert.ok(again.rows.every((row, index) => row === rows[index]));
    const wanted = rows.filter(({ user }) => user.id.endsWith('77')).map((row) => row.id);
    assert.equal((await reader.entries(wanted)).length, wanted.length);
  }).timeout(120_000);
});
