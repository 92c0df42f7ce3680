import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { maxShownBytes } from '../../../../src/core/http/maxSizes';
import { ResponseFolder } from '../../../../src/users/responses/responseFolder';
import { ResponseSpool } from '../../../../src/users/responses/responseSpool';
import { ResponseText } from '../../../../src/users/responses/responseText';
import { generatedList } from '../../../../src/sandbox/generatedList';
import { temporaryFolder } from '../../../host/temporaryFolder';

describe('ResponseSpool', function () {
  this.timeout(20_000);
  let folder: ResponseFolder;
  beforeEach(() => {
    folder = new ResponseFolder(join(temporaryFolder('answers').path, 'deep', 'answers'));
  });

  it('keeps a usual answer in memory and writes nothing', async () => {
    const spool = new ResponseSpool(folder);
    assert.equal(Buffer.from(await spool.write(Buffer.from('{"a":'))).toString(), '{"a":');
    await spool.write(Buffer.from('1}'));
    await spool.end();
    assert.deepEqual([spool.size, spool.overflows, existsSync(folder.path)], [7, false, false]);
    const content = spool.content();
    assert.ok('bytes' in content);
    assert.equal(Buffer.from(content.bytes).toString(), '{"a":1}');
    await spool.discard();
  });

  it('keeps an answer that just fits in memory, too', async () => {
    const spool = new ResponseSpool(folder);
    await spool.write(new Uint8Array(maxShownBytes));
    assert.deepEqual([spool.overflows, existsSync(folder.path)], [false, false]);
  });

  it('writes all bytes of a larger one to a file that only this person may read, and shows the first', async () => {
    const spool = new ResponseSpool(folder);
    const sent = createHash('sha256');
    let shown = 0;
    for (const chunk of generatedList(20 * 1024 * 1024)) {
      sent.update(chunk);
      shown += (await spool.write(chunk)).byteLength;
    }
    await spool.end();
    assert.deepEqual([spool.size, shown], [20 * 1024 * 1024, maxShownBytes]);
    const content = spool.content();
    assert.ok('path' in content);
    if (process.platform !== 'win32') assert.equal(statSync(content.path).mode & 0o777, 0o600);
    const kept = createHash('sha256');
    for await (const chunk of createReadStream(content.path)) kept.update(chunk as Buffer);
    assert.equal(kept.digest('hex'), sent.digest('hex'));
    await spool.discard();
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it('rejects when the file cannot be written', async () => {
    const file = join(temporaryFolder('answers').path, 'file');
    writeFileSync(file, '');
    await assert.rejects(new ResponseSpool(new ResponseFolder(file)).write(new Uint8Array(maxShownBytes + 1)), {
      code: 'EEXIST',
    });
  });

  it('removes what processes that are gone have left, and nothing of those that run', async () => {
    const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
    mkdirSync(folder.path, { recursive: true });
    const names = [`${gone}-a`, `${process.pid}-b`, 'unnamed'];
    for (const name of names) writeFileSync(join(folder.path, name), 'x');
    await folder.removeLeftovers();
    assert.deepEqual(readdirSync(folder.path), [`${process.pid}-b`]);
    assert.equal(readFileSync(join(folder.path, `${process.pid}-b`), 'utf8'), 'x');
    await new ResponseFolder(join(folder.path, 'none')).removeLeftovers();
  });
});

describe('ResponseText', () => {
  function textOf(contentType: string, ...pieces: (string | Uint8Array)[]): ResponseText {
    const text = new ResponseText(contentType);
    for (const piece of pieces) text.add(Buffer.from(piece));
    return text;
  }

  it('decodes characters that are cut by the pieces', () => {
    const bytes = Buffer.from('Zoë 😀');
    const text = new ResponseText('text/plain');
    for (const byte of bytes) text.add(Uint8Array.of(byte));
    assert.equal(text.text, 'Zoë 😀');
  });

  it('believes the charset of the content type', () => {
    assert.equal(textOf('text/plain; charset=iso-8859-1', Uint8Array.of(0x5a, 0x6f, 0xeb)).text, 'Zoë');
    assert.equal(textOf('text/plain; charset=unheard-of', 'Zoë').text, 'Zoë');
  });

  it('knows bytes that are no text, whatever they are called', () => {
    assert.deepEqual(
      [textOf('', Uint8Array.of(0x89, 0x50, 0x4e, 0x47)).kind, textOf('', Uint8Array.of(0x89, 0x50)).text],
      ['binary', ''],
    );
    assert.equal(textOf('application/json', Uint8Array.of(0x7b, 0)).kind, 'binary');
    assert.equal(textOf('application/json', '{}').kind, 'json');
    assert.equal(textOf('').kind, 'text');
  });
});
