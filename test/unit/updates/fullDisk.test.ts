import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { storageWords } from '../../../src/platform/words/storageWords';
import { repoRoot } from '../../host/repoRoot';
import { temporaryFolder } from '../../host/temporaryFolder';

interface Told {
  readonly before: { readonly base: { readonly isKept: boolean }; readonly isUnkept?: true };
  readonly outcome: string;
  readonly isUnkept?: true;
  readonly left: readonly string[];
}

describe('an update while the disk is full', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;

  before(function () {
    if (process.platform === 'win32') this.skip(); // There no limit stands in for a full disk.
  });
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.close());

  /** Sends one while no file can be longer than so many blocks: as on a full disk, files can be made and not be written. */
  async function send(blocks: number): Promise<Told> {
    const window = join(repoRoot, 'out', 'test', 'unit', 'updates', 'fullDiskWindow.js');
    const { path } = temporaryFolder('truto-users');
    const command = ['-c', `ulimit -f ${blocks} && exec "$0" "$@"`, process.execPath, window];
    const { stdout } = await promisify(execFile)('sh', [...command, sandbox.baseUrl, sandbox.token, path]);
    return JSON.parse(stdout) as Told;
  }

  const sent = () => sandbox.requests.filter(({ method }) => method === 'PATCH').length;

  it('is sent where not a byte can be written: what is lost is said before, once, and nothing half is left', async () => {
    const told = await send(0);
    assert.deepEqual([told.outcome, told.isUnkept, told.left, sent()], ['applied', true, [], 1]);
    assert.match(
      storageWords(told.before.base, told.before.isUnkept) ?? '',
      /^The storage of VS Code cannot be written\. .*cannot be detected\. .*sending it again may apply it twice\.$/,
    );
  });

  it('says after the send that its attempt was not kept, where the disk had room for the lock alone', async () => {
    const told = await send(2);
    assert.equal(told.before.isUnkept, undefined);
    assert.deepEqual([told.outcome, told.isUnkept, sent()], ['applied', true, 1]);
    assert.deepEqual(
      told.left.filter((name) => name.startsWith('attempts')),
      [],
    );
  });
});
