import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodedBody } from '../../../src/api/bodyDecoder';
import { wholeBody } from '../../../src/updates/updateObserver';
import { ResponseText } from '../../../src/users/responses/responseText';
import { accountId, eachWithServer, update } from './clientUnderTest';

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const byteOrderMark = '\ufeff';

/** How bytes come, and what the head says of them. */
const charsets: Readonly<Record<string, readonly [type: string, encode: (text: string) => Buffer]>> = {
  'no charset': ['application/json', (text) => Buffer.from(text)],
  'no type': ['', (text) => Buffer.from(text)],
  'a mark of UTF-8': ['application/json', (text) => Buffer.from(byteOrderMark + text)],
  'UTF-8 in quotes': ['application/json; charset="UTF-8"', (text) => Buffer.from(text)],
  'what is unheard of': ['application/json; charset=x-klingon', (text) => Buffer.from(text)],
  'ASCII that is UTF-8': ['application/json; charset=us-ascii', (text) => Buffer.from(text)],
  'Latin-1': ['application/json;charset=ISO-8859-1', (text) => Buffer.from(text, 'latin1')],
  'Windows-1252': ['text/json; x=y; Charset=windows-1252', (text) => Buffer.from(text, 'latin1')],
  'UTF-16, marked': ['application/json; charset=utf-16', (text) => Buffer.from(byteOrderMark + text, 'utf16le')],
  'UTF-16, marked, the other way round': ['application/json; charset=utf-16', (text) => utf16be(byteOrderMark + text)],
  'UTF-16, unmarked': ['application/json; charset=utf-16', (text) => Buffer.from(text, 'utf16le')],
  'UTF-16, unmarked, the other way round': ['application/json; charset=UTF-16', utf16be],
  'UTF-16LE': ['application/json; charset=utf-16le', (text) => Buffer.from(text, 'utf16le')],
  'UTF-16BE': ['application/json; charset=utf-16be', utf16be],
  'a mark that the head does not know of': ['application/json', (text) => Buffer.from(byteOrderMark + text, 'utf16le')],
  'a mark that the head contradicts': [
    'application/json; charset=iso-8859-1',
    (text) => Buffer.from(byteOrderMark + text),
  ],
};

describe('the charset of a response', () => {
  const { client, script, failureOf } = eachWithServer();
  // Latin-1 holds all of its letters.
  const user = { id: 'usr_ada', name: 'Björn ÿüß', title: 'Señor' };
  const json = JSON.stringify(user);

  for (const [name, [type, encode]] of Object.entries(charsets)) {
    describe(name, () => {
      const answer = (status: number, text: string) =>
        script((_, response) =>
          response.writeHead(status, type === '' ? {} : { 'content-type': type }).end(encode(text)),
        );

      it('is honoured where a user is read', async () => {
        answer(200, json);
        assert.deepEqual(await client().getUser(accountId, 'usr_ada'), user);
      });

      it('is honoured once where an update is answered, whoever reads the response', async () => {
        answer(200, json);
        const { body, bytes, contentType, ...head } = await client().updateUser(update);
        assert.deepEqual(body, user);
        assert.deepEqual(Buffer.from(bytes), encode(json));
        const shown = new ResponseText(contentType);
        shown.add(bytes);
        assert.deepEqual([shown.text, shown.kind], [json, 'json']);
        assert.deepEqual(await wholeBody({ ...head, contentType, chunks: [bytes] }), { json: user });
      });

      it('is honoured where it is refused', async () => {
        answer(400, JSON.stringify({ statusCode: 400, error: 'Bad Request', message: 'Straße: zu kurz' }));
        assert.equal((await failureOf(client().updateUser(update))).explanation.serverMessage, 'Straße: zu kurz');
      });
    });
  }

  it('is the same for bytes that come in pieces, wherever they are cut', () => {
    const all = Object.values(charsets).map(([type, encode]) => ({ type, bytes: encode(json) }));
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.array(fc.nat(80), { maxLength: 6 }), ({ type, bytes }, cuts) => {
        const shown = new ResponseText(type);
        const places = [0, ...cuts.sort((one, other) => one - other), bytes.length];
        for (const [index, start] of places.slice(0, -1).entries()) shown.add(bytes.subarray(start, places[index + 1]));
        assert.equal(shown.text, json);
        assert.equal(decodedBody(type, bytes), json);
      }),
    );
  });
});
