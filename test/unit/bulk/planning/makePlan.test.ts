import assert from 'node:assert/strict';
import { makePlan, type PlanRequest } from '../../../../src/bulk/planning/makePlan';
import { EffectsTally } from '../../../../src/bulk/planning/planRow';
import { surveySource } from '../../../../src/bulk/planning/survey';
import { planEnding } from '../../../../src/bulk/plan/planFile';
import { SourceFault } from '../../../../src/bulk/source/sourceFault';
import { TrutoError } from '../../../../src/api/trutoError';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { Seals } from '../../../../src/updates/seals';
import { accounts } from '../../../sandboxAccounts';
import { limits, openWindow, profileOf, type HeadlessWindow } from '../../updates/headless';
import { accountId, accountWith } from '../run/jobUnderTest';
import { sourceFile } from '../source/sources';
import { planOf, verdicts } from './planned';

describe('the plan of a file of users', () => {
  let sandbox: Sandbox;
  let window: HeadlessWindow;
  let ids: string[];

  before(async () => {
    sandbox = await startSandbox({ limits, usersPerAccount: 30 });
    window = openWindow();
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
    const client = await window.environments.open().client();
    ids = (await client.listUsers(accounts.hubspot, { limit: 30 })).users.map(({ id }) => String(id));
  });
  afterEach(() => {
    sandbox.setQuirks(accounts.hubspot, {});
    window.environments.open().forget();
  });
  after(() => sandbox.close());

  const plan = (text: string, ending: string, options: Partial<PlanRequest> = {}) =>
    planOf(window, text, ending, { accountId: accounts.hubspot, ...options });
  const live = (index: number) => sandbox.user(accounts.hubspot, ids[index]!)!;
  const requests = (method: string) => sandbox.requests.filter((request) => request.method === method).length;

  it('holds the numbers of the query as the file spells them', async () => {
    const query = '{"seq":1.0,"v":[1e2]}';
    const planned = await plan(`{"id":"${ids[0]}","title":"C","$truto":{"query":${query}}}\n`, '.jsonl');
    assert.equal(JSON.stringify(planned.rows[0]?.query), query);
  });

  it('begins each row of a user with what the row before it leaves, where they are sent in order', async () => {
    const { title, emails } = live(0) as { title: string; emails: readonly { email: string }[] };
    const [first = { email: '' }] = emails;
    const lines = ['Countess', title, title].map((value) => JSON.stringify({ id: ids[0], title: value }));
    const planned = await plan(lines.join('\n'), '.jsonl', { inOrder: true });
    assert.deepEqual(verdicts(planned), ['send', 'send', 'unchanged']);
    assert.deepEqual(
      planned.rows.slice(0, 2).map(({ before, patch }) => [before?.['title'], patch?.['title']]),
      [
        [title, 'Countess'],
        ['Countess', title],
      ],
    );
    // A part of a list leaves the parts that the row before has given.
    const cells = [`${ids[0]},other@example.com,`, `${ids[0]},,work-2`];
    const parts = await plan(['id,emails.0.email,emails.0.type', ...cells].join('\n'), '.csv', { inOrder: true });
    assert.deepEqual(verdicts(parts), ['send', 'send']);
    assert.deepEqual(parts.rows[1]?.patch?.['emails'], [
      { ...first, email: 'other@example.com', type: 'work-2' },
      ...emails.slice(1),
    ]);
    const looks = requests('GET');
    await plan(lines.join('\n'), '.jsonl', { inOrder: true });
    assert.equal(
      sandbox.requests.slice(-(requests('GET') - looks)).filter(({ path }) => path.endsWith(ids[0]!)).length,
      1,
    );
  });

  it('says of each row what is to become of it, and changes nothing', async () => {
    const lines = [
      { id: ids[0], title: 'Head' },
      { id: ids[1], first_name: live(1).first_name },
      { id: 'nobody', title: 'x' },
      { id: ids[2], status: 7 },
      { title: 'no user' },
      { id: ids[3], title: 'one' },
      { id: ids[3], title: 'two' },
      { $truto: { integrated_account_id: accounts.blocked }, id: 'a', title: 'x' },
    ];
    const planned = await plan(lines.map((line) => JSON.stringify(line)).join('\n'), '.jsonl');
    assert.deepEqual(verdicts(planned), [
      ...['send', 'unchanged', 'notFound', 'invalid', 'invalid', 'invalid', 'invalid', 'blocked'],
    ]);
    const { header, rows } = planned;
    assert.deepEqual(header.counts, { rows: 8, send: 1, unchanged: 1, invalid: 4, notFound: 1, blocked: 1 });
    assert.deepEqual(header.causes, { duplicateUser: 2, notFound: 1, wrongType: 1, noUser: 1, blocked: 1 });
    assert.deepEqual(rows[0]?.patch, { title: 'Head' });
    assert.deepEqual(rows[0].before, { title: live(0).title });
    assert.deepEqual(
      rows[6]?.problems?.map(({ code, params, line }) => [code, params, line]),
      [['duplicateUser', { line: 6 }, 7]],
    );
    assert.equal(header.target.account?.label !== undefined && header.target.account.id, accounts.hubspot);
    assert.equal(requests('PATCH'), 0);
  });

  it('names the other line in each of two rows of one user', async () => {
    const planned = await plan(
      ['a', 'b', 'c'].map((title) => JSON.stringify({ id: ids[3], title })).join('\n'),
      '.jsonl',
    );
    assert.deepEqual(
      planned.rows.map(({ problems }) => problems?.map(({ code, params }) => [code, params['line']])),
      [2, 1, 1].map((line) => [['duplicateUser', line]]),
    );
  });

  it('keeps the errors of a row that has many warnings', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`zz_${index}`, 1]));
    const planned = await plan(JSON.stringify([{ id: ids[0], ...unknown, status: 7, emails: 'x' }]), '.json');
    const { problems = [] } = planned.rows[0]!;
    assert.deepEqual(
      problems.slice(0, 3).map(({ severity, path }) => [severity, path[0]]),
      [
        ['error', 'status'],
        ['error', 'emails'],
        ['warning', 'zz_0'],
      ],
    );
    assert.deepEqual(planned.header.causes, { wrongType: 1 });
  });

  it('finds nothing to change in an export of an account whose reads are rude', async () => {
    const role = (id: number) => ({ id: `r${id}`, name: `Role ${id}` });
    const user = {
      id: '42',
      name: 'Ada',
      is_2fa_enabled: true,
      roles: [1, 2, 3].map(role),
      phones: [{ number: '1' }, { number: '2' }],
    };
    const quirks = { users: [user], userCount: 1, reads: { reorders: true, clock: true } };
    const rude = await startSandbox({ limits, accounts: 0, added: [accountWith(1, quirks)] });
    const other = openWindow();
    await other.profiles.save(profileOf(rude, 'Test'), rude.token);
    const environment = other.environments.open();
    const client = await environment.client();
    const exported = [];
    for (let count = 0; count < 2; count++) {
      exported.push(await client.getUser(accountId(1), '42', {}));
      rude.inject({ kind: 'change', change: (shown) => ({ ...shown, id: 42 }), match: { path: '/users/42?' } });
      const planned = await plan(JSON.stringify(exported.at(-1)), '.ndjson', { environment, accountId: accountId(1) });
      assert.deepEqual(
        planned.rows.map(({ verdict, patch = {} }) => [verdict, Object.keys(patch)]),
        [['unchanged', []]],
      );
    }
    assert.notDeepEqual(exported[0]?.['roles'], exported[1]?.['roles']);
    // Of texts the order may be meant.
    const spoken = await plan('{"id":"42","languages":["fr","en"]}', '.ndjson', {
      environment,
      accountId: accountId(1),
    });
    assert.deepEqual(verdicts(spoken), ['send']);
    await rude.close();
  });

  it('sends remote_data of a row that is no export', async () => {
    const planned = await plan(JSON.stringify([{ id: ids[0], remote_data: { desk: 7 } }]), '.json');
    assert.deepEqual(planned.rows[0]?.patch, { remote_data: { desk: 7 } });
  });

  it('sends several rows of one user in order where that is meant', async () => {
    const text = `id,title\n${ids[0]},one\n${ids[0]},two\n`;
    assert.deepEqual(verdicts(await plan(text, '.csv', { inOrder: true })), ['send', 'send']);
  });

  it('is the same from each format', async () => {
    const users = [
      { id: ids[0], title: 'Head' },
      { id: ids[1], title: 'Analyst' },
    ];
    const csv = `id,title\n${users.map(({ id, title }) => `${id},${title}`).join('\n')}`;
    const patches = [
      await plan(JSON.stringify(users), '.json'),
      await plan(users.map((user) => JSON.stringify(user)).join('\n'), '.ndjson'),
      await plan(csv, '.csv'),
    ].map(({ rows }) => rows.map(({ patch, userId, before }) => ({ patch, userId, before })));
    assert.deepEqual(patches[1], patches[0]);
    assert.deepEqual(patches[2], patches[0]);
  });

  it('finds nothing to change in an export', async () => {
    const users = [0, 1, 2].map(live);
    const exported = users.map((user) => JSON.stringify(user)).join('\n');
    assert.deepEqual(verdicts(await plan(exported, '.ndjson')), ['unchanged', 'unchanged', 'unchanged']);
    const columns = Object.keys(users[0]!);
    const cell = (value: unknown) => {
      const text =
        typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
      return `"${text.replaceAll('"', '""')}"`;
    };
    const rows = users.map((user) => columns.map((name) => cell((user as Record<string, unknown>)[name])).join(','));
    const planned = await plan([columns.join(','), ...rows].join('\n'), '.csv');
    assert.deepEqual(
      planned.rows.map(({ verdict, patch }) => [verdict, patch]),
      [0, 1, 2].map(() => ['unchanged', undefined]),
    );
  });

  it('leaves out what Truto takes no changes of', async () => {
    const planned = await plan(JSON.stringify([{ id: ids[0], updated_at: '2020-01-01T00:00:00Z' }]), '.json');
    assert.deepEqual(verdicts(planned), ['unchanged']);
  });

  it('holds no secret', async () => {
    const secret = 'correct horse 7';
    const user = { id: ids[0], title: 'Head', password: secret, remote_data: { api_key: secret } };
    const truto = { query: { remote_query: { token: secret } } };
    const planned = await plan(JSON.stringify([{ $truto: truto, ...user }]), '.json');
    assert.ok(!planned.text.includes(secret));
    assert.deepEqual(planned.rows[0]?.withheld, { fields: ['password', 'remote_data'], query: ['remote_query'] });
    assert.deepEqual(planned.rows[0].patch, { title: 'Head' });
    assert.equal(planned.header.effects.secrets, 1);
  });

  it('tells what it would do', async () => {
    const [first, second] = [live(0), live(1)];
    const users = [
      { id: ids[0], status: first.status === 'inactive' ? 'active' : 'inactive', roles: [] },
      { id: ids[1], status: 'deleted', title: 'Gone' },
    ];
    const { header } = await plan(JSON.stringify(users), '.json');
    assert.equal(header.effects.deactivated, first.status === 'inactive' ? 0 : 1);
    assert.equal(header.effects.deleted, 1);
    assert.equal(header.effects.rolesRemoved, Array.isArray(first.roles) && first.roles.length > 0 ? 1 : 0);
    assert.equal(header.effects.fields['status'], 2);
    assert.deepEqual(header.estimate, { requests: 4, seconds: 1 });
    assert.ok(second);
  });

  it('looks at nobody where the rows are sent as they are', async () => {
    const looks = () => sandbox.requests.filter(({ path }) => path.endsWith(`/users/${ids[0]!}`)).length;
    const before = looks();
    const planned = await plan(`id,first_name\n${ids[0]},${String(live(0).first_name)}\n`, '.csv', { body: 'whole' });
    assert.deepEqual(verdicts(planned), ['send']);
    assert.equal(planned.rows[0]?.before, undefined);
    assert.equal(looks(), before);
  });

  it('is made of several accounts side by side', async () => {
    const others = [accounts.hubspot, accounts.looker];
    const client = await window.environments.open().client();
    const rows: string[] = [];
    for (const account of others)
      for (const { id } of (await client.listUsers(account, { limit: 5 })).users)
        rows.push(`${String(id)},${account},Head of all,[]`);
    const planned = await plan(`id,integrated_account_id,title,roles\n${rows.join('\n')}\n`, '.csv', {
      accountId: undefined,
    });
    assert.deepEqual(planned.header.counts.send, 10);
    assert.equal(planned.header.target.account, undefined);
  });

  it('names the account of the rows that name none, where there are any, and asks nothing of another one', async () => {
    const other = accounts.looker;
    const asked = () => sandbox.requests.filter(({ path }) => path.includes(accounts.hubspot)).length;
    const own = `{"id":"x","title":"y","$truto":{"integrated_account_id":"${other}"}}\n`;
    window.environments.open().forget();
    const before = asked();
    const each = await plan(own, '.jsonl');
    assert.deepEqual([each.header.target.account, asked() - before], [undefined, 0]);
    const broken = await plan(`${own}{"id":\n`, '.jsonl');
    assert.equal(broken.header.target.account, undefined);
    const mixed = await plan(`${own}{"id":"${ids[0]}","title":"y"}\n`, '.jsonl');
    assert.equal(mixed.header.target.account?.id, accounts.hubspot);
  });

  it('counts who gets a status that takes access away, however the provider names it', async () => {
    const user = (index: number, status: string | null) => JSON.stringify({ id: ids[index], status });
    const tally = new EffectsTally();
    for (const status of ['inactive', 'suspended', 'SUSPENDED', null, 'active', 'ACTIVE', 'invited'])
      tally.add({ patch: { status }, before: { status: 'other' } });
    tally.add({ patch: { status: 'suspended' }, before: { status: 'suspended' } });
    for (const status of ['deleted', 'DELETED']) tally.add({ patch: { status } });
    assert.deepEqual([tally.effects.deactivated, tally.effects.deleted], [4, 2]);
    const { header } = await plan(`${user(0, 'inactive')}\n${user(1, 'active')}\n`, '.jsonl');
    assert.equal(header.effects.deactivated, 1);
  });

  it('reads users that can only be listed once for all', async () => {
    sandbox.setQuirks(accounts.hubspot, { methods: ['list', 'update'] });
    window.environments.open().forget();
    const client = await window.environments.open().client();
    const users = (await client.listUsers(accounts.hubspot, { limit: 20 })).users;
    const before = requests('GET');
    const text = `id,title\n${users.map(({ id }) => `${String(id)},Boss`).join('\n')}\nnobody,Boss\n`;
    const planned = await plan(text, '.csv', { accountId: accounts.hubspot });
    assert.deepEqual(planned.header.counts, { rows: 21, send: 20, unchanged: 0, invalid: 0, notFound: 1, blocked: 0 });
    assert.ok(requests('GET') - before < 8, `${requests('GET') - before} requests`);
  });

  it('sends as they are the rows of an account that cannot be read', async () => {
    sandbox.setQuirks(accounts.hubspot, { methods: ['update'] });
    window.environments.open().forget();
    const planned = await plan('id,title\nx,Boss\n', '.csv', { accountId: accounts.hubspot });
    assert.deepEqual(verdicts(planned), ['send']);
    assert.deepEqual(
      planned.rows[0]?.problems?.map(({ code }) => code),
      ['notCompared'],
    );
  });

  it('ends where it is cancelled, and where nobody can be read', async () => {
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(plan(`id\n${ids[0]}\n`, '.csv', { signal: controller.signal }));
    const other = openWindow();
    await other.profiles.save(profileOf(sandbox, 'Test'), 'no-token-of-this-sandbox');
    const environment = other.environments.open();
    await assert.rejects(plan(`id,title\n${ids[0]},x\n`, '.csv', { environment }), TrutoError);
  });

  it('is not made of a source that has changed since', async () => {
    const file = sourceFile(`id,title\n${ids[0]},x\n`, '.csv');
    const common = { accountId: accounts.hubspot, inOrder: false, unknownFields: 'warning' as const };
    const survey = await surveySource(file, common);
    const seal = await new Seals(window.storage).kept();
    await assert.rejects(
      makePlan({ ...survey, sha256: 'other' }, file.replace('.csv', planEnding), {
        ...{ environment: window.environments.open(), body: 'changed', query: {}, concurrency: 5, seal: seal! },
        ...{ signal: new AbortController().signal, ...common },
      }),
      (error) => error instanceof SourceFault && error.fault.code === 'changed',
    );
  });
});
