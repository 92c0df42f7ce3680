import assert from 'node:assert/strict';
import { fieldFits, fieldOfValue, fieldsOf, firstJson, type FormField } from '../../../../src/core/form/fieldModel';
import { readFormText, type FormValue } from '../../../../src/core/form/formText';
import { reservedKeys, userSections } from '../../../../src/core/form/userSections';
import { userSchema } from '../../../../src/core/schema/generated/userSchema';

const fields = new Map(fieldsOf(userSchema, userSchema.definitions).map((field) => [field.name, field]));

function valueOf(json: string): FormValue {
  const parsed = readFormText(`{"value":${json}}`);
  assert.equal(parsed.state, 'user');
  return parsed.user.members.get('value')!;
}

describe('the field model', () => {
  it('has a field for every property of the schema, in its order', () => {
    assert.deepEqual([...fields.keys()], Object.keys(userSchema.properties));
  });

  it('takes kind, words and choices from the schema', () => {
    const kinds = Object.fromEntries([...fields].map(([name, { kind }]) => [name, kind]));
    assert.deepEqual(
      [
        kinds.name,
        kinds.password,
        kinds.status,
        kinds.group,
        kinds.emails,
        kinds.languages,
        kinds.licensed_sheet_creator,
        kinds.remote_data,
      ],
      ['text', 'secret', 'choice', 'textOrNumber', 'list', 'list', 'boolean', 'json'],
    );
    const status = fields.get('status');
    assert.ok(status?.kind === 'choice');
    assert.deepEqual(status.choices, ['active', 'inactive', 'deleted', 'invited']);
    const emails = fields.get('emails');
    assert.ok(emails?.kind === 'list' && emails.item.kind === 'object');
    assert.deepEqual(
      emails.item.fields.map(({ name, kind }) => [name, kind]),
      [
        ['email', 'text'],
        ['is_primary', 'boolean'],
        ['type', 'text'],
      ],
    );
    assert.equal(emails.label, 'Emails');
    assert.equal(emails.item.label, 'Email');
  });

  it('starts every field with a value that fits it', () => {
    const check = (field: FormField) => assert.ok(fieldFits(field, valueOf(firstJson(field))), field.name);
    for (const { fields: placed } of userSections()) for (const { field } of placed) check(field);
  });

  it('finds a field for any value, and null fits every field', () => {
    for (const json of ['"a"', '1', 'true', 'null', '[1]', '{}']) {
      const value = valueOf(json);
      assert.ok(fieldFits(fieldOfValue('x', value), value), json);
    }
    for (const field of fields.values()) assert.ok(fieldFits(field, valueOf('null')), field.name);
  });

  it('hides a text whose name is that of a secret, in a schema or not', () => {
    assert.equal(fieldOfValue('api_key', valueOf('"x"')).kind, 'secret');
    assert.equal(fieldOfValue('api_key', valueOf('7')).kind, 'number');
    assert.equal(fieldOfValue('secretary', valueOf('"x"')).kind, 'text');
    const properties = { pin: { type: 'string' }, otp: { type: 'number' }, note: { type: 'string' } } as const;
    assert.deepEqual(
      fieldsOf({ properties }, {}).map(({ kind }) => kind),
      ['secret', 'number', 'text'],
    );
  });

  it('does not show a value in a control that would change its type', () => {
    assert.equal(fieldFits(fields.get('name')!, valueOf('1')), false);
    assert.equal(fieldFits(fields.get('emails')!, valueOf('"a@x.io"')), false);
    assert.equal(fieldFits(fields.get('group')!, valueOf('true')), false);
  });

  it('gives every field one place in the form', () => {
    const paths = userSections().flatMap(({ fields: placed }) => placed.map(({ path }) => path.join('.')));
    assert.equal(new Set(paths).size, paths.length);
    const body = Object.keys(userSchema.properties).filter((name) => !reservedKeys.has(name));
    const query = Object.keys(userSchema.definitions.query?.properties ?? {}).map((name) => `$truto.query.${name}`);
    assert.deepEqual(paths.toSorted(), [...body, '$truto.integrated_account_id', '$truto.id', ...query].toSorted());
  });
});

describe('readFormText', () => {
  it('reads comments, trailing commas and the last of equal keys', () => {
    const parsed = readFormText('{ // x\n "a": 1, "a": 2.50, }');
    assert.equal(parsed.state, 'user');
    assert.equal(parsed.user.members.get('a')?.source, '2.50');
  });

  it('takes an empty text for a user without fields', () => {
    assert.equal(readFormText(' \n// nothing yet').state, 'user');
  });

  it('reads a broken text as far as it goes', () => {
    const parsed = readFormText('{"name": "Ada", "emails": [{"email": ');
    assert.equal(parsed.state, 'broken');
    assert.deepEqual([...parsed.user.members.keys()], ['name', 'emails']);
  });

  it('tells what is no user apart', () => {
    assert.deepEqual(readFormText('[{},{}]'), { state: 'list', count: 2 });
    assert.deepEqual(readFormText('42'), { state: 'notAUser' });
    assert.deepEqual(readFormText('['.repeat(50_000)), { state: 'tooDeep' });
    assert.deepEqual(readFormText(`"\n${'['.repeat(50_000)}`), { state: 'tooDeep' });
  });

  it('keeps keys that JavaScript objects lose', () => {
    const parsed = readFormText('{"__proto__": 1}');
    assert.equal(parsed.state, 'user');
    assert.deepEqual([...parsed.user.members.keys()], ['__proto__']);
  });
});
