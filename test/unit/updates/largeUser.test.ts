import assert from 'node:assert/strict';
import { explanationOf } from '../../../src/api/explanationOf';
import { maxUserBytes } from '../../../src/core/http/maxSizes';
import { lookAtUser } from '../../../src/updates/lookAtUser';
import { accountId, token } from '../api/clientUnderTest';
import { startScriptedServer, type ScriptedServer } from '../api/scriptedServer';
import { fileOf, openWindow, requestOf, type HeadlessWindow } from './headless';

type Query = Readonly<Record<string, unknown>>;

const deep = `${'['.repeat(1000)}${']'.repeat(1000)}`;
const kinds = [
  ['too large', JSON.stringify({ blob: 'x'.repeat(maxUserBytes) })],
  ['too deep', `{"a":${deep}}`],
] as const;

for (const [what, remoteData] of kinds)
  describe(`a live user whose remote_data is ${what}`, () => {
    let server: ScriptedServer;
    let window: HeadlessWindow;
    let title: string;
    /** Such as `GET +` where the request left out what the provider returned. */
    let asked: string[];

    beforeEach(async () => {
      title = 'a';
      asked = [];
      server = await startScriptedServer();
      server.script(({ method = '', url = '' }, response) => {
        const { pathname, searchParams } = new URL(url, 'http://localhost');
        const ignores = searchParams.get('truto_ignore_remote_data') === 'true';
        if (pathname.includes('/users/usr_ada')) asked.push(`${method} ${ignores ? '-' : '+'}`);
        if (method === 'PATCH') title = 'b';
        const user = `{"id":"usr_ada","title":"${title}"${ignores ? '' : `,"remote_data":${remoteData}`}}`;
        const account = { id: accountId, status: 'active', integration: { name: 'hubspot' } };
        const body = pathname.includes('/meta/')
          ? '{"query_schema":{"properties":{"view":{"type":"string"}}}}'
          : pathname.includes('capabilities')
            ? '{"unified":[{"model":"user-directory","resource":"users","methods":["get","update"]}],"account":{}}'
            : pathname.includes('/users/')
              ? user
              : JSON.stringify(account);
        response.writeHead(200, { 'content-type': 'application/json' }).end(body);
      });
      window = openWindow();
      await window.profiles.save({ name: 'Test', baseUrl: server.baseUrl }, token);
    });
    afterEach(() => server.close());

    const prepared = async (fields: string, query: Query = {}, readQuery: Query = {}) => {
      const text = `{"$truto":{"integrated_account_id":"${accountId}","id":"usr_ada"},${fields.slice(1)}`;
      const found = await window.updates.prepare(requestOf(window, fileOf(text), { query, readQuery }));
      assert.ok(found.obstacle === undefined);
      return found;
    };

    it('is updated: what the provider returned is left out of the looks', async () => {
      const update = await prepared('{"title":"b"}');
      assert.deepEqual(update.live, { id: 'usr_ada', title: 'a' });
      const { outcome, verdict } = await window.updates.run(update);
      assert.deepEqual([outcome, verdict, title], ['applied', 'updated', 'b']);
      assert.deepEqual(asked, ['GET +', 'GET -', 'PATCH +', 'GET +', 'GET -']);
      assert.deepEqual((await prepared('{"title":"b"}')).fields, []);
    });

    it('takes one request for each look where the update leaves it out too', async () => {
      const update = await prepared('{"title":"b"}', { truto_ignore_remote_data: true }, { view: 'full' });
      const { outcome, verdict, status } = await window.updates.run(update);
      assert.deepEqual([outcome, verdict, status], ['applied', 'updated', 200]);
      assert.deepEqual(asked, ['GET -', 'PATCH -', 'GET -']);
    });

    it('is not compared without what is sent', async () => {
      for (const query of [{}, { truto_ignore_remote_data: true }]) {
        const error: unknown = await prepared('{"title":"b","remote_data":{"blob":"y"}}', query).catch(
          (e: unknown) => e,
        );
        assert.match(explanationOf(error)?.code ?? '', /^responseToo/);
      }
      assert.deepEqual(asked, ['GET +', 'GET +']);
    });

    it('is looked at without it by whoever does not say what matters', async () => {
      const target = { environment: window.environments.open(), accountId, userId: 'usr_ada' };
      assert.deepEqual((await lookAtUser(target, {})).user, { id: 'usr_ada', title: 'a' });
    });
  });
