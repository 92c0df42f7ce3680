import assert from 'node:assert/strict';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import { userSchema } from '../../../../src/core/schema/generated/userSchema';
import type { SchemaPart } from '../../../../src/core/schema/userSchemaShape';

/** Every field of the schema with a value of each kind, checked inside a whole user. */
const values: Record<string, readonly unknown[]> = {
  string: ['text', ''],
  number: [0, -1.5],
  boolean: [true, false],
  object: [{}],
  array: [[]],
  null: [null],
};

function target(part: SchemaPart): SchemaPart {
  const name = part.$ref?.split('/').at(-1);
  return name === undefined ? part : userSchema.definitions[name]!;
}

function types(part: SchemaPart): readonly string[] {
  return typeof part.type === 'string' ? [part.type] : (part.type ?? []);
}

type Wrap = (value: unknown) => unknown;

function eachField(
  part: SchemaPart,
  wrap: Wrap,
  path: string,
  visit: (part: SchemaPart, wrap: Wrap, path: string) => void,
): void {
  for (const [name, child] of Object.entries(part.properties ?? {})) {
    const field = target(child);
    const wrapField: Wrap = (value) => wrap({ [name]: value });
    visit(field, wrapField, `${path}${name}`);
    eachField(field, wrapField, `${path}${name}.`, visit);
    if (field.items) eachField(target(field.items), (value) => wrapField([value]), `${path}${name}[].`, visit);
  }
}

function codes(user: unknown): string[] {
  return checkUserText(JSON.stringify(user), { unknownFields: 'warning' }).map(({ code }) => code);
}

describe('the fields of a user', () => {
  eachField(
    userSchema,
    (value) => value,
    '',
    (part, wrap, path) => {
      it(`${path} takes its own types only`, () => {
        for (const [type, samples] of Object.entries(values)) {
          for (const sample of samples) {
            const fits = types(part).includes(type);
            const isPlain = fits && !(type === 'string' && (part.enum ?? part.format));
            if (isPlain) assert.deepEqual(codes(wrap(sample)), [], type);
            else
              assert.deepEqual(
                codes(wrap(sample)),
                [fits ? (part.enum ? 'notAllowedValue' : 'wrongFormat') : 'wrongType'],
                type,
              );
          }
        }
        for (const value of part.enum ?? part.examples ?? [])
          assert.deepEqual(codes(wrap(value)), [], JSON.stringify(value));
      });
      it(`${path} takes null ${path.startsWith('$') ? 'not at all' : 'to clear it'}`, () => {
        assert.equal(types(part).includes('null'), !path.startsWith('$'));
      });
      it(`${path} has a title and says what it is`, () => {
        assert.ok(part.title);
        assert.ok(part.description);
      });
    },
  );

  it('are those of the documented request', () => {
    const documented =
      'name password group roles first_name last_name username emails workspaces status phones title groups timezone avatar languages user_type licensed_sheet_creator organizations created_at licenses id urls remote_data';
    const fields = Object.keys(userSchema.properties).filter((name) => !name.startsWith('$'));
    assert.deepEqual(fields.sort(), documented.split(' ').sort());
  });
});
