import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { trutoLimits } from '../../../src/core/http/pacer';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { isLong } from '../../host/long';
import { repoRoot } from '../../host/repoRoot';
import { temporaryFolder } from '../../host/temporaryFolder';
import { accounts } from '../../sandboxAccounts';

interface Told {
  readonly refused: number;
  readonly left: readonly number[];
  readonly endedAt: number;
}

describe('two windows that send as fast as they may', function () {
  this.timeout(120_000);
  let sandbox: Sandbox;

  afterEach(() => sandbox.close());

  /** What two windows tell of sending so many updates of one account together, which keep to a limit. */
  async function sent(updates: number, perAccount: number, windowMs: number): Promise<Told[]> {
    const sender = join(repoRoot, 'out', 'test', 'unit', 'platform', 'paceSender.js');
    const folder = temporaryFolder('truto-pace').path;
    const numbers = [updates / 2, 10, perAccount, windowMs].map(String);
    const { baseUrl, token } = sandbox;
    const outputs = await Promise.all(
      [0, 1].map(() =>
        promisify(execFile)(process.execPath, [sender, baseUrl, token, accounts.hubspot, folder, ...numbers]),
      ),
    );
    return outputs.map(({ stdout }) => JSON.parse(stdout) as Told);
  }

  const leftOf = (told: readonly Told[]) => told.flatMap(({ left }) => left).sort((one, other) => one - other);

  it('never let more requests leave together than the limit, in any window of time', async () => {
    sandbox = await startSandbox({ usersPerAccount: 1, limits: { perAccount: 1e6, perToken: 1e6 } });
    const left = leftOf(await sent(40, 20, 4_000));
    assert.equal(left.length, 40);
    // Between taking a place and leaving, a slow machine may rest for a moment.
    const gaps = left.slice(20).map((time, index) => time - (left[index] ?? 0));
    assert.ok(Math.min(...gaps) > 3_000, `${Math.min(...gaps)} ms`);
  });

  if (isLong)
    it('are never refused by the limits of Truto, and take no more than 1.05 of the time that these make them', async () => {
      sandbox = await startSandbox({ usersPerAccount: 1 });
      const told = await sent(300, trutoLimits.perAccount, trutoLimits.windowMs);
      const [first = 0] = leftOf(told);
      const ratio = (Math.max(...told.map(({ endedAt }) => endedAt)) - first) / 50_000;
      console.log(`      300 updates took ${ratio.toFixed(3)} of the limit's time`);
      assert.deepEqual([told.map(({ refused }) => refused), leftOf(told).length], [[0, 0], 300]);
      assert.ok(ratio <= 1.05);
    });
});
