import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { importCliProfile } from '../../../src/accounts/importCliProfile';
import { AccountSelection } from '../../../src/platform/accountSelection';
import { ProfileStore } from '../../../src/platform/profileStore';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { temporaryFolder } from '../../host/temporaryFolder';
import { accounts } from '../../sandboxAccounts';
import { environmentsOf } from '../../sandboxEnvironments';
import { FakeMemento, FakeSecrets } from '../platform/sharedState';
import { presses, said } from '../vscode';

const never = () => ({ dispose: () => undefined });

describe('importing from the Truto CLI', () => {
  const homeBefore = { ...process.env };
  let sandbox: Sandbox;
  let home: string;
  let file: string;
  let secrets: FakeSecrets;
  let mementos: readonly FakeMemento[];
  let profiles: ProfileStore;

  before(async () => (sandbox = await startSandbox()));
  after(() => sandbox.close());
  beforeEach(() => {
    home = temporaryFolder('home').path;
    Object.assign(process.env, { HOME: home, USERPROFILE: home });
    file = join(home, '.truto', 'config.json');
    mkdirSync(join(home, '.truto'));
    secrets = new FakeSecrets();
    mementos = [new FakeMemento(), new FakeMemento()];
    profiles = new ProfileStore(mementos[0]!, mementos[1]!, secrets);
    said.length = presses.length = 0;
  });
  afterEach(() => {
    // What is assigned as a whole is no environment of the process any more.
    Object.assign(process.env, homeBefore);
    if (homeBefore['USERPROFILE'] === undefined) delete process.env['USERPROFILE'];
  });

  const selection = () =>
    new AccountSelection(mementos[0] as never, mementos[1] as never, { onDidMove: never, onDidLoseOrigin: never });
  const run = (own = selection()) =>
    importCliProfile({
      profiles,
      selection: own,
      environments: environmentsOf(sandbox.token, () => profiles.active()),
    });

  it('shows what it is and where it comes from before anything is kept, and leaves the file alone', async () => {
    const text = JSON.stringify({
      apiUrl: sandbox.baseUrl,
      token: sandbox.token,
      defaultIntegratedAccount: accounts.hubspot,
      openaiApiKey: 'sk-other',
    });
    writeFileSync(file, text);
    assert.deepEqual(await run(), [], 'not without a yes');
    assert.equal(secrets.stored.size, 0);
    const [question] = said;
    assert.match(question?.message ?? '', /Import the environment “Truto CLI”/);
    for (const part of [file, sandbox.baseUrl, accounts.hubspot]) assert.ok(question?.detail.includes(part), part);
    assert.ok(!JSON.stringify(said).includes(sandbox.token));
    presses.push('Import');
    const own = selection();
    const [added] = await run(own);
    assert.deepEqual(added, { name: 'Truto CLI', baseUrl: sandbox.baseUrl });
    assert.equal(await profiles.token(added), sandbox.token);
    const environment = environmentsOf(sandbox.token, () => added).open();
    assert.deepEqual(own.defaultAccount(environment), { id: accounts.hubspot, label: 'HubSpot · acme' });
    assert.equal(readFileSync(file, 'utf8'), text);
    const kept = JSON.stringify([...mementos, ...secrets.stored]);
    assert.ok(!kept.includes('sk-other'));
    assert.ok(!JSON.stringify(mementos).includes(sandbox.token), 'the token is in the secret storage alone');
  });

  it('asks before it replaces an environment of the same name', async () => {
    const saved = { name: 'Truto CLI', baseUrl: 'https://api.truto.one' };
    await profiles.save(saved, 'old');
    writeFileSync(file, JSON.stringify({ apiUrl: sandbox.baseUrl, token: 'new' }));
    presses.push('Import');
    assert.deepEqual(await run(), []);
    assert.match(said.at(-1)?.message ?? '', /Replace the environment/);
    assert.equal(await profiles.token(saved), 'old');
  });

  const hostile: Readonly<Record<string, readonly [() => void, RegExp]>> = {
    'that is not there': [() => rmSync(join(home, '.truto'), { recursive: true }), /no profile file/],
    'that is no JSON': [() => writeFileSync(file, 'token=abc'), /not a JSON object/],
    'that is empty': [() => writeFileSync(file, ''), /not a JSON object/],
    'without a token of ours': [() => writeFileSync(file, '{"apiKey":"x"}'), /no API token of Truto/],
    'that is huge': [() => writeFileSync(file, ' '.repeat(2_000_000)), /too large/],
    'that is a folder': [() => mkdirSync(file), /is not a file|cannot be read/],
    'that leads to a device': [() => symlinkSync('/dev/zero', file), /is not a file/],
    'that is a pipe': [() => execFileSync('sh', ['-c', 'mkfifo "$0"', file]), /is not a file/],
    'that leads round in circles': [() => symlinkSync(file, file), /cannot be read \(ELOOP\)/],
    'with an unsafe base URL': [
      () => writeFileSync(file, '{"token":"t","apiUrl":"http://api.truto.one"}'),
      /Nothing to import.*Use https/,
    ],
  };
  for (const [what, [make, words]] of Object.entries(hostile))
    it(`explains a file ${what}`, async function () {
      if (process.platform === 'win32' && /device|pipe|circles/.test(what)) this.skip();
      make();
      assert.deepEqual(await run(), []);
      assert.match(said.map(({ message }) => message).join(), words);
      assert.equal(secrets.stored.size, 0);
    });

  it('shows where a link leads', async () => {
    const elsewhere = join(home, 'dotfiles.json');
    writeFileSync(elsewhere, JSON.stringify({ token: 't' }));
    symlinkSync(elsewhere, file);
    await run();
    assert.ok(said[0]?.detail.includes(elsewhere));
  });
});
