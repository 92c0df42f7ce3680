import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeResults, type ResultRow } from '../../../../src/bulk/results/resultFiles';
import { withheldValues } from '../../../../src/bulk/run/withheldValues';
import { openSource } from '../../../../src/bulk/source/openSource';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { limits } from '../../updates/headless';
import { accountId, accountWith, openJobWindow, userId, type JobWindow, type RowSketch } from '../run/jobUnderTest';

const user = (number: number, title: string) => ({
  $truto: { integrated_account_id: accountId(1) },
  id: userId(number),
  title,
});

describe('the files of a result', () => {
  let sandbox: Sandbox;
  let window: JobWindow;
  beforeEach(async () => {
    sandbox = await startSandbox({ limits, accounts: 0, added: [accountWith(5)] });
    window = await openJobWindow(sandbox);
  });
  afterEach(() => sandbox.close());

  /** Five rows: the second moves, the third is one that the plan does not send, the last is not reached. */
  async function result(name: string, text: string) {
    const file = join(window.storage, name);
    writeFileSync(file, text);
    const { format } = await openSource(file);
    const rows = [0, 1, 2, 3, 4].map(
      (number): RowSketch => ({
        user: number,
        patch: { title: `=T${number}` },
        ...(number === 2 && { more: { verdict: 'invalid', problems: [] } }),
      }),
    );
    const sha256 = createHash('sha256').update(text).digest('hex');
    const plan = await window.plan(rows, { source: { name, sha256, size: Buffer.byteLength(text), format } });
    const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
    const url = `${sandbox.baseUrl}/unified/user-directory/users/${userId(1)}?integrated_account_id=${accountId(1)}`;
    await fetch(url, { method: 'PATCH', headers, body: '{"title":"Somebody"}' });
    const job = await window.jobs.create(plan, Date.now());
    await window.runner(job, { firstRows: 2 }).run();
    const seen: ResultRow[] = [];
    const causeWords = ({ code }: { readonly code?: string }) => `=cause "${code}"; why`;
    const written = await writeResults(window.jobs, job.id, { causeWords }, (row) => void seen.push(row));
    assert.deepEqual(
      seen.map(({ kind, state }) => [kind, state]),
      [
        ['done', 'sent'],
        ['failed', 'failed'],
        ['failed', 'skipped'],
        ['done', 'sent'],
        ['unprocessed', 'pending'],
      ],
    );
    const read = async (kind: 'done' | 'failed' | 'unprocessed') => {
      const path = written.files?.[kind] ?? '';
      const source = await openSource(path);
      const found = [];
      for await (const row of source.rows) found.push(row);
      return { text: readFileSync(path, 'utf8'), rows: found, problems: source.problems };
    };
    return { written, read };
  }

  const titlesOf = (
    rows: readonly { readonly fields: () => readonly { readonly name: string; readonly value: unknown }[] }[],
  ) => rows.map((row) => row.fields().find(({ name }) => name === 'title')?.value);

  for (const [name, text] of [
    [
      'users.json',
      JSON.stringify(
        [0, 1, 2, 3, 4].map((number) => user(number, `=T${number}`)),
        undefined,
        2,
      ),
    ],
    ['users.jsonl', [0, 1, 2, 3, 4].map((number) => `${JSON.stringify(user(number, `=T${number}`))}\n`).join('')],
  ] as const)
    it(`are as the source is, and the failed rows tell why: ${name}`, async () => {
      const { written, read } = await result(name, text);
      assert.deepEqual(written.counts, { rows: 5, sent: 2, unchanged: 0, skipped: 2, failed: 1, unknown: 0 });
      assert.deepEqual(titlesOf((await read('done')).rows), ['=T0', '=T3']);
      assert.deepEqual(titlesOf((await read('unprocessed')).rows), ['=T4']);
      const failed = await read('failed');
      assert.deepEqual(titlesOf(failed.rows), ['=T1', '=T2']);
      assert.match(failed.text, /"cause": ?"=cause \\"moved\\"; why"/);
      assert.match(failed.text, /"cause": ?"=cause \\"invalid\\"; why"/);
      // They are the next input as they are.
      assert.deepEqual(
        failed.rows.flatMap((row) => row.problems({ unknownFields: 'warning' })),
        [],
      );
    });

  it('are as the source is, and the failed rows tell why: users.csv', async () => {
    const account = accountId(1);
    const lines = [0, 1, 2, 3, 4].map((number) => `${userId(number)};"=T${number}";${account}`);
    const { read } = await result('users.csv', ['id;title;$truto.integrated_account_id', ...lines].join('\r\n'));
    const failed = await read('failed');
    assert.deepEqual(titlesOf(failed.rows), ['=T1', '=T2']);
    // What was typed stays as it was typed; what we say is no formula.
    assert.deepEqual(failed.text.split('\r\n').slice(0, 2), [
      'id;title;$truto.integrated_account_id;truto_cause',
      `${userId(1)};"=T1";${account};"'=cause ""moved""; why"`,
    ]);
    assert.deepEqual(failed.problems, []);
    assert.equal((await read('done')).text.split('\r\n')[0], 'id;title;$truto.integrated_account_id');
    assert.ok(!existsSync(join(window.storage, 'users.part')));
  });

  /** What begins and ends the lines of each kind of source. */
  const spellings: readonly (readonly [name: string, begin: string, lineEnd: string])[] = [
    ['users.csv', '\ufeff', '\r\n'],
    ['users.csv', '\ufeffsep=;\r\n', '\r\n'],
    ['users.csv', 'sep=;\r', '\r'],
    ['users.csv', 'sep=;\n', '\n'],
    ['users.jsonl', '\ufeff', '\r\n'],
    ['users.json', '\ufeff', '\r\n'],
    ['users.json', '', '\n'],
  ];
  for (const [name, begin, lineEnd] of spellings)
    it(`begin as the source does, and end their lines so: ${name} ${JSON.stringify([begin, lineEnd])}`, async () => {
      const numbers = [0, 1, 2, 3, 4];
      const users = numbers.map((number) => JSON.stringify(user(number, `=T${number}`)));
      // Spreadsheets put another line end into a cell than behind a row.
      const cells = numbers.map((number) => `${userId(number)};"=T${number}";${accountId(1)};x`);
      const lines = name.endsWith('csv') ? ['id;title;$truto.integrated_account_id;"No\nte"', ...cells] : users;
      const text = name.endsWith('json') ? `[${lineEnd}${lines.join(`,${lineEnd}`)}${lineEnd}]` : lines.join(lineEnd);
      const { read, written } = await result(name, `${begin}${text}${lineEnd}`);
      for (const kind of ['done', 'failed', 'unprocessed'] as const) {
        const said = readFileSync(written.files![kind]!, 'utf8').replaceAll('"No\nte"', '');
        assert.ok(said.startsWith(begin) && said.endsWith(lineEnd), said);
        assert.deepEqual([...new Set(said.match(/\r\n|\r|\n/g))], [lineEnd]);
        assert.equal([...said.matchAll(/\ufeff/g)].length, begin.startsWith('\ufeff') ? 1 : 0);
      }
      assert.deepEqual(titlesOf((await read('failed')).rows), ['=T1', '=T2']);
    });

  it('and secrets that a plan does not hold are read from its source, as long as that is the same', async () => {
    const name = 'secrets.jsonl';
    const text = [0, 1]
      .map((number) => `${JSON.stringify({ ...user(number, 'x'), password: `s3cret ${number}` })}\n`)
      .join('');
    writeFileSync(join(window.storage, name), text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    const source = { name, sha256, size: text.length, format: { kind: 'jsonl', encoding: 'utf-8' } } as const;
    const withheld = { fields: ['password'], query: [] };
    const rows = [0, 1].map((number): RowSketch => ({ user: number, patch: { title: 'x' }, more: { withheld } }));
    const job = await window.jobs.create(await window.plan(rows, { source }), Date.now());
    const values = await withheldValues(job, 'begins');
    await window.runner(job, { withheld: values }).run();
    assert.equal(job.state.counts.sent, 2);
    const bodies = sandbox.requests.filter(({ method }) => method === 'PATCH').map(({ bodyText }) => bodyText);
    assert.deepEqual(
      bodies.sort(),
      [0, 1].map((number) => `{"title":"x","password":"s3cret ${number}"}`),
    );
    // They are kept nowhere.
    for (const file of readdirSync(job.folder))
      assert.doesNotMatch(readFileSync(join(job.folder, file), 'utf8'), /s3cret/);
    const { files } = await writeResults(window.jobs, job.id, { causeWords: () => '' });
    assert.doesNotMatch(readFileSync(files!.done!, 'utf8'), /s3cret/);
    const again = await window.jobs.create(
      await window.plan(rows, { source: { ...source, sha256: 'ab'.repeat(32) } }),
      Date.now(),
    );
    await assert.rejects(withheldValues(again, 'begins'), /changed/);
  });
});
