import assert from 'node:assert/strict';
import { accountRules, referenceRules, type AccountRules } from '../../../../src/core/rules/accountRules';
import { integrationRule } from '../../../../src/core/rules/integrations';
import { parameterProblem, typedJson, typedText } from '../../../../src/core/parameters/parameterValue';
import {
  queryParameters,
  type ParameterShape,
  type ParameterSources,
} from '../../../../src/core/parameters/queryParameters';

const nothing: ParameterSources = { query: {}, settings: {}, rules: undefined, supported: [] };

function sourcesOf(slug: string, label: string): ParameterSources {
  const rules = referenceRules({ id: '1', integration: { name: slug, label } });
  return { ...nothing, rules, supported: integrationRule(slug)?.supportedQuery ?? [] };
}

const namesOf = (sources: ParameterSources, need: string) =>
  queryParameters(sources)
    .filter((parameter) => parameter.need === need)
    .map(({ name }) => name);

function parameterOf(name: string, sources: ParameterSources) {
  const found = queryParameters(sources).find((parameter) => parameter.name === name);
  assert.ok(found, name);
  return found;
}

function answered(querySchema: Readonly<Record<string, unknown>>): AccountRules {
  const meta = { bodySchema: {}, querySchema, defaultBody: {}, defaultQuery: {} };
  return accountRules(meta, { id: '1', integration: { name: 'clickup', label: 'ClickUp' } }, 0);
}

describe('the query parameters of a file', () => {
  it('are those of the page, the account apart', () => {
    assert.deepEqual(
      queryParameters(nothing).map(({ name, need }) => `${name} ${need}`),
      [
        'truto_response_format all',
        'truto_ignore_remote_data all',
        'truto_exclude_fields all',
        'remote_query all',
        'organization_id others',
        'workspace_id others',
        'group_id others',
        'workspace others',
        'user_id others',
        'groups others',
      ],
    );
  });

  it('begin with what the integration requires', () => {
    const [first] = queryParameters(sourcesOf('clickup', 'ClickUp'));
    assert.deepEqual([first?.name, first?.need], ['organization_id', 'required']);
    assert.deepEqual(namesOf(sourcesOf('ciscomeraki', 'Cisco Meraki'), 'required'), [
      'organization_id',
      'workspace_id',
    ]);
  });

  it('tell those of which one is enough from those that are merely known', () => {
    const gitLab = sourcesOf('gitlab', 'GitLab');
    assert.deepEqual(namesOf(gitLab, 'oneOf'), ['organization_id', 'workspace_id']);
    assert.deepEqual(namesOf(gitLab, 'supported'), ['group_id', 'groups']);
    assert.deepEqual(namesOf(gitLab, 'others'), ['workspace', 'user_id']);
  });

  it('include the account’s own, with their types', () => {
    const rules = answered({
      properties: {
        team: { type: 'string', required: true },
        seats: { type: 'integer' },
        mode: { enum: ['soft', 'hard'] },
        tags: { type: 'array', items: { type: 'string' } },
        deep: { type: 'object' },
      },
    });
    const sources = { ...nothing, rules };
    assert.deepEqual(namesOf(sources, 'required'), ['team']);
    assert.deepEqual(namesOf(sources, 'supported'), ['seats', 'mode', 'tags', 'deep']);
    const shapes = Object.fromEntries(queryParameters(sources).map(({ name, shape }) => [name, shape]));
    assert.deepEqual(
      [shapes.team, shapes.seats, shapes.mode, shapes.tags, shapes.deep],
      [
        { kind: 'text' },
        { kind: 'number' },
        { kind: 'choice', choices: ['soft', 'hard'] },
        { kind: 'texts', known: [] },
        { kind: 'json', type: 'object' },
      ],
    );
  });

  it('include what the file has and nobody knows', () => {
    const { need, value, origin } = parameterOf('constructor', { ...nothing, query: { constructor: 7 } });
    assert.deepEqual({ need, value, origin }, { need: 'nobody', value: 7, origin: 'file' });
  });

  it('have the type of the page', () => {
    const kinds = Object.fromEntries(queryParameters(nothing).map(({ name, shape }) => [name, shape.kind]));
    assert.deepEqual(kinds, {
      truto_response_format: 'choice',
      truto_ignore_remote_data: 'boolean',
      truto_exclude_fields: 'texts',
      remote_query: 'json',
      organization_id: 'text',
      workspace_id: 'text',
      group_id: 'text',
      workspace: 'text',
      user_id: 'text',
      groups: 'json',
    });
  });

  it('know the fields that an answer can leave out', () => {
    const { shape } = parameterOf('truto_exclude_fields', nothing);
    assert.ok(shape.kind === 'texts');
    for (const name of ['emails', 'remote_data', 'last_login_at']) assert.ok(shape.known.includes(name), name);
    assert.ok(!shape.known.includes('$truto'));
  });

  const settings = { truto_response_format: 'raw' };
  const origins: readonly (readonly [string, string, Partial<ParameterSources>, unknown, string])[] = [
    ['the file', 'truto_response_format', { query: { truto_response_format: 'stream' }, settings }, 'stream', 'file'],
    ['the settings', 'truto_response_format', { settings }, 'raw', 'setting'],
    ['what Truto does by itself', 'truto_ignore_remote_data', {}, false, 'default'],
    ['nowhere', 'organization_id', {}, undefined, 'none'],
  ];
  for (const [title, name, sources, value, origin] of origins) {
    it(`have a value from ${title}`, () => {
      const found = parameterOf(name, { ...nothing, ...sources });
      assert.deepEqual([found.value, found.origin], [value, origin]);
    });
  }
});

