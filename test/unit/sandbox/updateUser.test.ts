import assert from 'node:assert/strict';
import {
  callUser,
  clickup,
  eachWithSandbox,
  gitlab,
  hubspot,
  patch,
  pipedrive,
  salesforce,
  slack,
  textOf,
  zendesk,
} from './callSandbox';

describe('updating a user of the sandbox', () => {
  const sandbox = eachWithSandbox();
  const ada = () => sandbox().user(hubspot, 'usr_ada');

  it('merges the given fields, arrays as wholes, and answers the user itself', async () => {
    const before = ada()!;
    const { status, json } = await patch(sandbox(), hubspot, {
      title: 'Countess',
      languages: ['fr', 'it'],
      custom_field: { deep: [1] },
    });
    assert.equal(status, 200);
    assert.deepEqual(
      [json.id, json.title, json.languages, json.custom_field, json.username],
      ['usr_ada', 'Countess', ['fr', 'it'], { deep: [1] }, 'ada'],
    );
    assert.deepEqual(json, ada());
    assert.ok(textOf(json.updated_at) > String(before.updated_at));
    assert.deepEqual((await callUser(sandbox(), hubspot)).json, json);
  });

  it('hands remote_data to the provider as it is, beside the mapped fields', async () => {
    const { json } = await patch(sandbox(), hubspot, {
      last_name: 'King',
      remote_data: { hs_locale: 'en-gb', nested: { a: null } },
    });
    const remote = json.remote_data!;
    assert.deepEqual(
      [remote.familyName, remote.hs_locale, remote.nested, remote.login],
      ['King', 'en-gb', { a: null }, 'ada'],
    );
    assert.ok(!('hs_locale' in json));
  });

  it('takes a password and never answers it', async () => {
    const { status, text } = await patch(sandbox(), hubspot, { password: 'correct horse', title: 'x' });
    assert.equal(status, 200);
    assert.ok(!text.includes('correct horse') && !text.includes('password'));
    assert.ok(!JSON.stringify(ada()).includes('correct horse'));
  });

  it('keeps the id, whatever the body says', async () => {
    assert.equal((await patch(sandbox(), hubspot, { id: 'usr_other' })).json.id, 'usr_ada');
  });

  it('takes an empty body and names like __proto__ without harm', async () => {
    assert.equal((await patch(sandbox(), hubspot, {})).status, 200);
    const { status } = await patch(sandbox(), hubspot, '{"__proto__":{"polluted":true}}');
    assert.equal(status, 200);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  for (const [title, body, headers] of [
    ['an array', '[]', {}],
    ['text that is not JSON', '{"title":', {}],
    ['null', 'null', {}],
    ['no body', '', {}],
    ['an absurd depth', `{"remote_data":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`, {}],
    ['another content type', '{}', { 'content-type': 'text/plain' }],
  ] as const) {
    it(`refuses ${title} as Truto itself: 400 with details.failures`, async () => {
      const { status, json } = await patch(sandbox(), hubspot, body, { headers });
      assert.equal(status, 400);
      assert.deepEqual(json.details!.failures![0]!.path, ['body']);
      assert.ok(!('truto_is_remote_error' in json));
    });
  }

  for (const [field, body] of [
    ['status', { status: 'gone' }],
    ['status', { status: null }],
    ['title', { title: 5 }],
    ['emails', { emails: 'ada@example.com' }],
    ['emails[0].email', { emails: [{ email: 'ada' }] }],
    ['emails[1].is_primary', { emails: [{ email: 'a@b' }, { is_primary: 'yes' }] }],
    ['phones[0].type', { phones: [{ number: '1', type: 'fax' }] }],
    ['roles[0]', { roles: ['admin'] }],
    ['languages[0]', { languages: [1] }],
    ['created_at', { created_at: 'yesterday' }],
    ['group', { group: true }],
    ['licensed_sheet_creator', { licensed_sheet_creator: 'no' }],
    ['remote_data', { remote_data: [] }],
    ['licenses[0].last_active_at', { licenses: [{ last_active_at: 'x' }] }],
  ] as const) {
    it(`is refused by the provider for ${JSON.stringify(body)}: 422 that names ${field}`, async () => {
      const before = ada();
      const { status, json } = await patch(sandbox(), hubspot, body);
      assert.equal(status, 422);
      assert.equal(json.truto_is_remote_error, true);
      assert.equal(json.raw_response!.error!.errors![0]!.field, field);
      assert.deepEqual(ada(), before);
      assert.equal(sandbox().requests.at(-1)?.applied, false);
    });
  }

  for (const number of ['100', '1E+2', '1.0', '9007199254740993', '-0']) {
    for (const name of ['remote_data', 'title', 'emails', 'licensed_sheet_creator', 'created_at', 'status'])
      it(`is refused by the provider for ${number} as ${name}, however it is spelled: 422`, async () => {
        const { status, json } = await patch(sandbox(), hubspot, `{"${name}":${number}}`);
        assert.equal(status, 422);
        assert.match(textOf(json.message), /^\w+ must be .*, not a number$/);
      });
    it(`takes ${number} where a number may stand`, async () => {
      assert.equal((await patch(sandbox(), hubspot, `{"group":${number}}`)).status, 200);
      assert.equal((await patch(sandbox(), hubspot, `{"roles":[${number}]}`)).status, 422);
    });
  }

  it('takes every documented field in its documented type', async () => {
    const { status, text } = await patch(sandbox(), hubspot, {
      id: 'usr_ada',
      name: 'A',
      first_name: 'A',
      last_name: 'L',
      username: 'ada2',
      password: 'p',
      title: null,
      timezone: 'Europe/Paris',
      avatar: 'x',
      user_type: 'y',
      status: 'invited',
      created_at: '2024-01-10T09:00:00+01:00',
      group: 0,
      licensed_sheet_creator: true,
      emails: [{ email: 'ada2@example.com', is_primary: true, type: 'work' }],
      phones: [{ number: '1', type: 'mobile', extension: '2' }],
      roles: [{ id: '1', name: 'admin', group: 'g', organization: 'o', workspace: 'w' }],
      groups: [{ id: '1', name: 'n', organization: 'o' }],
      organizations: [{ id: '1', name: 'n' }],
      workspaces: [{ id: '1', name: 'n' }],
      licenses: [{ id: '1', name: 'n', organization: 'o', last_active_at: '2024-01-10T09:00:00Z' }],
      urls: [{ type: 't', url: 'u' }],
      languages: ['en'],
      remote_data: { any: [1] },
    });
    assert.equal(status, 200, text);
  });

  for (const [field, body] of [
    ['username', { username: 'GRACE' }],
    ['email', { emails: [{ email: 'Grace@Example.com' }] }],
  ] as const) {
    it(`conflicts with another user's ${field}: 409 with the remote flag`, async () => {
      const { status, json } = await patch(sandbox(), hubspot, body);
      assert.equal(status, 409);
      assert.equal(json.error, 'Conflict');
      assert.equal(json.truto_is_remote_error, true);
      assert.equal(json.raw_response!.error!.field, field);
    });
  }

  it('does not conflict with the user itself, nor with users of other accounts', async () => {
    assert.equal(
      (await patch(sandbox(), hubspot, { username: 'ada', emails: [{ email: 'ada@example.com' }] })).status,
      200,
    );
    assert.equal((await patch(sandbox(), clickup, { username: 'grace' }, { query: '&organization_id=1' })).status, 200);
  });

  it('answers 404 from the provider for an unknown user', async () => {
    const { status, json } = await patch(sandbox(), hubspot, {}, { userId: 'nobody' });
    assert.deepEqual([status, json.truto_is_remote_error], [404, true]);
  });

  it('answers 405 for a sandbox account and for an integration that cannot update users', async () => {
    for (const account of [zendesk, slack]) {
      const { status, json } = await patch(sandbox(), account, { title: 'x' });
      assert.equal(status, 405);
      assert.equal(json.error, 'Method Not Allowed');
      assert.ok(!('truto_is_remote_error' in json));
    }
    assert.equal((await callUser(sandbox(), zendesk)).status, 200);
  });

  it('answers 401 with the remote flag for needs_reauth and 503 for a blocked account', async () => {
    assert.equal((await patch(sandbox(), salesforce, {})).status, 401);
    assert.equal((await patch(sandbox(), gitlab, {})).status, 503);
  });

  it('names the missing scopes: 403 with forbidden_error', async () => {
    const { status, json } = await patch(sandbox(), pipedrive, { title: 'x' });
    assert.equal(status, 403);
    const insight = json.truto_error_insight!.forbidden_error!;
    assert.deepEqual(insight.value, { missing_scopes: ['users:write'] });
    assert.equal(typeof insight.description, 'string');
  });
});
