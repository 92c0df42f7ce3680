import assert from 'node:assert/strict';
import { globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { leave, summarize } from '../../../src/bulk/job/bulkJob';
import { keepFilesRecord } from '../../../src/bulk/results/writtenFiles';
import { SharedPacer } from '../../../src/platform/sharedPacer';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { History } from '../../../src/updates/history';
import { Seals } from '../../../src/updates/seals';
import { DraftFiles } from '../../../src/users/live/draftFiles';
import { ResponseFolder } from '../../../src/users/responses/responseFolder';
import { repoRoot } from '../../host/repoRoot';
import { temporaryFolder } from '../../host/temporaryFolder';
import { accountWith, openJobWindow, titles } from '../bulk/run/jobUnderTest';
import { limits, sendOf, userFile } from './headless';

describe('what is kept on this computer', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ limits, added: [accountWith(3)] });
  });
  afterEach(() => sandbox.close());

  it('can be read by this person alone: every file, and every folder', async function () {
    if (process.platform === 'win32') this.skip();
    const storage = join(temporaryFolder('truto-users').path, 'storage');
    const seen = new Map<string, number>();
    // Looked at whenever a request begins or ends, too: locks and attempts are gone later.
    const look = () => {
      for (const name of readdirSync(storage, { recursive: true, encoding: 'utf8' })) {
        const mode = statSync(join(storage, name), { throwIfNoEntry: false })?.mode;
        if (mode !== undefined) seen.set(name, mode & 0o777);
      }
    };
    const window = await openJobWindow(sandbox, { storage, turn: look });
    const history = new History(storage, new Seals(storage), { isEnabled: () => true, days: () => 30 });
    const isKept: Promise<unknown>[] = [];
    window.updates.onDidUpdate((update) => {
      history.remember(update);
      isKept.push(history.idOf(update.outcome));
    });
    await window.sends.send(sendOf(window, userFile({ title: 'Countess', password: 'hunter22' })));
    await Promise.all(isKept);
    const plan = await window.plan(titles(3));
    const job = await window.jobs.create(plan, Date.now());
    await window.runner(job).run();
    await summarize(job, 'ended', Date.now());
    await keepFilesRecord(job.folder, { hash: '', report: plan, files: {} });
    await leave(job);
    await new SharedPacer(join(storage, 'pace'), { windowMs: 1_000, perAccount: 5, perToken: 5 }).take('a');
    await new DraftFiles(join(storage, 'users')).write('ada.json', Buffer.from('{}'));
    await (await new ResponseFolder(join(storage, 'responses')).create()).handle.close();
    look();
    const names = [...seen.keys()];
    for (const part of [
      /^attempts.+json/,
      /lock$/,
      /^edit-bases/,
      /^history/,
      /^bulk.+plan/,
      /^pace/,
      /^users/,
      /^responses/,
      /^seal/,
    ])
      assert.ok(
        names.some((name) => part.test(name)),
        `${part.source} is missing of ${names.join(', ')}`,
      );
    assert.deepEqual(
      [...seen].filter(([, mode]) => (mode & 0o077) !== 0),
      [],
    );
  });

  it('is made with a mode wherever a file or a folder is made', () => {
    const without = globSync('src/{updates,platform,bulk,users}/**/*.ts', { cwd: repoRoot }).flatMap((name) =>
      [
        ...readFileSync(join(repoRoot, name), 'utf8').matchAll(
          /\b(?:mkdir|writeFile|open)\(.*(?:recursive|'wx?'|'ax?'|JSON\.).*/g,
        ),
      ]
        .map(([call]) => call)
        .filter((call) => !/0o[67]00/.test(call) && !call.includes('columnsFileOf'))
        .map((call) => `${name}: ${call}`),
    );
    assert.deepEqual(without, []);
  });
});

describe('the files of drafts', () => {
  it('are replaced as a whole, and nothing else is taken for one', async () => {
    const folder = join(temporaryFolder('truto-users').path, 'users');
    const files = new DraftFiles(folder);
    assert.deepEqual([await files.names(), await files.read('a.json')], [[], undefined]);
    await files.remove('a.json');
    for (const text of ['{}', '{"title":"Countess"}']) await files.write('a.json', Buffer.from(text));
    assert.equal(Buffer.from((await files.read('a.json')) ?? []).toString(), '{"title":"Countess"}');
    assert.deepEqual(readdirSync(folder), ['a.json']);
    await files.remove('a.json');
    assert.deepEqual(await files.names(), []);
  });

  it('say so where they cannot be read or written', async () => {
    const folder = temporaryFolder('truto-users').path;
    const files = new DraftFiles(join(folder, 'file'));
    await new DraftFiles(folder).write('file', Buffer.from('in place of the folder'));
    await assert.rejects(files.read('a.json'));
    await assert.rejects(files.write('a.json', Buffer.from('{}')));
  });
});
