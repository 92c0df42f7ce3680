import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { SourceFault } from '../../../../src/bulk/source/sourceFault';
import { jsonLineRows, jsonRows } from '../../../../src/bulk/source/jsonSource';
import type { SourceRow } from '../../../../src/bulk/source/sourceRow';
import { bodyOf, checkOptions, problemsOf, readText } from './sources';

const users = [
  { id: '1', first_name: 'Ada' },
  { id: '2', first_name: 'Grace' },
];

async function idsOf(text: string | Uint8Array, ending: string) {
  const { rows, source } = await readText(text, ending);
  return [source.format.kind, ...rows.map((row) => row.file?.userId)];
}

async function faultOf(text: string | Uint8Array, ending = '.json') {
  try {
    await readText(text, ending);
  } catch (error) {
    assert.ok(error instanceof SourceFault, String(error));
    return [error.fault.code, error.line, error.column];
  }
  return undefined;
}

describe('a JSON file of users', () => {
  const lines = users.map((user) => JSON.stringify(user)).join('\n');
  const pages = [...users.map((user) => ({ result: [user], next_cursor: 'x' })), { result: [] }].map((page) =>
    JSON.stringify(page),
  );
  const files: [string, string | Uint8Array, string, string][] = [
    ['an array', JSON.stringify(users), '.json', 'json'],
    ['an array, laid out', JSON.stringify(users, undefined, 2), '.json', 'json'],
    ['an array with comments', `// users\n[${lines.replace('\n', ', // next\n')},]\n/* end */`, '.json', 'json'],
    ['an array behind a byte order mark', `\ufeff${JSON.stringify(users)}`, '.json', 'json'],
    ['an array in UTF-16', Buffer.from(`\ufeff${JSON.stringify(users)}`, 'utf16le'), '.json', 'json'],
    ['JSON Lines', lines, '.jsonl', 'jsonl'],
    ['JSON Lines of the Truto CLI', `${lines}\n`, '.ndjson', 'jsonl'],
    ['JSON Lines under the name of JSON', `\n${lines}\n\n`, '.json', 'jsonl'],
    ['JSON Lines with line ends of Windows', lines.replace('\n', '\r\n'), '.jsonl', 'jsonl'],
    ['JSON Lines with line ends of old Macs', lines.replace('\n', '\r'), '.jsonl', 'jsonl'],
    ['JSON Lines with line ends of old Macs under the name of JSON', lines.replace('\n', '\r'), '.json', 'jsonl'],
    [
      'JSON Lines with comments',
      `// users\n/* two */\n${lines.replace('\n', '\n  // next\n')}\n/* end */`,
      '.jsonl',
      'jsonl',
    ],
    [
      'JSON Lines with comments under the name of JSON',
      `// a\n/* b */\n${lines.replace('\n', '\n// c\n')}`,
      '.json',
      'jsonl',
    ],
    ['an array under the name of JSON Lines', JSON.stringify(users, undefined, 2), '.jsonl', 'json'],
    ['an array in one line under the name of JSON Lines', ` ${JSON.stringify(users)}\n`, '.ndjson', 'json'],
    ['an array under the name of text', JSON.stringify(users), '.txt', 'json'],
    ['an array under no name', JSON.stringify(users), '', 'json'],
    ['JSON Lines under no name', lines, '', 'jsonl'],
    ['CSV under no name', 'id,name\n1,Ada\n2,Eve\n', '', 'csv'],
    ['CSV under another name', 'id;name\n1;Ada\n2;Eve\n', '.dat', 'csv'],
    ['CSV under the name of text', 'id\tname\n1\tAda\n2\tEve\n', '.txt', 'csv'],
    ['Unicode text of Excel', Buffer.from('\ufeffid\tname\r\n1\tAda\r\n2\tEve\r\n', 'utf16le'), '.txt', 'csv'],
    ['a table of tabs', 'id\tname\n1\tAda\n2\tEve\n', '.tab', 'csv'],
    ['a table of bars', 'id|name\n1|Ada\n2|Eve\n', '.PSV', 'csv'],
    ['a list of Truto', JSON.stringify({ result: users, next_cursor: null }), '.json', 'json'],
    [
      'a list of Truto, laid out',
      JSON.stringify({ result_count: 2, result: users, next: { a: [{}] } }, null, 2),
      '.json',
      'json',
    ],
    ['a list of Truto under the name of JSON Lines', JSON.stringify({ result: users }, null, 2), '.jsonl', 'json'],
    ['a list of Truto under no name', JSON.stringify({ next_cursor: 'x', result: users }), '', 'json'],
    ['a list of users by name', `// all\n{ /* x */ "users": [${lines.replace('\n', ',')},], }`, '.json', 'json'],
    ['a list of another directory', JSON.stringify({ '@odata.context': 'x', value: users }), '.json', 'json'],
    ...[
      'data',
      'items',
      'records',
      'Resources',
      'employees',
      'members',
      'entries',
      'Report_Entry',
      'Users',
      'nodes',
    ].map((name): [string, string, string, string] => [
      `a list of an API in “${name}”`,
      JSON.stringify({ status: 'success', meta: { id: 1, items: [7] }, [name]: users, total: 2 }),
      '.json',
      'json',
    ]),
    ['a list in an object', JSON.stringify({ data: { count: 2, users } }), '.json', 'json'],
    ['a list in an object, laid out', JSON.stringify({ d: { results: users } }, null, 2), '.json', 'json'],
    ['a list in objects', JSON.stringify({ data: { users: { nodes: users } } }, null, 2), '', 'json'],
    [
      'a list as Truto returns it to look for faults',
      JSON.stringify({ result: { result: users }, debug: {} }),
      '',
      'json',
    ],
    ['a list behind an empty one', JSON.stringify({ value: [], data: {}, users, items: [] }, null, 1), '.json', 'json'],
    ['a list behind one of other things', JSON.stringify({ resources: ['a'], users }), '.json', 'json'],
    ['an array of pages', `[${pages.join(',\n')}]`, '.json', 'json'],
    [
      'an array of pages, laid out',
      JSON.stringify(
        pages.map((page) => JSON.parse(page) as unknown),
        null,
        2,
      ),
      '',
      'json',
    ],
    ['an array of arrays', JSON.stringify(users.map((user) => [user])), '.json', 'json'],
    ['a page on each line', pages.join('\n'), '.jsonl', 'jsonl'],
    ['a page on each line under the name of JSON', `${pages.join('\r\n')}\r\n`, '.json', 'jsonl'],
    ['one page on a line', `${JSON.stringify({ result: users })}\n`, '.jsonl', 'jsonl'],
    ['one page on a line under the name of JSON', `${JSON.stringify({ result: users })}\n\n`, '.json', 'json'],
    ['an array on each line', `[${JSON.stringify(users)}]`, '.jsonl', 'json'],
  ];
  for (const [name, text, ending, kind] of files)
    it(`is ${name}`, async () => {
      assert.deepEqual(await idsOf(text, ending), [kind, '1', '2']);
    });

  it('may be of one user', async () => {
    assert.deepEqual(await idsOf(JSON.stringify(users[0], undefined, 2), '.json'), ['json', '1']);
    assert.deepEqual(await idsOf(JSON.stringify(users[0]), '.json'), ['json', '1']);
    assert.deepEqual(await idsOf('[]', '.json'), ['json']);
  });

  it('is a user that has such lists itself', async () => {
    const text = JSON.stringify({ id: '1', users: [{ id: '2' }] }, undefined, 2);
    assert.deepEqual(await idsOf(text, '.json'), ['json', '1']);
    assert.deepEqual(await idsOf(`${JSON.stringify({ id: '1', users: [{}] })}\n{"id":"2"}`, '.json'), [
      'jsonl',
      '1',
      '2',
    ]);
  });

  it('is one user, or a list, and never read as the other', async () => {
    const list = [{ id: '9' }];
    for (const own of [{ id: '1' }, { $truto: { id: '1' } }, { id: '1', name: 'Ann' }])
      for (const indent of [0, 2]) {
        assert.deepEqual(await idsOf(JSON.stringify({ ...own, users: list }, null, indent), '.json'), ['json', '1']);
        assert.deepEqual(await faultOf(JSON.stringify({ x: 1, users: list, ...own }, null, indent)), [
          'listInside',
          1,
          1,
        ]);
      }
    assert.deepEqual(await idsOf(JSON.stringify({ name: 'Ann', users: list, id: '1' }), '.json'), ['json', '1']);
    assert.deepEqual(await idsOf(JSON.stringify({ name: 'Ann', data: { items: list }, id: '1' }), ''), ['json', '1']);
    for (const holder of [
      { people2: list },
      { user_id: '1', name: 'Ann', items: list },
      { data: { data: { data: { data: list } } } },
      { result: { id: '1', title: 'x' }, debug: {} },
      { groups: [], users: list },
    ])
      for (const indent of [0, 2])
        assert.deepEqual(
          await faultOf(JSON.stringify(holder, null, indent)),
          ['listInside', 1, 1],
          JSON.stringify(holder),
        );
    const fields = [{ name: 'Ann', items: list }, { remote_data: { items: list } }, { userId: 1, phones: list }];
    const { rows } = await readText(fields.map((user) => JSON.stringify(user)).join('\n'), '.jsonl');
    assert.deepEqual(
      rows.map(({ file }) => file?.userId),
      [undefined, undefined, undefined],
    );
    assert.deepEqual(await idsOf('{"name":"Ann","phones":[{}]}', '.json'), ['json', undefined]);
  });

  it('tells where the rows of pages are', async () => {
    const text =
      '[ {"a": 1, "result": [ {"id":"1"},\n  {"id":"2"}]},\r\n {"result":[{"id":"3", /* x */ "title": 7}]}, {"id":"4"}]';
    const { rows } = await readText(text, '.json');
    assert.deepEqual(
      rows.map(({ index, line, column, raw }) => [index, line, column, raw]),
      [
        [0, 1, 24, '{"id":"1"}'],
        [1, 2, 3, '{"id":"2"}'],
        [2, 3, 13, '{"id":"3", /* x */ "title": 7}'],
        [3, 3, 47, '{"id":"4"}'],
      ],
    );
    assert.deepEqual(problemsOf(rows), ['3:41 wrongType']);
  });

  it('reads large pages in a time that grows with them', async () => {
    const page = (count: number) =>
      JSON.stringify({ result: Array.from({ length: count }, (_, id) => ({ id: `${id}` })) });
    const timeOf = async (count: number) => {
      const text = `${page(count)}\n${page(1)}`;
      const started = performance.now();
      assert.equal((await readText(text, '.jsonl')).rows.length, count + 1);
      return performance.now() - started;
    };
    await timeOf(4000);
    const one = await timeOf(4000);
    assert.ok((await timeOf(32_000)) < 32 * one + 200);
  });

  it('tells where the rows of a list in an object are, and where it breaks', async () => {
    const { rows } = await readText(
      '{ "result": [\n  { "id": "1" },\n  { "id": "2" }\n], "next_cursor": null }\n',
      '.json',
    );
    assert.deepEqual(
      rows.map(({ line, column, raw }) => [line, column, raw]),
      [
        [2, 3, '{ "id": "1" }'],
        [3, 3, '{ "id": "2" }'],
      ],
    );
    for (const text of [
      '{"result":[{"id":"1"}]',
      '{"result":[{"id":"1"}',
      '{"result":[{"id":"1"}],}x',
      '{"result":[',
      '{"users":[] "a"}',
    ])
      assert.deepEqual((await faultOf(text))?.slice(0, 2), ['brokenJson', 1], text);
    assert.deepEqual(await idsOf('{"result":[]}', '.json'), ['json']);
  });

  it('is no file of a spreadsheet program', async () => {
    for (const bytes of ['PK\u0003\u0004rest', '\u00d0\u00cf\u0011\u00e0rest'])
      for (const ending of ['.xlsx', '.csv', '.json', ''])
        assert.deepEqual(await faultOf(Buffer.from(bytes, 'latin1'), ending), ['spreadsheet', 1, 1]);
  });

  it('never has a row that is invalid without a reason', async () => {
    const line = fc.oneof(
      fc.string({ unit: fc.constantFrom('{', '}', '[', '"', ':', ',', '/', '*', 'a', '1', ' ', '\r', '\t') }),
      fc.json(),
      fc.constantFrom(
        '// x',
        '/* x */',
        '/* x',
        '{"id":"1"} // x',
        '{"id":"1"} {"id":"2"}',
        '{"id":"1",}',
        '\u0001',
        '\ufeff{}',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 5 }), async (lines) => {
        const { rows } = await readText(['{"id":"0"}', ...lines].join('\n'), '.jsonl');
        for (const row of rows)
          if (!row.file)
            assert.ok(
              row.problems(checkOptions).some(({ severity }) => severity === 'error'),
              row.raw,
            );
      }),
      { numRuns: 300 },
    );
  });

  it('tells where each row stands, and keeps it as it is spelled', async () => {
    const text = '\n[ { "id" : "1", "group": 1.0 },\r\n  /* x */ { "id": "2" }\n]';
    const { rows } = await readText(text, '.json');
    assert.deepEqual(
      rows.map(({ index, line, column, raw }) => [index, line, column, raw]),
      [
        [0, 2, 3, '{ "id" : "1", "group": 1.0 }'],
        [1, 3, 11, '{ "id": "2" }'],
      ],
    );
    assert.equal(JSON.stringify(bodyOf(rows[0])), '{"id":"1","group":1.0}');
  });

  it('tells of what is wrong at its line and column', async () => {
    const wrong = '{\n  "id": "3",\n  "status": 7\n}';
    const text = `[\n${JSON.stringify(users[0])},\n${wrong},\n5, [], {"id":"4","__proto__":{}}]`;
    const { rows } = await readText(text, '.json');
    assert.deepEqual(problemsOf(rows), ['5:13 wrongType', '7:1 notAUser', '7:4 notAUser', '7:18 forbiddenKey']);
    const inLines = await readText('{"id":"1"}\n{"id":\n  {"id":"3","status":7}\n', '.jsonl');
    assert.deepEqual(
      [...new Set(problemsOf(inLines.rows).map((problem) => problem.replace(/:\d+ syntaxError/, ' syntaxError')))],
      ['2 syntaxError', '3:22 wrongType'],
    );
  });

  it('ends where it breaks', async () => {
    assert.deepEqual(await faultOf('[{"id":"1"},\n {"id":]\n'), ['brokenJson', 2, 8]);
    assert.deepEqual((await faultOf('[{"id":"1"},\n {"id":"2"}\n'))?.slice(0, 2), ['brokenJson', 2]);
    assert.deepEqual((await faultOf('[{"id":"1"}] []'))?.slice(0, 2), ['brokenJson', 1]);
    assert.deepEqual((await faultOf('hello'))?.slice(0, 2), ['brokenJson', 1]);
    assert.deepEqual(await faultOf(''), ['nothing', 1, 1]);
    assert.deepEqual(await faultOf('\n', '.jsonl'), ['nothing', 1, 1]);
    assert.deepEqual(await faultOf(Buffer.from('[{"id":"1"},\n{"name":"Zoë"}]', 'latin1')), ['wrongEncoding', 2, 1]);
  });

  it('has the same JSON Lines however they are cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('\n', '\r\n', '\r'), fc.integer({ min: 1, max: 9 }), async (end, length) => {
        const text = ['{"id":"1"}', '', '// x', '{"id":"2"}', ''].join(end);
        const rows: unknown[] = [];
        for await (const { line, raw } of jsonLineRows(stream(text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [])))
          rows.push([line, raw]);
        assert.deepEqual(rows, [
          [1, '{"id":"1"}'],
          [4, '{"id":"2"}'],
        ]);
      }),
    );
  });

  it('gives the same rows however it is cut into pieces', async () => {
    const value = fc.record({ id: fc.string(), name: fc.string({ unit: 'grapheme' }), remote_data: fc.jsonValue() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { maxLength: 6 }),
        fc.nat({ max: 2 }),
        fc.integer({ min: 1, max: 40 }),
        async (all, indent, length) => {
          const text = JSON.stringify(all, undefined, indent).replaceAll('\n', '\r\n');
          const pieces = text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];
          const rows: SourceRow[] = [];
          for await (const row of jsonRows(stream(pieces))) rows.push(row);
          const wrapped = `{"a":[],"result":${text},"b":1}`.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];
          const inObject: string[] = [];
          for await (const { raw } of jsonRows(stream(wrapped), '{"a":[],"result":'.length)) inObject.push(raw);
          assert.deepEqual(
            inObject,
            rows.map(({ raw }) => raw),
          );
          assert.deepEqual(
            rows.map(({ raw }) => JSON.parse(raw) as unknown),
            JSON.parse(text),
          );
          const textLines = text.split('\r\n');
          for (const { line, column, raw } of rows)
            assert.ok(
              textLines
                .slice(line - 1)
                .join('\r\n')
                .slice(column - 1)
                .startsWith(raw),
            );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('holds some rows at a time, however many there are', async () => {
    let given = 0;
    let read = 0;
    let most = 0;
    async function* pieces() {
      for (; given < 20_000; given++) {
        await Promise.resolve();
        yield `${given === 0 ? '[' : ','}{"id":"${given}","name":"${'x'.repeat(100)}"}`;
      }
      yield ']';
    }
    for await (const row of jsonRows(pieces())) {
      assert.equal(row.index, read++);
      most = Math.max(most, given - read);
    }
    assert.equal(read, 20_000);
    assert.ok(most < 1000, `${most} rows were held`);
  });

  it('has the problems of its rows, and no more', async () => {
    const { rows } = await readText(JSON.stringify(users), '.json');
    assert.deepEqual(
      rows.flatMap((row) => row.problems(checkOptions)),
      [],
    );
  });
});

async function* stream(pieces: readonly string[]): AsyncGenerator<string> {
  for (const piece of pieces) {
    await Promise.resolve();
    yield piece;
  }
}