describe('a parameter as it is typed', () => {
  const json: ParameterShape = { kind: 'json', type: 'object' };
  const cases: readonly (readonly [ParameterShape, string, string | undefined])[] = [
    [{ kind: 'text' }, ' 7 ', '"7"'],
    [{ kind: 'text' }, '  ', undefined],
    [{ kind: 'number' }, '12', '12'],
    [{ kind: 'number' }, 'twelve', '"twelve"'],
    [{ kind: 'texts', known: [] }, 'id, name\n,emails', '["id","name","emails"]'],
    [{ kind: 'texts', known: [] }, ' , ', undefined],
    [json, '{ "a": 1.0, /* of two */ "b": [1,], }', '{"a":1.0,"b":[1]}'],
    [json, '{ "a": ', '{ "a":'],
  ];
  for (const [shape, typed, expected] of cases) {
    it(`${shape.kind} ${JSON.stringify(typed)}`, () => assert.equal(typedJson(shape, typed), expected));
  }

  it('shows the value that it has', () => {
    assert.equal(typedText({ kind: 'text' }, '7'), '7');
    assert.equal(typedText({ kind: 'text' }, 7), '7');
    assert.equal(typedText({ kind: 'texts', known: [] }, ['id', 'name']), 'id, name');
    assert.equal(typedText({ kind: 'json', type: 'object' }, { a: [1] }), '{"a":[1]}');
    assert.equal(typedText({ kind: 'text' }, undefined), '');
  });
});

describe('what speaks against a parameter', () => {
  const codeOf = (name: string, json: string, rules?: AccountRules) => parameterProblem(name, json, rules)?.code;

  it('is nothing when it is as the page says', () => {
    assert.equal(codeOf('organization_id', '"7"'), undefined);
    assert.equal(codeOf('groups', '[{"id":"1042"}]'), undefined);
    assert.equal(codeOf('of_my_own', '{"a":1}'), undefined);
  });

  it('is its type, its values and its JSON', () => {
    assert.equal(codeOf('organization_id', '7'), 'wrongType');
    assert.equal(codeOf('truto_response_format', '"rw"'), 'notAllowedValue');
    assert.equal(codeOf('remote_query', '{ "a":'), 'syntaxError');
    assert.equal(codeOf('remote_query', '{"a":1},"b":{"c":2}'), 'syntaxError');
    assert.equal(codeOf('remote_query', '{"a":1,"a":2}'), 'duplicateKey');
    assert.equal(codeOf('groups', '[{"id":7}]'), 'wrongType');
  });

  it('is what its account says, and of itself alone', () => {
    const rules = answered({
      properties: { team: { enum: ['red', 'blue'], required: true }, seat: { type: 'string', required: true } },
    });
    assert.equal(codeOf('team', '"green"', rules), 'notAllowedValue');
    assert.equal(codeOf('team', '"red"', rules), undefined);
  });
});
