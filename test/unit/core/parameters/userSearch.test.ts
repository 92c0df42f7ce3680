import assert from 'node:assert/strict';
import { userSearches } from '../../../../src/core/parameters/userSearch';

const text = { type: 'string' };
const emails = { type: 'object', properties: { email: text } };

describe('the search for a user on the server', () => {
  for (const [what, properties, typed, expected] of [
    ['nothing that the list does not name', { status: text }, 'ada', []],
    [
      'a name, in each of the filters',
      { name: text, first_name: text, title: text },
      'ada',
      [{ name: 'ada' }, { first_name: 'ada' }],
    ],
    [
      'a whole name by its parts',
      { first_name: text, last_name: text, name: text, username: text },
      'Ada  King Lovelace',
      [{ first_name: 'Ada', last_name: 'King Lovelace' }, { name: 'Ada  King Lovelace' }],
    ],
    [
      'a whole name where only one part is named',
      { first_name: text },
      'Ada Lovelace',
      [{ first_name: 'Ada Lovelace' }],
    ],
    [
      'an address, as described',
      { emails, email: text },
      'ada@example.com',
      [{ emails: { email: 'ada@example.com' } }],
    ],
    ['an address, as named', { 'emails[email]': text }, 'a@b.c', [{ emails: { email: 'a@b.c' } }]],
    [
      'an address in its older spelling',
      { email: text, username: text },
      'a@b.c',
      [{ email: 'a@b.c' }, { username: 'a@b.c' }],
    ],
    ['no address where none can be sought', { emails: { type: 'array', properties: {} }, name: text }, 'a@b.c', []],
  ] as const)
    it(`asks for ${what}`, () => assert.deepEqual(userSearches(properties, typed), expected));

  it('takes no inherited names for filters', () => {
    const inherited = Object.create({ name: text }) as Record<string, unknown>;
    assert.deepEqual(userSearches(inherited, 'ada'), []);
  });
});
