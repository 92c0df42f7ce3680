import assert from 'node:assert/strict';
import { readCliConfig } from '../../../../src/core/http/cliConfig';

const read = (config: unknown) => readCliConfig(JSON.stringify(config), 'Truto CLI');
const account = '5a9d0c1e-0000-4000-8000-000000000001';

describe('reading the profile file of the Truto CLI', () => {
  it('takes one environment at its top', () => {
    assert.deepEqual(read({ apiUrl: 'https://api.truto.one/', token: ' tok ', defaultIntegratedAccount: account }), {
      profiles: [{ name: 'Truto CLI', baseUrl: 'https://api.truto.one', token: 'tok', defaultAccount: account }],
      refused: [],
    });
  });

  it('takes several by name, and as a list', () => {
    const entries = {
      Acme: { apiToken: 'a' },
      Test: { name: 'Acme Test', api_token: 'b', apiUrl: 'http://127.0.0.1:1' },
    };
    const names = (config: unknown) => read(config)?.profiles.map(({ name, token }) => `${name} ${token}`);
    assert.deepEqual(names({ profiles: entries }), ['Acme a', 'Acme Test b']);
    assert.deepEqual(names({ profiles: Object.values(entries) }), ['Truto CLI a', 'Acme Test b']);
    assert.deepEqual(names({ currentProfile: 'Acme', token: 'top', profiles: entries }), [
      'Truto CLI top',
      'Acme a',
      'Acme Test b',
    ]);
  });

  const named = (config: unknown) => read(config)?.profiles.map(({ name, token }) => `${name}: ${token}`);

  it('takes the name that the environment at the top has', () => {
    assert.deepEqual(named({ name: 'prod', apiUrl: 'https://api.truto.one', token: 'a' }), ['prod: a']);
    for (const name of ['', '  ', 7, null]) assert.deepEqual(named({ name, token: 'a' }), ['Truto CLI: a']);
  });

  it('takes a map of environments at the top', () => {
    const map = { prod: { token: 'a' }, test: { token: 'b', name: 'Test' } };
    assert.deepEqual(named(map), ['prod: a', 'Test: b']);
    assert.deepEqual(named({ currentProfile: 'prod', version: 1, ...map }), ['prod: a', 'Test: b']);
    assert.deepEqual(named({ ...map, settings: { colour: 'no' } }), ['prod: a', 'Test: b']);
    assert.deepEqual(named({ ...map, openaiApiKey: 'sk' }), []);
    assert.deepEqual(read({ prod: { token: 'a', apiUrl: 'http://x.example' } })?.refused, [
      { name: 'prod', reason: 'notHttps' },
    ]);
  });

  it('numbers those of one name, and takes the very same once', () => {
    const list = [{ token: 'a' }, { token: 'b' }, { token: 'b' }, { token: 'a', apiUrl: 'http://localhost:1' }];
    assert.deepEqual(named({ profiles: list }), ['Truto CLI: a', 'Truto CLI 2: b', 'Truto CLI 3: a']);
    const alike = { one: { name: 'Acme', token: 'a' }, Acme: { token: 'b' }, 'Acme 2': { token: 'c' } };
    assert.deepEqual(named({ profiles: alike }), ['Acme: a', 'Acme 2: b', 'Acme 2 2: c']);
    assert.deepEqual(named({ name: 'Acme', token: 'a', profiles: alike }), ['Acme: a', 'Acme 2: b', 'Acme 2 2: c']);
    const long = 'n'.repeat(100);
    const names = read({
      profiles: [
        { name: long, token: 'a' },
        { name: long, token: 'b' },
      ],
    })?.profiles;
    assert.deepEqual(
      names?.map(({ name }) => name),
      [long, `${'n'.repeat(98)} 2`],
    );
  });

  it('loses none: each is taken or refused', () => {
    const list = Array.from({ length: 40 }, (_, index) => ({
      ...(index % 3 === 0 && { name: `e${index % 5}` }),
      token: index % 4 === 0 ? '' : `t${index}`,
      ...(index % 7 === 0 && { apiUrl: 'http://x.example' }),
    }));
    const { profiles = [], refused = [] } = read({ profiles: list }) ?? {};
    assert.equal(profiles.length + refused.length, 40);
    assert.equal(new Set(profiles.map(({ name }) => name)).size, profiles.length);
  });

  it('takes nothing of other vendors', () => {
    const others = { openaiApiKey: 'sk-1', anthropic: { token: 'sk-2' }, apiKey: 'sk-3', github_token: 'ghp' };
    assert.deepEqual(read(others), { profiles: [], refused: [] });
    assert.ok(!JSON.stringify(read({ ...others, token: 'ours' })).includes('sk-'));
  });

  it('says what it cannot take, and why', () => {
    const refused = {
      plain: { token: 't', apiUrl: 'http://api.truto.one' },
      alike: { token: 't', apiUrl: 'https://api.truto.one.example' },
      user: { token: 't', apiUrl: 'https://api.truto.one@elsewhere.example' },
      none: { apiUrl: 'https://api.truto.one' },
      broken: { token: 'a\nb' },
      long: { token: 'a'.repeat(10_000) },
      [` ${'n'.repeat(200)}`]: { token: 't' },
    };
    assert.deepEqual(
      read({ profiles: refused })?.refused.map(({ reason }) => reason),
      ['notHttps', 'lookAlikeHost', 'userinfo', 'noToken', 'unusableToken', 'unusableToken', 'unusableName'],
    );
  });

  it('is no JSON object: nothing', () => {
    for (const text of ['', '[]', 'null', '"x"', '{', '12', '\0']) assert.equal(readCliConfig(text, ''), undefined);
    assert.deepEqual(read({ profiles: 3, token: 5, apiUrl: [] }), { profiles: [], refused: [] });
    assert.deepEqual(read({ profiles: [null, 'x', 7, []] })?.profiles, []);
  });

  it('reads no more environments than a person would have', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`e${index}`, { token: 't' }]));
    const { profiles = [], refused } = read({ profiles: many }) ?? {};
    assert.ok(profiles.length <= 50);
    assert.deepEqual(
      refused?.map(({ reason }) => reason),
      ['tooMany'],
    );
  });

  it('is not misled by names that objects have anyway', () => {
    const config = readCliConfig('{"profiles":{"__proto__":{"token":"t"},"constructor":{"token":"u"}}}', 'x');
    assert.deepEqual(
      config?.profiles.map(({ name, token }) => `${name} ${token}`),
      ['__proto__ t', 'constructor u'],
    );
  });
});
