import assert from 'node:assert/strict';
import { SourceFault } from '../../../../src/bulk/source/sourceFault';
import { writeColumnsFile } from '../../../../src/bulk/source/columnsFile';
import { openPlanSource } from '../../../../src/bulk/source/planSource';
import { openSource } from '../../../../src/bulk/source/openSource';
import { join, dirname, basename } from 'node:path';
import { headerOf } from '../plan/plans';
import { readSource, sourceFile } from './sources';

const text = 'id,title\n1,Zoë\n2,Łódź\n';
const western = Buffer.from('id,title\n1,Zoë\n2,Jürgen\n', 'latin1');

describe('the encoding that was told for a CSV file before', () => {
  async function remembered(content: string | Uint8Array, encoding = 'windows-1252') {
    const file = sourceFile(content, '.csv');
    await writeColumnsFile(file, { version: 1, encoding, columns: {} });
    return file;
  }
  async function read(file: string) {
    const { source, rows } = await readSource(file);
    const titles = rows.map((row) => row.fields().find(({ name }) => name === 'title')?.value);
    return [source.format.encoding, ...titles];
  }

  it('counts for a file that is not UTF-8', async () => {
    assert.deepEqual(await read(await remembered(western)), ['windows-1252', 'Zoë', 'Jürgen']);
  });

  it('does not count for a later file of the same name that is UTF-8, with a mark or without', async () => {
    assert.deepEqual(await read(await remembered(text)), ['utf-8', 'Zoë', 'Łódź']);
    assert.deepEqual(await read(await remembered(`\ufeff${text}`)), ['utf-8', 'Zoë', 'Łódź']);
    const wide = Buffer.from(`\ufeff${text}`, 'utf16le');
    assert.deepEqual(await read(await remembered(wide)), ['utf-16le', 'Zoë', 'Łódź']);
    assert.deepEqual(await read(await remembered(text, 'klingon')), ['utf-8', 'Zoë', 'Łódź']);
  });

  it('counts for a text that has a character of it far behind its first megabytes', async () => {
    const lines = Array.from({ length: 60_000 }, (_, number) => `${number},${'Countess'.repeat(6)}\n`);
    const content = Buffer.from(['id,title\n', ...lines, 'last,Zoë\n'].join(''), 'latin1');
    assert.ok(content.length > 3 * 1024 * 1024);
    const found = await read(await remembered(content));
    assert.deepEqual([found[0], found.length, found.at(-1)], ['windows-1252', 60_002, 'Zoë']);
  });

  it('counts for what is no text in UTF-8, such as UTF-16 without a mark', async () => {
    const wide = Buffer.from(text, 'utf16le');
    assert.deepEqual(await read(await remembered(wide, 'utf-16le')), ['utf-16le', 'Zoë', 'Łódź']);
  });

  it('is asked for again where the file is in neither', async () => {
    const file = await remembered(western, 'shift_jis');
    await assert.rejects(read(file), (error) => error instanceof SourceFault && error.fault.code === 'wrongEncoding');
  });

  it('gives way to the one that the caller tells, as a plan does for its source', async () => {
    const file = await remembered('id,title\n1,ZoÃ«\n', 'windows-1252');
    const { source } = await readSource(file, { encoding: 'windows-1250' });
    assert.equal(source.format.encoding, 'windows-1250');
    const counts = { rows: 1, send: 1, unchanged: 0, invalid: 0, notFound: 0, blocked: 0 };
    const header = headerOf(counts);
    const planned = { ...header, source: { ...header.source, name: basename(file), format: source.format } };
    const again = await openPlanSource(join(dirname(file), 'users.truto-plan.jsonl'), planned);
    assert.deepEqual(again.format, source.format);
    await again.rows.return(undefined);
    const opened = await openSource(file);
    assert.equal(opened.format.encoding, 'utf-8');
    await opened.rows.return(undefined);
  });
});
