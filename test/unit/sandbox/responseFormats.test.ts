import assert from 'node:assert/strict';
import { get } from 'node:http';
import { call, callUser, eachWithSandbox, hubspot, patch, textOf, userPath, usersPath } from './callSandbox';

describe('the response parameters of the sandbox', () => {
  const sandbox = eachWithSandbox();
  const ada = async (query: string) => (await callUser(sandbox(), hubspot, 'usr_ada', { query })).json;

  it('answers unified when not asked for anything else', async () => {
    assert.deepEqual(await ada('&truto_response_format=unified'), await ada(''));
  });

  it("answers the provider's own record for raw, whatever is to be left out", async () => {
    const raw = await ada('&truto_response_format=raw&truto_exclude_fields[]=id&truto_ignore_remote_data=true');
    assert.deepEqual(raw, (await ada('')).remote_data);
  });

  it('answers every documented field for normalized', async () => {
    const user = await ada('&truto_response_format=normalized');
    assert.deepEqual([user.name, user.bio, user.external_id, user.licenses], ['Ada Lovelace', null, null, null]);
  });

  it('answers an envelope of result and debug for debug', async () => {
    const json = await ada('&truto_response_format=debug&remote_query[foo]=bar');
    assert.deepEqual(Object.keys(json), ['result', 'debug']);
    assert.equal(json.result!.name, 'Ada Lovelace');
    assert.deepEqual(json.debug!.request!.query, { foo: 'bar' });
  });

  it('answers stream in several chunks without a length', async () => {
    const chunks = await new Promise<Buffer[]>((resolve, reject) => {
      get(
        `${sandbox().baseUrl}${userPath(hubspot, 'usr_ada')}&truto_response_format=stream`,
        { headers: { authorization: `Bearer ${sandbox().token}` } },
        (response) => {
          assert.equal(response.headers['transfer-encoding'], 'chunked');
          assert.equal(response.headers['content-length'], undefined);
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(parts));
        },
      ).on('error', reject);
    });
    assert.ok(chunks.length > 3, String(chunks.length));
    assert.deepEqual(JSON.parse(Buffer.concat(chunks).toString()), await ada(''));
  });

  const accountOf = (slug: string) =>
    sandbox()
      .accounts()
      .find(({ integration, status }) => integration.name === slug && status === 'active')?.id ?? '';

  for (const [slug, type, look] of [
    [
      'tableau',
      'application/xml; charset=utf-8',
      /^<\?xml [^>]+>\n<user>\n {2}<[\w]+>[^<]+<\/[\w]+>\n[^]*<jobTitle>&lt;x&gt;, &amp; "y"<\/jobTitle>/,
    ],
    ['blackline', 'text/csv; charset=utf-8', /^[\w,]*jobTitle[\w,]*\r\n[^]*"<x>, & ""y"""[^]*\r\n$/],
  ] as const) {
    it(`answers raw as ${type} where ${slug} does`, async () => {
      const account = accountOf(slug);
      const { json } = await call(sandbox(), usersPath(account, '&limit=1'));
      const userId = textOf(json.result![0]!.id);
      const { status, headers, text } = await patch(
        sandbox(),
        account,
        { title: '<x>, & "y"' },
        { userId, query: '&truto_response_format=raw' },
      );
      assert.deepEqual([status, headers.get('content-type')], [200, type]);
      assert.match(text, look);
    });
  }

  it('leaves fields out: one, several, none, and remote_data', async () => {
    const user = await ada('&truto_exclude_fields[]=name&truto_exclude_fields[]=emails');
    assert.ok(!('name' in user) && !('emails' in user) && 'username' in user);
    assert.ok(!('title' in (await ada('&truto_exclude_fields=title'))));
    assert.ok(!('remote_data' in (await ada('&truto_exclude_fields[]=remote_data'))));
    assert.ok(!('remote_data' in (await ada('&truto_ignore_remote_data=true'))));
    assert.ok('remote_data' in (await ada('&truto_ignore_remote_data=false')));
  });

  it('hands remote_query to the provider, which echoes it in its record', async () => {
    const user = await ada('&remote_query[expand][]=a&remote_query[expand][]=b&remote_query[page][size]=5');
    assert.deepEqual(user.remote_data!.remote_query, { expand: ['a', 'b'], page: { size: '5' } });
    assert.ok(!('remote_query' in (await ada('')).remote_data!));
  });

  it('shapes the answer of an update and of a list in the same way', async () => {
    const updated = await patch(
      sandbox(),
      hubspot,
      { title: 'x' },
      { query: '&truto_response_format=raw&remote_query[a]=1' },
    );
    assert.deepEqual([updated.json.jobTitle, updated.json.remote_query], ['x', { a: '1' }]);
    const { json } = await call(
      sandbox(),
      usersPath(
        hubspot,
        '&limit=1&truto_exclude_fields[]=name&truto_ignore_remote_data=true&truto_response_format=debug',
      ),
    );
    assert.ok(!('name' in json.result![0]!) && !('remote_data' in json.result![0]!) && 'debug' in json);
  });

  for (const [name, query] of [
    ['truto_response_format', 'xml'],
    ['truto_ignore_remote_data', 'perhaps'],
    ['remote_query', 'text'],
  ] as const) {
    it(`refuses ${name}=${query} with 400 and changes nothing`, async () => {
      const { status, json } = await patch(sandbox(), hubspot, { title: 'x' }, { query: `&${name}=${query}` });
      assert.equal(status, 400);
      assert.deepEqual(json.details!.failures![0]!.path, ['query', name]);
      assert.equal(sandbox().user(hubspot, 'usr_ada')?.title, 'Analyst');
    });
  }
});
