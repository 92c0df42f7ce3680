import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { leave } from '../../../../src/bulk/job/bulkJob';
import { keptUpdate } from '../../../../src/bulk/planning/planRow';
import { withheldValues } from '../../../../src/bulk/run/withheldValues';
import { openSource } from '../../../../src/bulk/source/openSource';
import type { SourceRow } from '../../../../src/bulk/source/sourceRow';
import { namedFaults } from '../../../../src/sandbox/namedFaults';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { limits } from '../../updates/headless';
import { accountWith, openJobWindow, userId, type JobWindow } from './jobUnderTest';

describe('the values that a plan does not hold', () => {
  let sandbox: Sandbox;
  let window: JobWindow;
  beforeEach(async () => {
    sandbox = await startSandbox({ limits, accounts: 0, added: [accountWith(2)] });
    window = await openJobWindow(sandbox);
  });
  afterEach(() => sandbox.close());

  /** What was planned for the only row of a CSV file, and what is read of it when the plan is applied. */
  async function values(text: string, live: Readonly<Record<string, unknown>> | undefined) {
    const name = 'users.csv';
    const file = join(window.storage, name);
    writeFileSync(file, text);
    const { format, rows } = await openSource(file);
    const row = (await rows.next()).value as SourceRow | undefined;
    await rows.return(undefined);
    assert.ok(row);
    const planned = row.fields(live);
    const { patch = {}, ...more } = keptUpdate(planned, {}, live, window.seal);
    const sha256 = createHash('sha256').update(text).digest('hex');
    const source = { name, sha256, size: Buffer.byteLength(text), format };
    const plan = await window.plan([{ user: 0, patch, isBlind: true, more }], { source });
    const job = await window.jobs.create(plan, Date.now());
    const applied = (await withheldValues(job, 'begins'))(0)?.fields;
    await leave(job);
    const withheld = planned.filter((field) => more.withheld?.fields.includes(field.name));
    return { planned: withheld.map(({ json }) => json), applied: applied?.map(({ json }) => json) };
  }
  const line = (...cells: string[]) => [userId(0), ...cells.map((cell) => `"${cell.replaceAll('"', '""')}"`)].join(',');

  it('have the types that the live user had when they were planned', async () => {
    const text = `id,remote_data.password,remote_data.must_change,remote_data.level\n${line('hunter22', 'true', '7')}\n`;
    const live = { remote_data: { must_change: false, level: 3, other: [1] } };
    const { planned, applied } = await values(text, live);
    assert.deepEqual(planned, ['{"password":"hunter22","must_change":true,"level":7}']);
    assert.deepEqual(applied, planned);
    const blind = await values(text, undefined);
    assert.deepEqual(blind.planned, ['{"password":"hunter22","must_change":"true","level":"7"}']);
    assert.deepEqual(blind.applied, blind.planned);
  });

  it('have the other items of a list as they were planned', async () => {
    const text = `id,remote_data.password,remote_data.teams[0].name\n${line('hunter22', 'East')}\n`;
    const live = { remote_data: { teams: [{ name: 'West', lead: true }, { name: 'North' }] } };
    const { planned, applied } = await values(text, live);
    assert.deepEqual(planned, ['{"password":"hunter22","teams":[{"name":"East","lead":true},{"name":"North"}]}']);
    assert.deepEqual(applied, planned);
  });

  it('are missing where a plan has only the seal of a part of them', async () => {
    const text = `id,remote_data.keys[0].name\n${line('Build')}\n`;
    const live = { remote_data: { keys: [{ name: 'CI', api_key: 'abcdef0123' }] } };
    const { planned, applied } = await values(text, live);
    assert.equal(planned.length, 1);
    assert.deepEqual(applied, []);
  });

  it('replace a secret that the live user shows', async () => {
    const text = `id,remote_data.password,remote_data.must_change\n${line('hunter22', 'true')}\n`;
    const live = { remote_data: { password: 'hunter21', must_change: false } };
    const { planned, applied } = await values(text, live);
    assert.deepEqual(planned, ['{"password":"hunter22","must_change":true}']);
    assert.deepEqual(applied, planned);
  });

  describe('of a job that was begun', () => {
    const name = 'users.jsonl';
    const line = (user: number, more: object = { title: 'x' }) => `${JSON.stringify({ id: userId(user), ...more })}\n`;

    /** Two rows, of which the first has been sent; the rows with a secret are these. */
    async function begun(secrets: readonly number[], isLost = false) {
      const text = [0, 1]
        .map((user) => line(user, secrets.includes(user) ? { password: 's3cret' } : undefined))
        .join('');
      const file = join(window.storage, name);
      writeFileSync(file, text);
      const sha256 = createHash('sha256').update(text).digest('hex');
      const source = { name, sha256, size: text.length, format: { kind: 'jsonl', encoding: 'utf-8' } } as const;
      const withheld = { fields: ['password'], query: [] };
      const plan = await window.plan(
        [0, 1].map((user) => ({
          ...{ user, patch: secrets.includes(user) ? {} : { title: 'x' }, isBlind: true },
          ...(secrets.includes(user) && { more: { withheld } }),
        })),
        { source },
      );
      const job = await window.jobs.create(plan, Date.now());
      const values = await withheldValues(job, 'begins');
      if (isLost) sandbox.inject({ ...namedFaults.lostAfter, times: Infinity, match: { method: 'PATCH' } });
      await window.runner(job, { withheld: values, firstRows: 1 }).run();
      return { file, jobId: job.id };
    }
    async function resumed(jobId: string) {
      const job = await window.jobs.resume(jobId, Date.now());
      const end = await window.runner(job, { withheld: await withheldValues(job, 'goesOn') }).run();
      return { end, counts: job.state.counts, causes: [...job.state.causes] };
    }
    const touches: readonly (readonly [title: string, touch: (file: string) => void])[] = [
      ['has changed', (file) => writeFileSync(file, line(7))],
      ['is gone', (file) => rmSync(file)],
      ['is no text any more', (file) => writeFileSync(file, Buffer.from([0xff, 0xfe, 0x00]))],
    ];
    for (const [title, touch] of touches)
      it(`are not needed where no row is left that has one: its source ${title}`, async () => {
        const { file, jobId } = await begun([0]);
        touch(file);
        const { end, counts } = await resumed(jobId);
        assert.deepEqual([end.state, counts.sent], ['ended', 2]);
      });

    for (const [title, touch] of touches)
      it(`are missing in the rows that have one, and in no others: its source ${title}`, async () => {
        const { file, jobId } = await begun([1]);
        touch(file);
        const { end, counts, causes } = await resumed(jobId);
        assert.deepEqual([end.state, counts.sent, counts.failed, causes], ['ended', 1, 1, [['withheldMissing', 1]]]);
      });

    it('are missing in a row that may have been applied: nobody knows', async () => {
      const { file, jobId } = await begun([0], true);
      rmSync(file);
      const { counts } = await resumed(jobId);
      assert.deepEqual([counts.failed, counts.unknown, counts.sent], [0, 1, 1]);
    });
  });
});
