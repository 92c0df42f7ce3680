import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { isRunning } from '../../../src/updates/nowHolds';

describe('whether a process runs', () => {
  it('is told of this one and of one that is gone', () => {
    assert.ok(isRunning(process.pid));
    assert.ok(!isRunning(spawnSync(process.execPath, ['--version']).pid));
  });

  it('is told of one that belongs to somebody else', () => {
    assert.ok(isRunning(process.platform === 'win32' ? process.ppid : 1));
  });

  // Signals to such numbers are for groups of processes, this one among them.
  for (const pid of [0, -1, -process.pid, 1.5, Number.NaN, Infinity, String(process.pid), undefined, null])
    it(`is not so of ${typeof pid} ${String(pid)}`, () => assert.ok(!isRunning(pid)));
});
