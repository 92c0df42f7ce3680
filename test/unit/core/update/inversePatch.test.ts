import assert from 'node:assert/strict';
import { exactNumber } from '../../../../src/core/json/exactNumber';
import { KeptUser } from '../../../../src/core/secrets/keptUser';
import { inversePatch } from '../../../../src/core/update/inversePatch';
import { seal } from '../secrets/seal';

type User = Readonly<Record<string, unknown>>;

interface Case {
  readonly sent: User;
  readonly before?: User;
  /** As sent when left out. */
  readonly after?: User;
  /** As after when left out. */
  readonly live?: User;
  readonly isShown?: boolean;
  readonly isUnseen?: boolean;
}

function inverse({ sent, before, after = sent, live = after, isShown, isUnseen = false }: Case) {
  const kept = (user: User) => KeptUser.of(user, seal);
  const { fields, notUndone } = inversePatch(
    { sent: kept(sent), before: before && kept(before), after: kept(after), isShown, isUnseen },
    live,
  );
  return {
    fields: Object.fromEntries(fields.map(({ name, json }) => [name, json])),
    notUndone: notUndone.map(({ name, reason }) => `${name}: ${reason}`),
  };
}

const restoring = (fields: Readonly<Record<string, string>>) => ({ fields, notUndone: [] });
const leaving = (...notUndone: string[]) => ({ fields: {}, notUndone });

