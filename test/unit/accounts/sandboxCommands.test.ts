import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { SandboxSession } from '../../../src/accounts/sandboxCommands';
import { EnvironmentFacts } from '../../../src/api/environmentFacts';
import { ProfileStore } from '../../../src/platform/profileStore';
import { FakeMemento, FakeSecrets } from '../platform/sharedState';
import { said } from '../vscode';

const name = 'Local Sandbox';

describe('trying with the local sandbox', () => {
  let shared: FakeMemento;
  let secrets: FakeSecrets;
  let ports: number;

  beforeEach(() => {
    shared = new FakeMemento();
    secrets = new FakeSecrets();
    ports = 50_000;
    said.length = 0;
  });

  /** One of several windows. */
  function open() {
    const facts = new EnvironmentFacts(shared);
    const profiles = new ProfileStore(new FakeMemento(), shared, secrets, facts);
    const closed: string[] = [];
    const start = () => {
      const baseUrl = `http://127.0.0.1:${++ports}`;
      const close = () => Promise.resolve(void closed.push(baseUrl));
      return Promise.resolve({ baseUrl, token: `token of ${baseUrl}`, close });
    };
    const session = new SandboxSession(profiles, facts, start);
    const { startSandbox, stopSandbox } = session.commands();
    return {
      profiles,
      facts,
      closed,
      start: () => startSandbox() as Promise<{ readonly baseUrl: string; readonly token: string }>,
      stop: () => stopSandbox(),
    };
  }
  const names = ({ profiles }: ReturnType<typeof open>) => profiles.list().map((profile) => profile.name);
  /** What a window has left that served a sandbox and is gone, as after a crash. */
  async function leave({ profiles, facts }: ReturnType<typeof open>, host = hostname()) {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const left = { name, baseUrl: 'http://127.0.0.1:49999' };
    await profiles.save(left, 'token of before');
    await facts.learn(left, { servedBy: `${host} ${pid}` });
  }

  for (const baseUrl of ['http://localhost:3000', 'http://127.0.0.1:3000', 'https://truto.example'])
    it(`leaves an environment of its name at ${baseUrl} alone, and takes another name`, async () => {
      const window = open();
      const own = { name, baseUrl };
      await window.profiles.save(own, 'own token');
      const sandbox = await window.start();
      assert.deepEqual(window.profiles.active(), { name: `${name} 2`, baseUrl: sandbox.baseUrl });
      assert.equal(await window.profiles.token(own), 'own token');
      await window.stop();
      assert.deepEqual(window.profiles.list(), [own]);
      assert.deepEqual([said, window.closed], [[], [sandbox.baseUrl]]);
    });

  it('in a second window leaves the first its own', async () => {
    const [one, other] = [open(), open()];
    const first = await one.start();
    const second = await other.start();
    one.profiles.catchUp();
    assert.deepEqual(one.profiles.active(), { name, baseUrl: first.baseUrl });
    assert.equal(await one.profiles.token(one.profiles.active()!), first.token);
    assert.equal(await other.profiles.token(other.profiles.active()!), second.token);
    await other.stop();
    assert.deepEqual([names(one), one.profiles.lost()], [[name], undefined]);
    await one.stop();
    assert.deepEqual(names(one), []);
  });

  it('takes the place of what a window that is gone has left', async () => {
    const window = open();
    await leave(window);
    const sandbox = await window.start();
    assert.deepEqual(window.profiles.list(), [{ name, baseUrl: sandbox.baseUrl }]);
  });

  it('leaves alone what a window on another computer serves', async () => {
    const window = open();
    await leave(window, `other-${hostname()}`);
    await window.start();
    assert.deepEqual(names(window), [name, `${name} 2`]);
  });

  it('again is the same sandbox, under the same name', async () => {
    const window = open();
    await window.profiles.save({ name, baseUrl: 'http://localhost:3000' }, 'own token');
    const sandbox = await window.start();
    await window.profiles.switchTo(name);
    assert.deepEqual(await window.start(), sandbox);
    assert.deepEqual(names(window), [name, `${name} 2`]);
    assert.equal(window.profiles.active()?.name, `${name} 2`);
    await window.stop();
    await window.start();
    assert.deepEqual(names(window), [name, `${name} 2`]);
  });

  it('can be tried again where it did not start', async () => {
    const facts = new EnvironmentFacts(shared);
    const profiles = new ProfileStore(new FakeMemento(), shared, secrets, facts);
    let tries = 0;
    const close = () => Promise.resolve();
    const session = new SandboxSession(profiles, facts, () =>
      ++tries === 1
        ? Promise.reject(new Error('no port'))
        : Promise.resolve({ baseUrl: 'http://127.0.0.1:1', token: 'token', close }),
    );
    const { startSandbox } = session.commands();
    await assert.rejects(Promise.resolve(startSandbox()), /no port/);
    assert.deepEqual(await startSandbox(), { baseUrl: 'http://127.0.0.1:1', token: 'token' });
  });
});
