import assert from 'node:assert/strict';
import type { PlanRequest } from '../../../../src/bulk/planning/makePlan';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { limits, openWindow, profileOf, type HeadlessWindow } from '../../updates/headless';
import { accountId, accountWith } from '../run/jobUnderTest';
import { planOf, verdicts, type Planned } from './planned';

describe('the plan for an account whose users have values that no page names', () => {
  const raw = {
    id: 'raw',
    name: 'Ann',
    title: 'Old',
    status: 'SUSPENDED',
    phones: [
      { number: '1', type: 'work' },
      { number: '2', type: 'home-2' },
    ],
    roles: ['admin'],
  };
  const codes = ({ rows }: Planned) =>
    rows.map(({ verdict, patch, problems = [] }) => [
      verdict,
      patch,
      problems.filter(({ severity }) => severity === 'error').map(({ path }) => path.join('.')),
    ]);
  let sandbox: Sandbox;
  let window: HeadlessWindow;
  const plan = (text: string, ending: string, options: Partial<PlanRequest> = {}) =>
    planOf(window, text, ending, { accountId: accountId(1), ...options });

  before(async () => {
    const quirks = { users: [raw], userCount: 1 };
    sandbox = await startSandbox({ limits, accounts: 0, added: [accountWith(1, quirks)] });
    window = openWindow();
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
  });
  after(() => sandbox.close());

  it('sends what changes beside them', async () => {
    const title = { title: 'New' };
    const changed = [['send', title, []]];
    assert.deepEqual(codes(await plan(JSON.stringify({ ...raw, ...title }), '.ndjson')), changed);
    assert.deepEqual(codes(await plan(JSON.stringify([{ ...raw, ...title }]), '.json')), changed);
    assert.deepEqual(codes(await plan('id,title,status\nraw,New,SUSPENDED\n', '.csv')), changed);
    assert.deepEqual(codes(await plan('id,title,roles\nraw,New,"[""admin""]"\n', '.csv')), changed);
    assert.deepEqual(codes(await plan('id,title,phones.0.type\nraw,New,work\n', '.csv')), changed);
    assert.deepEqual(codes(await plan('id,status\nraw,SUSPENDED\n', '.csv')), [['unchanged', undefined, []]]);
  });

  it('finds an item of a list by what names it, wherever a column has it', async () => {
    const planned = await plan('id,title,phones[].number,phones[].type\nraw,New,2;1,home-2;work\n', '.csv');
    assert.deepEqual(codes(planned), [['send', { title: 'New' }, []]]);
    const longer = await plan('id,phones[].number,phones[].extension\nraw,2;1,5;\n', '.csv');
    const [first, second] = raw.phones;
    assert.deepEqual(codes(longer), [['send', { phones: [{ ...second, extension: '5' }, first] }, []]]);
  });

  it('sends no other value that is wrong', async () => {
    const wrong: readonly (readonly [object, string])[] = [
      [{ status: 'ASLEEP' }, 'status'],
      [{ phones: [{ number: '1', type: 'home-2' }] }, 'phones.0.type'],
      [{ roles: ['admin', 'boss'] }, 'roles.1'],
      [{ name: 7 }, 'name'],
    ];
    for (const [fields, path] of wrong) {
      const planned = await plan(JSON.stringify({ ...raw, title: 'New', ...fields }), '.ndjson');
      assert.deepEqual(codes(planned), [['invalid', undefined, [path]]], path);
    }
    const cells = await plan('id,title,status\nraw,New,ASLEEP\n', '.csv');
    assert.deepEqual(codes(cells), [['invalid', undefined, ['status']]]);
    assert.deepEqual(cells.header.causes, { notAllowedValue: 1 });
  });

  it('compares with what the row before leaves, where they are sent in order', async () => {
    const lines = [{ status: 'active' }, { status: 'SUSPENDED' }].map((fields) =>
      JSON.stringify({ id: 'raw', ...fields }),
    );
    assert.deepEqual(codes(await plan(lines.join('\n'), '.ndjson', { inOrder: true })), [
      ['send', { status: 'active' }, []],
      ['invalid', undefined, ['status']],
    ]);
  });

  it('sends none of them where nobody looks', async () => {
    const planned = await plan(JSON.stringify(raw), '.ndjson', { body: 'whole' });
    assert.deepEqual(verdicts(planned), ['invalid']);
    const gone = await plan(JSON.stringify({ ...raw, id: 'nobody' }), '.ndjson');
    assert.deepEqual(verdicts(gone), ['notFound']);
  });

  it('looks at nobody for a row that is wrong whoever the user is', async () => {
    const looks = () => sandbox.requests.filter(({ path }) => path.includes('/users/raw')).length;
    const before = looks();
    const twice = '{"id":"raw","title":"a","title":"b","status":"SUSPENDED"}';
    assert.deepEqual(verdicts(await plan(twice, '.ndjson')), ['invalid']);
    assert.equal(looks(), before);
  });
});
