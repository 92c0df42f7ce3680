import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { changedFields } from '../../../src/core/update/drift';
import { bodyJson, readUserFile } from '../../../src/core/update/userFile';

type User = Readonly<Record<string, unknown>>;

// Few names and few values, so that the two users agree and differ in every way.
const name = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('name', 'title', 'emails', 'roles', 'remote_data', 'status') },
  { weight: 1, arbitrary: fc.string() },
);
const value = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    'a',
    0,
    1,
    false,
    [],
    {},
    ['a'],
    ['a', 'b'],
    ['b', 'a'],
    [{ id: '1' }],
    [{ id: '1', name: 'x' }],
    [{ name: 'x', id: '1' }],
    { a: [1, { b: null }] },
    { a: [1, {}] },
  ),
  fc.jsonValue({ maxDepth: 3 }),
);
const user: fc.Arbitrary<User> = fc.dictionary(name, value).map((fields) => JSON.parse(JSON.stringify(fields)) as User);

/** An edited user: the live one with fields changed, added and left out, and every object's members in another order. */
const pair = fc.tuple(user, user, fc.func(fc.boolean())).map(([live, other, keeps]) => {
  const kept = Object.entries(live)
    .filter(([field]) => keeps(field))
    .map(([field, content]): [string, unknown] => [field, reversed(content)]);
  return {
    live,
    edited: Object.fromEntries([...kept, ...Object.entries(other).filter(([field]) => keeps(`${field}?`))]),
  };
});

function reversed(content: unknown): unknown {
  if (Array.isArray(content)) return content.map(reversed);
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(
    Object.entries(content)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

/** The body that goes when the edited user stands in a file. */
function patchOf(live: User, edited: User): User {
  const file = readUserFile(JSON.stringify({ ...edited, $truto: { id: 'usr_ada' } }, undefined, 2));
  return JSON.parse(bodyJson(changedFields(live, file?.fields ?? []))) as User;
}

describe('the minimal patch', () => {
  it('applied to the live user gives the edited one, and holds no unchanged field, for any pair', () => {
    let unchanged = 0;
    let changed = 0;
    fc.assert(
      fc.property(pair, ({ live, edited }) => {
        const patch = patchOf(live, edited);
        assert.deepEqual({ ...live, ...patch }, { ...live, ...edited });
        for (const [field, content] of Object.entries(patch)) {
          assert.ok(!Object.hasOwn(live, field) || !isDeepStrictEqual(live[field], content), `${field} is unchanged`);
        }
        changed += Object.keys(patch).length;
        unchanged += Object.keys(edited).length - Object.keys(patch).length;
      }),
      { numRuns: 1000 },
    );
    assert.ok(changed > 500 && unchanged > 500, `the pairs are too alike: ${changed} changed, ${unchanged} not`);
  });

  it('is empty once it has been applied', () => {
    fc.assert(
      fc.property(pair, ({ live, edited }) => {
        assert.deepEqual(patchOf({ ...live, ...patchOf(live, edited) }, edited), {});
      }),
    );
  });
});
