import assert from 'node:assert/strict';
import { accountRules } from '../../../../src/core/rules/accountRules';
import { fieldFits, firstJson, type FormField } from '../../../../src/core/form/fieldModel';
import { readFormText, type FormValue } from '../../../../src/core/form/formText';
import { userSections } from '../../../../src/core/form/userSections';
import { toForm, type FormTarget } from '../../../../src/protocol/formMessages';
import { readMessage } from '../../../../src/protocol/readMessage';

const meta = {
  bodySchema: {
    type: 'object',
    required: ['roles'],
    properties: {
      status: { type: 'string', enum: ['active', 'asleep'] },
      group: { type: 'integer' },
      user_type: { type: 'string', enum: [{ value: 'agent' }, { value: 'admin' }] },
      emails: {
        type: 'array',
        items: { type: 'object', properties: { type: { type: 'string', enum: ['work'] } }, required: ['email'] },
      },
      roles: { type: 'array' },
      team: { type: 'string' },
      level: { type: 'integer', enum: [1, 2] },
      is_bot: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'string' } },
    },
  },
  querySchema: {
    type: 'object',
    properties: {
      organization_id: { type: 'string', required: true },
      region: { type: 'string' },
      integrated_account_id: { type: 'string', required: true },
    },
  },
  defaultBody: {},
  defaultQuery: {},
};
const rules = accountRules(meta, { id: 'a', integration: { name: 'gitlab', label: 'GitLab' } }, 0);
const placed = userSections(rules).flatMap(({ id, fields }) =>
  fields.map(({ path, field }) => ({ id, path: path.join('.'), field })),
);
const field = (path: string): FormField => placed.find((one) => one.path === path)!.field;

function valueOf(json: string): FormValue {
  const parsed = readFormText(`{"value":${json}}`);
  assert.equal(parsed.state, 'user');
  return parsed.user.members.get('value')!;
}

describe('the fields that an account asks for', () => {
  it('have its own values and types', () => {
    const [status, kind, level] = [field('status'), field('user_type'), field('level')];
    assert.ok(status.kind === 'choice' && kind.kind === 'choice' && level.kind === 'choice');
    assert.deepEqual(
      [status.choices, kind.choices, level.choices],
      [
        ['active', 'asleep'],
        ['agent', 'admin'],
        [1, 2],
      ],
    );
    assert.equal(field('group').kind, 'number');
    const emails = field('emails');
    assert.ok(emails.kind === 'list' && emails.item.kind === 'object');
    assert.deepEqual(
      emails.item.fields.map(({ name, kind: how, asked }) => [name, how, asked?.how]),
      [
        ['email', 'text', 'required'],
        ['is_primary', 'boolean', undefined],
        ['type', 'choice', undefined],
      ],
    );
  });

  it('are marked where it requires them, and its own come last', () => {
    assert.deepEqual(field('roles').asked, { by: 'GitLab', how: 'required' });
    assert.equal(field('title').asked, undefined);
    const own = placed
      .filter(({ field: { asked } }) => asked?.how === 'own')
      .map(({ id, path, field: { kind } }) => [id, path, kind]);
    assert.deepEqual(own, [
      ['request', '$truto.query.region', 'text'],
      ['more', 'team', 'text'],
      ['more', 'level', 'choice'],
      ['more', 'is_bot', 'boolean'],
      ['more', 'tags', 'list'],
    ]);
  });

  it('put first what the request needs', () => {
    const request = placed.filter(({ id }) => id === 'request').map(({ path, field: { asked } }) => [path, asked?.how]);
    assert.deepEqual(request.slice(0, 4), [
      ['$truto.integrated_account_id', undefined],
      ['$truto.id', undefined],
      ['$truto.query.organization_id', 'required'],
      ['$truto.query.workspace_id', 'oneOf'],
    ]);
  });

  it('start with a value that fits', () => {
    for (const { path, field: one } of placed) assert.ok(fieldFits(one, valueOf(firstJson(one))), path);
    assert.ok(fieldFits(field('level'), valueOf('3')));
    assert.equal(fieldFits(field('status'), valueOf('3')), false);
  });

  it('reach the form whole, in a message that is checked', () => {
    const target: FormTarget = { canSend: true, rules };
    const message = readMessage(toForm, structuredClone({ kind: 'target', target }), (fault) => assert.fail(fault));
    assert.ok(message?.kind === 'target' && message.target.rules);
    assert.deepEqual(userSections(message.target.rules), userSections(rules));
    assert.equal(
      readMessage(
        toForm,
        { kind: 'target', target: { canSend: true, rules: { ...rules, body: { x: { items: { types: ['func'] } } } } } },
        () => undefined,
      ),
      undefined,
    );
  });
});
