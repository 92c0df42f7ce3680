import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { makePlan, type PlanRequest } from '../../../../src/bulk/planning/makePlan';
import { surveySource } from '../../../../src/bulk/planning/survey';
import { planEnding, type PlanHeader, type PlanRow } from '../../../../src/bulk/plan/planFile';
import { openPlan } from '../../../../src/bulk/plan/planReader';
import { TrutoError } from '../../../../src/api/trutoError';
import type { SandboxFault } from '../../../../src/sandbox/faults';
import { namedFaults } from '../../../../src/sandbox/namedFaults';
import type { Quirks } from '../../../../src/sandbox/quirks';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { limits, openWindow, profileOf, type HeadlessWindow } from '../../updates/headless';
import { accountId, accountWith, userId } from '../run/jobUnderTest';
import { sourceFile } from '../source/sources';

const users = 30;

describe('a plan whose looks fail', () => {
  let sandbox: Sandbox;
  let window: HeadlessWindow;
  let file: string;
  const open = async (quirks: Quirks = {}) => {
    sandbox = await startSandbox({ limits, accounts: 0, added: [accountWith(users, quirks)] });
    window = openWindow();
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
  };
  afterEach(() => sandbox.close());

  const rows = Array.from({ length: users }, (_, user) => ({ id: userId(user), title: `Countess ${user}` }));

  async function plan(
    lines: readonly object[] = rows,
    options: Partial<PlanRequest> = {},
  ): Promise<{ readonly header: PlanHeader; readonly rows: readonly PlanRow[] }> {
    const common = { accountId: accountId(1), inOrder: false, unknownFields: 'warning' as const };
    const survey = await surveySource(
      sourceFile(lines.map((line) => JSON.stringify(line)).join('\n'), '.jsonl'),
      common,
    );
    file = survey.file.replace(/\.\w+$/, planEnding);
    const header = await makePlan(survey, file, {
      ...{ environment: window.environments.open(), body: 'changed', query: {}, concurrency: 5, seal: (text) => text },
      ...{ signal: new AbortController().signal, ...common, ...options },
    });
    const planned: PlanRow[] = [];
    for await (const row of (await openPlan(file)).rows()) planned.push(row);
    return { header, rows: planned };
  }
  const endsWith = async (code: string) => {
    await assert.rejects(plan(), (error) => error instanceof TrutoError && error.explanation.code === code);
    assert.ok(!existsSync(file));
  };
  const looks = (fault: SandboxFault) =>
    sandbox.inject({ times: Infinity, ...fault, match: { method: 'GET', path: '/usr_' } });

  it('is not made where nobody can be reached', async () => {
    await open();
    await sandbox.close();
    await endsWith('offline');
  });

  it('is not made where the account cannot be asked for what passes', async () => {
    await open();
    sandbox.inject({ ...namedFaults.failed500, times: Infinity, match: { path: 'integrated-account' } });
    await endsWith('trutoFailed');
  });

  for (const [name, code] of [
    ['provider500', 'providerFailed'],
    ['failed500', 'trutoFailed'],
    ['gateway502', 'gatewayFailed'],
    ['lostBefore', 'connectionLost'],
    ['firewall403', 'gatewayRefused'],
  ] as const)
    it(`is not made where look after look fails by what passes: ${name}`, async () => {
      await open();
      looks(namedFaults[name]);
      await endsWith(code);
    });

  it('is not made where a quota of the day is used up', async () => {
    await open();
    looks({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } });
    await endsWith('rateLimited');
  });

  it('has single rows that failed, and the others', async () => {
    await open();
    sandbox.inject({ ...namedFaults.provider500, times: Infinity, match: { path: userId(3) } });
    const { header } = await plan();
    assert.deepEqual([header.counts.send, header.counts.blocked, header.causes], [users - 1, 1, { providerFailed: 1 }]);
  });

  it('has all rows of an account that the provider rejects as such, without asking for each', async () => {
    await open();
    looks({ kind: 'status', status: 401, remote: true });
    const { header } = await plan();
    assert.deepEqual([header.counts.blocked, header.causes], [users, { connectionRejected: users }]);
    const asked = sandbox.requests.filter(({ path }) => path.includes('/usr_')).length;
    assert.ok(asked <= 10, String(asked));
  });

  it('goes on behind many rows that fail for themselves', async () => {
    await open();
    const refused = [422, 400].map((status) => ({ kind: 'status', status, remote: true }) as const);
    for (let user = 0; user < 12; user++)
      sandbox.inject({ ...refused[user % 2]!, times: Infinity, match: { path: userId(user) } });
    sandbox.inject({ ...namedFaults.otherUser, times: Infinity, match: { path: userId(12) } });
    const unusable = Array.from({ length: 12 }, (_, index) => ({ id: `..${'/'.repeat(index % 2)}`, title: 'x' }));
    const { header } = await plan([...unusable.slice(0, 2), ...rows]);
    assert.equal(header.counts.send, users - 13);
  });

  it('lists an account anew after a list that failed', async () => {
    await open({ methods: ['list', 'update'] });
    sandbox.inject({ ...namedFaults.provider500, times: 3, match: { method: 'GET', path: '/users?' } });
    const { header } = await plan(rows, { concurrency: 1 });
    assert.deepEqual([header.counts.send, header.counts.blocked], [users - 1, 1]);
  });
});
