import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { KeptUser } from '../../../src/core/secrets/keptUser';
import type { OpenAttempt } from '../../../src/core/update/openAttempts';
import { AttemptFiles } from '../../../src/updates/attemptFiles';
import { Attempts, UpdateUnderWayError, type HeldAttempts } from '../../../src/updates/attempts';
import { Seals } from '../../../src/updates/seals';
import { temporaryFolder } from '../../host/temporaryFolder';
import { seal } from '../core/secrets/seal';

const attempt = (key: string): OpenAttempt => ({
  key,
  content: 'content',
  firstUsed: 1,
  source: 'source',
  isFailedAlike: true,
  sent: {
    names: ['title', 'api_key'],
    before: KeptUser.of({ title: 'Miss' }, seal),
    after: KeptUser.of({ title: 'Countess', api_key: 'private' }, seal),
  },
});

describe('the attempts of updates', () => {
  let storage: string;
  const folder = () => join(storage, 'attempts');
  const open = () => new Attempts(new AttemptFiles(storage), new Seals(storage));
  const files = () => readdirSync(folder()).map((name) => join(folder(), name));
  const keep = (user: string, ...keys: string[]) => open().hold(user, (held) => held.keep(keys.map(attempt)));
  const isKept = (held: HeldAttempts) => Promise.resolve(held.isKept);
  const kept = (user: string) => open().hold(user, (held) => Promise.resolve(held.open.map(({ key }) => key)));

  beforeEach(() => {
    storage = temporaryFolder('truto-users').path;
  });

  it('are those of one user, and there for every window', async () => {
    await keep('ada', 'one', 'two');
    assert.deepEqual([await kept('ada'), await kept('grace')], [['one', 'two'], []]);
    await open().hold('ada', (held) => {
      const [first] = held.open;
      assert.deepEqual(JSON.parse(JSON.stringify(first)), JSON.parse(JSON.stringify(attempt('one'))));
      assert.ok(first?.sent.after.isSame('title', 'Countess'));
      return Promise.resolve();
    });
    await keep('ada');
    assert.deepEqual([await kept('ada'), files()], [[], []]);
  });

  it('hold no secret, and no name of a user', async () => {
    await keep('ada', 'one');
    for (const file of files()) assert.doesNotMatch(file + readFileSync(file, 'utf8'), /private|ada/);
  });

  it('belong to one send at a time, in this window and in others', async () => {
    const window = open();
    await window.hold('ada', async () => {
      await assert.rejects(kept('ada'), UpdateUnderWayError);
      await assert.rejects(
        window.hold('ada', () => Promise.resolve()),
        UpdateUnderWayError,
      );
      assert.deepEqual(await kept('grace'), []);
    });
    assert.deepEqual(await kept('ada'), []);
    await assert.rejects(
      window.hold('ada', () => Promise.reject(new Error('failed'))),
      /failed/,
    );
    assert.deepEqual(await kept('ada'), []);
  });

  it('are taken over from a window that is gone, and from none that lives', async () => {
    await keep('ada', 'one');
    const lock = files()[0]!.replace(/json$/, 'lock');
    const gone = fork('-e', [], { execArgv: [], stdio: 'ignore' });
    await new Promise((resolve) => gone.on('exit', resolve));
    writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname() }));
    await assert.rejects(kept('ada'), UpdateUnderWayError);
    writeFileSync(lock, JSON.stringify({ pid: gone.pid, host: 'another computer' }));
    await assert.rejects(kept('ada'), UpdateUnderWayError);
    writeFileSync(lock, JSON.stringify({ pid: gone.pid, host: hostname() }));
    assert.deepEqual(await kept('ada'), ['one']);
    writeFileSync(lock, 'damaged');
    await assert.rejects(kept('ada'), UpdateUnderWayError);
    for (const hours of [-1, 1]) {
      writeFileSync(lock, JSON.stringify({ pid: process.pid, host: 'another computer' }));
      const then = new Date(Date.now() + hours * 3_600_000);
      utimesSync(lock, then, then);
      assert.deepEqual(await kept('ada'), ['one']);
    }
    assert.ok(!existsSync(lock));
  });

  it('can be held by a window again once another one has let them go', async () => {
    const window = open();
    const hold = () => window.hold('ada', () => Promise.resolve('held'));
    await open().hold('ada', () => assert.rejects(hold(), UpdateUnderWayError));
    assert.equal(await hold(), 'held');
  });

  it('are taken over from what says nothing of who holds them', async () => {
    await keep('ada', 'one');
    const lock = files()[0]!.replace(/json$/, 'lock');
    for (const holder of [{ host: hostname() }, { host: hostname(), pid: 'x' }]) {
      writeFileSync(lock, JSON.stringify(holder));
      assert.deepEqual(await kept('ada'), ['one']);
    }
  });

  it('are taken over at the second try where a window ended while it took them over', async () => {
    await keep('ada', 'one');
    const lock = files()[0]!.replace(/json$/, 'lock');
    writeFileSync(lock, JSON.stringify({ pid: 2 ** 30, host: hostname() }));
    writeFileSync(`${lock}.taking`, '');
    for (let tries = 0; tries < 2; tries++) await assert.rejects(kept('ada'), UpdateUnderWayError);
    utimesSync(`${lock}.taking`, 1, 1);
    await assert.rejects(kept('ada'), UpdateUnderWayError);
    assert.deepEqual(await kept('ada'), ['one']);
    assert.deepEqual(files().length, 1);
  });

  it('can be held again where taking them over has failed', async () => {
    await keep('ada', 'one');
    const window = open();
    const hold = () => window.hold('ada', ({ open: [first] }) => Promise.resolve(first?.key));
    const lock = files()[0]!.replace(/json$/, 'lock');
    writeFileSync(lock, JSON.stringify({ pid: 2 ** 30, host: hostname() }));
    mkdirSync(`${lock}.taking`);
    utimesSync(`${lock}.taking`, 1, 1);
    await assert.rejects(hold(), (error) => !(error instanceof UpdateUnderWayError));
    rmdirSync(`${lock}.taking`);
    assert.equal(await hold(), 'one');
  });

  it('are taken over by one window alone, however many try', async () => {
    await keep('ada', 'one');
    const lock = files()[0]!.replace(/json$/, 'lock');
    for (let round = 0; round < 20; round++) {
      writeFileSync(lock, JSON.stringify({ pid: 2 ** 30, host: hostname() }));
      let holders = 0;
      const tries = Array.from({ length: 5 }, () =>
        open()
          .hold('ada', async () => {
            assert.equal(++holders, 1);
            await new Promise((resolve) => setTimeout(resolve, 5));
            holders--;
          })
          .catch((error: unknown) => assert.ok(error instanceof UpdateUnderWayError)),
      );
      await Promise.all(tries);
    }
  });

  it('begin anew where what was kept is damaged', async () => {
    await keep('ada', 'one', 'two');
    const [file] = files();
    const good = readFileSync(file!, 'utf8');
    const [one, two] = JSON.parse(good) as Record<string, unknown>[];
    const damaged = ['', 'x', 'null', '{}', good.slice(0, -3), JSON.stringify([null, 7, { ...one, key: 7 }])];
    for (const text of damaged) {
      writeFileSync(file!, text);
      assert.deepEqual(await kept('ada'), [], text);
    }
    for (const name of Object.keys(one!).filter((key) => key !== 'before')) {
      writeFileSync(file!, JSON.stringify([{ ...one, [name]: null }, two]));
      assert.deepEqual(await kept('ada'), ['two'], name);
    }
  });

  it('are remembered by the window where nothing can be written', async () => {
    mkdirSync(storage, { recursive: true });
    writeFileSync(folder(), 'no folder');
    const window = open();
    await window.hold('ada', (held) => held.keep([attempt('one')]));
    const seen = await window.hold('ada', (held) => Promise.resolve([held.isKept, held.open.map(({ key }) => key)]));
    assert.deepEqual(seen, [false, ['one']]);
    assert.ok(await new Attempts(new AttemptFiles(`${storage}-2`), new Seals(storage)).hold('ada', isKept));
  });

  it('are the last twenty at most', async () => {
    await keep('ada', ...Array.from({ length: 30 }, (_, index) => String(index)));
    assert.deepEqual((await kept('ada')).at(0), '10');
    assert.equal((await kept('ada')).length, 20);
  });
});
