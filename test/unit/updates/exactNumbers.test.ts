import assert from 'node:assert/strict';
import { Environments } from '../../../src/api/environments';
import type { Environment } from '../../../src/api/environment';
import { refreshUserText } from '../../../src/core/update/refreshUserText';
import { readUserFile } from '../../../src/core/update/userFile';
import { applyTextEdits } from '../../../src/core/json/textEdit';
import { History } from '../../../src/updates/history';
import type { Prepared } from '../../../src/updates/prepared';
import { Seals } from '../../../src/updates/seals';
import { prepareUndo } from '../../../src/updates/undo';
import { userFileText } from '../../../src/updates/userFileText';
import { accountId, token } from '../api/clientUnderTest';
import { startScriptedServer, type ScriptedServer } from '../api/scriptedServer';
import { fileOf, openWindow, requestOf, type HeadlessWindow } from './headless';

const style = { eol: '\n', indent: '  ' } as const;
const numbers = ['9007199254740993', '-12345678901234567890', '1e400', '0.1000000000000000055511151231257827', '1.0'];

describe('the numbers of a live user', () => {
  let server: ScriptedServer;
  let window: HeadlessWindow;
  let live: string;
  let answer: string | undefined;
  const patched = () => server.received.filter(({ method }) => method === 'PATCH').map(({ body }) => body);

  async function prepared(json: string, options: Parameters<typeof requestOf>[2] = {}): Promise<Prepared> {
    const text = `{"$truto":{"integrated_account_id":"${accountId}","id":"usr_ada"},${json.slice(1)}`;
    const found = await window.updates.prepare(requestOf(window, fileOf(text), options));
    assert.ok(found.obstacle === undefined);
    return found;
  }
  const namesOf = ({ fields }: Prepared) => fields.map(({ name }) => name);

  beforeEach(async () => {
    answer = undefined;
    server = await startScriptedServer();
    server.script(({ method = '', url = '' }, response) => {
      if (method === 'PATCH') live = answer ?? live;
      const isUser = url.includes('/users/');
      const body = url.includes('capabilities')
        ? '{"integration":{},"unified":[{"model":"user-directory","resource":"users","methods":["update"]}],"account":{"status":"active"}}'
        : isUser
          ? live
          : `{"id":"${accountId}","status":"active","integration":{"name":"hubspot"}}`;
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    window = openWindow();
    await window.profiles.save({ name: 'Test', baseUrl: server.baseUrl }, token);
  });
  afterEach(() => server.close());

  for (const number of numbers) {
    it(`go into a new file and back as they came: ${number}`, async () => {
      live = `{"title":"a","group":${number},"roles":[{"id":${number}}]}`;
      const environment: Environment = window.environments.open();
      const user = await (await environment.client()).getUser(accountId, 'usr_ada');
      const text = userFileText(user, { accountId, userId: 'usr_ada' });
      assert.deepEqual(
        readUserFile(text)?.fields.map(({ json }) => json),
        ['"a"', number, `[{"id":${number}}]`],
      );
      const file = fileOf(text);
      const same = await window.updates.prepare(requestOf(window, file));
      assert.ok(same.obstacle === undefined);
      assert.deepEqual([namesOf(same), same.drifts], [[], []]);
      const whole = await window.updates.prepare(requestOf(window, file, { body: 'whole' }));
      assert.ok(whole.obstacle === undefined);
      await window.updates.run(whole);
      assert.deepEqual(patched(), [live]);
    });
  }

  it('of the query are sent, kept and undone to the last digit', async () => {
    live = '{"id":"usr_ada","title":"a"}';
    answer = '{"id":"usr_ada","title":"b"}';
    const query = '{"remote_query":{"seq":9007199254740993,"v":1.0},"group_id":12345678901234567890}';
    const text = `{"$truto":{"integrated_account_id":"${accountId}","id":"usr_ada","query":${query}},"title":"b"}`;
    const history = new History(window.storage, new Seals(window.storage), { isEnabled: () => true, days: () => 30 });
    window.updates.onDidUpdate((update) => history.remember(update));
    const update = await window.updates.prepare(requestOf(window, fileOf(text)));
    assert.ok(update.obstacle === undefined);
    const outcome = await window.updates.run(update);
    const entry = await history.entry((await history.idOf(outcome)) ?? '');
    assert.ok(entry);
    assert.equal(JSON.stringify(entry.query), query);
    const undone = await prepareUndo(entry, window.environments.open(), window.updates);
    assert.ok('prepared' in undone && undone.prepared);
    answer = '{"id":"usr_ada","title":"a"}';
    await window.updates.run(undone.prepared);
    const sent =
      'remote_query[seq]=9007199254740993&remote_query[v]=1.0&group_id=12345678901234567890&integrated_account_id=';
    const queries = server.received
      .filter(({ url }) => url.includes('/users/usr_ada'))
      .map(({ method, url }) => [method, decodeURIComponent(url).includes(`?${sent}`)]);
    assert.equal(queries.filter(([method]) => method === 'PATCH').length, 2);
    assert.deepEqual(
      queries.filter(([, isSame]) => !isSame),
      [],
    );
  });

  it('differ by their last digit', async () => {
    live = '{"group":9007199254740993}';
    const update = await prepared('{"group":9007199254740992}');
    assert.deepEqual(namesOf(update), ['group']);
    await window.updates.run(update);
    assert.deepEqual(patched(), ['{"group":9007199254740992}']);
  });

  it('are the same however they are spelled', async () => {
    live = '{"group":1.0,"remote_data":{"a":1e2,"b":[-0.0]}}';
    assert.deepEqual(namesOf(await prepared('{"group":1,"remote_data":{"a":100,"b":[0]}}')), []);
  });

  for (const place of ['', '"x":1,"api_key":', '"a":'])
    it(`drift by their last digit, and come into the file with it (${place || 'alone'})`, async () => {
      const value = (number: string) => (place === '' ? number : `{${place}${number}}`);
      live = `{"title":"a","group":${value('9007199254740993')}}`;
      const file = `{"title":"b","group":${value('9007199254740993')}}`;
      assert.deepEqual((await prepared(file)).drifts, []);
      live = `{"title":"a","group":${value('9007199254740995')}}`;
      const { drifts } = await prepared(file, { body: 'whole' });
      assert.deepEqual(
        drifts.map(({ field, isEdited }) => [field.name, isEdited]),
        [['group', false]],
      );
      const edit = refreshUserText(file, drifts, style);
      assert.ok(edit);
      assert.equal(
        JSON.stringify(fileOf(applyTextEdits(file, [edit])).fields.map(({ json }) => json)),
        JSON.stringify(['"b"', value('9007199254740995')]),
      );
    });

  it('are those of the response in what the next edit begins with, also after a restart', async () => {
    live = '{"title":"a","group":9007199254740993}';
    answer = '{"title":"b","group":9007199254740995}';
    const update = await prepared('{"title":"b","group":9007199254740993}');
    const { outcome, body } = await window.updates.run(update);
    assert.equal(outcome, 'applied');
    assert.equal(JSON.stringify(body), answer);
    live = answer;
    const next = await prepared('{"title":"c","group":9007199254740995}', { body: 'whole' });
    assert.deepEqual(next.drifts, []);
    live = '{"title":"b","group":9007199254740993}';
    const drifted = await prepared('{"title":"c","group":9007199254740995}', { body: 'whole' });
    assert.deepEqual(
      drifted.drifts.map(({ field }) => field.name),
      ['group'],
    );
  });

  it('name accounts, users and pages to the last digit', async () => {
    const environments: Environments = window.environments;
    const client = await environments.open().client();
    server.script({
      status: 200,
      text: '{"result":[{"id":9007199254740993}],"next_cursor":12345678901234567890}',
    });
    const { accounts, nextCursor } = await client.listAccounts({}, {});
    assert.deepEqual([accounts[0]?.id, nextCursor], ['9007199254740993', '12345678901234567890']);
  });
});