describe('the inverse of an update', () => {
  const cases: Readonly<Record<string, readonly [Case, ReturnType<typeof inverse>]>> = {
    'gives back what was there': [{ sent: { title: 'B' }, before: { title: 'A' } }, restoring({ title: '"A"' })],
    'gives numbers back as they were spelled': [
      { sent: { group: 1 }, before: { group: exactNumber('9007199254740993.0') } },
      restoring({ group: '9007199254740993.0' }),
    ],
    'gives a list back as a whole': [
      { sent: { languages: [] }, before: { languages: ['en', 'fr'] } },
      restoring({ languages: '["en","fr"]' }),
    ],
    'clears a text that was not there': [{ sent: { title: 'B' }, before: {} }, restoring({ title: 'null' })],
    'clears a text that was null': [{ sent: { title: 'B' }, before: { title: null } }, restoring({ title: 'null' })],
    'takes no list away': [{ sent: { languages: ['en'] }, before: {} }, leaving('languages: cannotUnset')],
    'takes no choice away': [{ sent: { status: 'active' }, before: {} }, leaving('status: cannotUnset')],
    'takes no date away': [{ sent: { created_at: '2024' }, before: {} }, leaving('created_at: cannotUnset')],
    'takes no field away that nobody describes': [{ sent: { desk: 1 }, before: {} }, leaving('desk: cannotUnset')],
    'leaves what somebody else has changed': [
      { sent: { title: 'B' }, before: { title: 'A' }, live: { title: 'C' } },
      leaving('title: changed'),
    ],
    'leaves what somebody else has taken away': [
      { sent: { title: 'B' }, before: { title: 'A' }, live: {} },
      leaving('title: changed'),
    ],
    'knows the spelling that the server stored': [
      { sent: { title: ' B ' }, before: { title: 'A' }, after: { title: 'B' } },
      restoring({ title: '"A"' }),
    ],
    'knows what was sent in the spelling of the server': [
      {
        sent: { username: 'Ada.B', title: ' B ', emails: [{ email: 'New@B.co' }], roles: [{ id: 'r1' }] },
        before: { username: 'ada', title: 'A', emails: [{ email: 'a@b.co' }], roles: [] },
        live: {
          username: 'ada.b',
          title: 'B',
          emails: [{ email: 'new@b.co', is_primary: null, type: 'work' }],
          roles: [{ id: 'r1', name: 'One' }],
        },
      },
      restoring({ username: '"ada"', title: '"A"', emails: '[{"email":"a@b.co"}]', roles: '[]' }),
    ],
    'leaves what somebody else has written in another spelling than a look has shown': [
      {
        sent: {
          name: 'ada lovelace',
          title: 'Countess ',
          emails: [{ email: 'New@B.co' }],
          roles: [{ id: 'r1' }],
          groups: ['g1'],
          remote_data: { code: 'x', day: '2026-01-02' },
        },
        before: {
          name: 'A. Lovelace',
          title: 'A',
          emails: [{ email: 'a@b.co' }],
          roles: [],
          groups: [],
          remote_data: { code: 'a', day: '2025-01-01' },
        },
        after: {
          name: 'ada lovelace',
          title: 'Countess',
          emails: [{ email: 'new@b.co' }],
          roles: [{ id: 'r1', name: 'One' }],
          groups: [{ id: 'g1' }],
          remote_data: { code: 'x', day: '2026-01-02T00:00:00Z' },
        },
        live: {
          name: 'Ada Lovelace',
          title: 'countess',
          emails: [{ email: 'New@B.co' }],
          roles: [{ id: 'r1', name: 'One', group: 'g' }],
          groups: ['g1'],
          remote_data: { code: 'X', day: '2026-01-02' },
        },
        isShown: true,
      },
      leaving(
        'name: changed',
        'title: changed',
        'emails: changed',
        'roles: changed',
        'groups: changed',
        'remote_data.code: changed',
        'remote_data.day: changed',
      ),
    ],
    'knows what a look has shown in another order, and with null for no value': [
      {
        sent: { roles: [{ id: '1' }, { id: '2' }], title: ' B ' },
        before: { roles: [], title: 'A' },
        after: { roles: [{ id: '1', name: 'One' }, { id: '2' }], title: 'B' },
        live: {
          roles: [
            { id: '2', name: null },
            { id: '1', name: 'One' },
          ],
          title: 'B',
        },
        isShown: true,
      },
      restoring({ roles: '[]', title: '"A"' }),
    ],
    'knows a member of remote_data in the spelling of the server': [
      {
        sent: { remote_data: { day: '2026-01-02T00:00:00Z', code: 'X' } },
        before: { remote_data: { day: '2025-01-01', code: 'a' } },
        live: { remote_data: { day: '2026-01-02', code: 'b' } },
      },
      { fields: { remote_data: '{"day":"2025-01-01"}' }, notUndone: ['remote_data.code: changed'] },
    ],
    'leaves an address that somebody else has given': [
      {
        sent: { emails: [{ email: 'New@B.co' }] },
        before: { emails: [{ email: 'a@b.co' }] },
        live: { emails: [{ email: 'other@b.co' }] },
      },
      leaving('emails: changed'),
    ],
    'knows a list in another order': [
      {
        sent: { roles: [{ id: '1' }, { id: '2' }] },
        before: { roles: [] },
        live: { roles: [{ id: '2', name: null }, { id: '1' }] },
      },
      restoring({ roles: '[]' }),
    ],
    'says nothing of what is as before already': [
      { sent: { title: 'B' }, before: { title: 'A' }, live: { title: 'A' } },
      restoring({}),
    ],
    'gives back what is as before only because no look shows the update yet': [
      {
        sent: { title: 'B', languages: ['it'], name: 'N', remote_data: { a: 2, b: 2, same: 1 } },
        before: { title: 'A', languages: ['en'], name: 'N', remote_data: { a: 1, b: 1, same: 1 } },
        live: { title: 'A', languages: ['en'], name: 'N', remote_data: { a: 1, b: 2, same: 1 } },
        isUnseen: true,
      },
      restoring({ title: '"A"', languages: '["en"]', remote_data: '{"a":1,"b":1}' }),
    ],
    'leaves what somebody else has changed before a look showed the update': [
      { sent: { title: 'B' }, before: { title: 'A' }, live: { title: 'C' }, isUnseen: true },
      leaving('title: changed'),
    ],
    'takes no choice away that no look shows yet': [
      { sent: { status: 'active' }, before: { status: null }, live: { status: null }, isUnseen: true },
      leaving('status: cannotUnset'),
    ],
    'says nothing of what was not changed': [{ sent: { title: 'A' }, before: { title: 'A' } }, restoring({})],
    'gives no secret back': [{ sent: { password: 'p' }, before: {} }, leaving('password: secret')],
    'gives nothing back that held a secret': [
      { sent: { desk: { id: 1 } }, before: { desk: { token: 'abc' } } },
      leaving('desk: secret'),
    ],
    'does not take what hides nothing for a secret': [
      { sent: { desk: 1 }, before: { desk: { token: null } } },
      restoring({ desk: '{"token":null}' }),
    ],
    'does nothing to a user that could not be read': [{ sent: { title: 'B' } }, leaving('title: unreadable')],
    'does nothing to a field that is never returned': [
      { sent: { desk: 'B' }, before: {}, live: {} },
      leaving('desk: unreadable'),
    ],
    'does nothing to such a field where an image says null in its place': [
      { sent: { desk: 'B' }, before: { desk: null }, live: {} },
      leaving('desk: unreadable'),
    ],
    'gives members of remote_data back one by one': [
      {
        sent: { remote_data: { a: 2, b: 2, c: 2, apiKey: 'x', same: 1 } },
        before: { remote_data: { a: 1, b: 1, same: 1 } },
        live: { remote_data: { a: 2, b: 3, c: 2, same: 1, clock: 17 } },
      },
      {
        fields: { remote_data: '{"a":1}' },
        notUndone: ['remote_data.b: changed', 'remote_data.c: cannotUnset', 'remote_data.apiKey: secret'],
      },
    ],
    'takes the value beside the name of a secret for one': [
      { sent: { remote_data: { name: 'pin', value: 1234 } }, before: { remote_data: { name: 'x', value: 1 } } },
      { fields: { remote_data: '{"name":"x"}' }, notUndone: ['remote_data.value: secret'] },
    ],
    'knows the members of an object prototype as names': [
      { sent: { remote_data: { constructor: 'b' } }, before: { remote_data: { constructor: 'a' } } },
      restoring({ remote_data: '{"constructor":"a"}' }),
    ],
  };
  for (const [name, [given, expected]] of Object.entries(cases))
    it(name, () => assert.deepEqual(inverse(given), expected));

  it('does nothing to a user that cannot be read any more', () => {
    const kept = KeptUser.of({ title: 'B' }, seal);
    assert.deepEqual(inversePatch({ sent: kept, before: kept, after: kept }, undefined), {
      fields: [],
      notUndone: [{ name: 'title', reason: 'unreadable' }],
    });
  });
});
