import assert from 'node:assert/strict';
import { JobTree, progressWords } from '../../../../src/bulk/window/jobTree';
import type { ShownJob } from '../../../../src/bulk/window/bulkRuns';

const job: ShownJob = {
  jobId: 'j',
  plan: '/x/users.truto-plan.jsonl',
  environment: { key: 'k', name: 'Test' },
  createdAt: 1,
  changedAt: 2,
  state: 'resting',
  counts: { rows: 200, sent: 40, unchanged: 0, skipped: 160, failed: 0, unknown: 0 },
  pending: 160,
  causes: {},
  isOwned: false,
  isOwn: false,
};

describe('the view of jobs of many updates', () => {
  it('tells the pace of a slow provider, too', () => {
    const running = (rate: number) => progressWords({ ...job, state: 'running', isOwn: true, rate });
    assert.match(running(160), /160 a minute, 1 min left/);
    assert.match(running(1), /1 a minute, 160 min left/);
    assert.match(running(0.4), /24 an hour, 400 min left/);
    assert.match(running(0.01), /1 an hour/);
    assert.doesNotMatch(running(0), /left/);
  });

  it('names the accounts that stopped, and why', async () => {
    const accounts = [
      { id: 'a1', label: 'HubSpot · acme', cause: { code: 'connectionRejected' } },
      { id: 'a2', cause: { code: 'timeout' } },
    ];
    const stopped: ShownJob = { ...job, reason: 'accountsStopped', accounts, causes: { moved: 2 } };
    const tree = new JobTree(() => Promise.resolve([stopped]));
    const [root] = await tree.getChildren();
    assert.ok(root);
    const told = (await tree.getChildren(root)).map((node) => {
      const { label, description, id } = tree.getTreeItem(node);
      return [label, description, id];
    });
    assert.deepEqual(told, [
      ['Account needs reconnecting', 'HubSpot · acme', 'j account a1'],
      ['No response in time', 'a2', 'j account a2'],
      ['The live user was changed after the plan was made', '2', 'j moved'],
    ]);
    assert.equal(tree.getTreeItem(root).collapsibleState, 1);
  });
});
