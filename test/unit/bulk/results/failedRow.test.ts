import assert from 'node:assert/strict';
import { parseJson } from '../../../../src/core/json/parseJson';
import { headerWithCause, rowWithCause } from '../../../../src/bulk/results/failedRow';
import { rowWithoutSecrets } from '../../../../src/bulk/results/doneRow';
import { problemsOf, readText } from '../source/sources';

describe('a row with more or fewer cells than the header, in the file of failed rows', () => {
  const header = 'id,first_name,last_name,title';
  const rows = ['u1,Ann,Boss', 'u2,Bob', 'u3,Cid,Dee,Head,East', 'u4', 'u5,Eve,Fox,Boss,North,7'];
  const why = 'The row has too few cells, or too many';

  /** The file of those that are refused in a file of this text. */
  async function failedOf(text: string): Promise<string> {
    const { source, rows: read } = await readText(text, '.csv', { columns: { columns: { truto_cause: null } } });
    const head = source.header ?? '';
    assert.deepEqual(
      problemsOf(read),
      read.map(({ line }) => `${line}:1 raggedRow`),
    );
    const { format } = source;
    assert.ok(format.kind === 'csv');
    const failed = read.map(({ raw }) => rowWithCause(raw, why, format, head));
    return `${[headerWithCause(head, format), ...failed].join('\n')}\n`;
  }

  it('keeps its cells, tells its cause, and is refused again however often it is tried', async () => {
    const first = await failedOf(`${[header, ...rows].join('\n')}\n`);
    const lines = first.trim().split('\n');
    assert.deepEqual(lines, [`${header},truto_cause`, ...rows.map((row) => `${row},"${why}"`)]);
    const second = await failedOf(first);
    assert.equal(second, first);
    assert.equal(await failedOf(second), first);
  });

  it('keeps what a person has put in place of its cause', async () => {
    const first = await failedOf(`${header}\nu1,Ann,Boss\n`);
    const added = `${first}u9,Bob,Boss\nu10,Bob\n`;
    const lines = (await failedOf(added)).trim().split('\n');
    assert.deepEqual(lines.slice(-3), [`u1,Ann,Boss,"${why}"`, 'u9,Bob,Boss', 'u10,Bob']);
  });

  it('has its cause once, though that counts its cells', () => {
    const format = { kind: 'csv', encoding: 'utf-8', delimiter: ',', columns: [], clear: '<null>' } as const;
    const said = (cells: number, columns: number) => `=The row has ${cells} cells, the header has ${columns}.`;
    const again = rowWithCause(
      rowWithCause('u1,Ann', said(2, 3), format, 'id,a,b'),
      said(3, 4),
      format,
      'id,a,b,truto_cause',
    );
    assert.equal(again, `u1,Ann,"'${said(3, 4)}"`);
  });

  it('is a row like any other once its missing cell is put in', async () => {
    const failed = await failedOf(`${header}\nu1,Ann,Boss\n`);
    const mended = failed.replace('Ann,', 'Ann,Lee,');
    const { rows: read } = await readText(mended, '.csv', { columns: { columns: { truto_cause: null } } });
    assert.deepEqual(problemsOf(read), []);
    assert.deepEqual(
      read[0]?.fields().map(({ value }) => value),
      ['Ann', 'Lee', 'Boss'],
    );
  });
});

describe('a row in the file of failed rows whose column of the cause is not the last', () => {
  const format = { kind: 'csv', encoding: 'utf-8', delimiter: ';', columns: [], clear: '<null>' } as const;

  it('has its cause there alone', () => {
    for (const header of ['id;truto_cause;title', 'id;"truto_cause";title']) {
      assert.equal(headerWithCause(header, format), header);
      assert.equal(rowWithCause('u1;"old; why";"a;b"', 'new', format, header), 'u1;new;"a;b"');
    }
    assert.equal(rowWithCause('old;u1', 'new', format, 'truto_cause;id'), 'new;u1');
  });

  it('keeps all its cells where they are not those of the header', () => {
    assert.equal(rowWithCause('u1;title', 'new', format, 'id;truto_cause;title;timezone'), 'u1;title');
  });
});

describe('a row in the file of rows that are done', () => {
  const secret = 'correct-horse-7';
  const column = (header: string, field: string | null) => ({ header, field });

  it('has no secret of its source', () => {
    const user = `{"id": "u1", "password": "${secret}", "title": "T", // why
 "remote_data": {"a": 1, "api_key": "${secret}", "list": [{"token": "${secret}"}]}, "$truto": {"query": {"remote_query": {"token": "${secret}"}}}}`;
    const done = rowWithoutSecrets(user, { kind: 'json', encoding: 'utf-8' });
    assert.ok(!done.includes(secret) && done.includes('// why'));
    assert.deepEqual(parseJson(done)?.value, {
      id: 'u1',
      title: 'T',
      remote_data: { a: 1, list: [{}] },
      $truto: { query: { remote_query: {} } },
    });
    const plain = '{ "id": "u1",  "title": "T" }';
    assert.equal(rowWithoutSecrets(plain, { kind: 'jsonl', encoding: 'utf-8' }), plain);
  });

  it('has blank cells in place of secrets', () => {
    const columns = [
      column('id', '$truto.id'),
      column('pw', 'password'),
      column('Title', 'title'),
      column('Data', 'remote_data'),
      column('Key', 'remote_data.api_key'),
      column('Token', null),
    ];
    const format = { kind: 'csv', encoding: 'utf-8', delimiter: ',', columns, clear: '<null>' } as const;
    const data = (json: string) => `"${json.replaceAll('"', '""')}"`;
    const row = `u1,${secret},"a, b",${data(`{"token":"${secret}"}`)},${secret},${secret}`;
    assert.equal(rowWithoutSecrets(row, format), 'u1,,"a, b",,,');
    const open = `u1,,"a, b",${data('{"desk":1}')},,`;
    assert.equal(rowWithoutSecrets(open, format), open);
  });
});
