import assert from 'node:assert/strict';
import { evidenceOf, type Evidence } from '../../../../src/core/update/evidence';
import { KeptUser } from '../../../../src/core/secrets/keptUser';
import { seal } from '../secrets/seal';

type User = Record<string, unknown>;

const evidence = (before: User | undefined, sent: User, now: User, answered?: User): Evidence =>
  evidenceOf(
    now,
    {
      names: Object.keys(sent),
      before: before && KeptUser.of(before, seal),
      after: KeptUser.of(sent, seal),
    },
    answered,
  ).evidence;

describe('what a look at a user shows of an update', () => {
  const cases: readonly [string, Evidence, User | undefined, User, User, User?][] = [
    ['its value', 'values', { title: 'a' }, { title: 'b' }, { title: 'b' }],
    ['that a value was taken away', 'values', { title: 'a' }, { title: null }, {}],
    ['that a null stands for no value', 'values', { phones: [{ number: '1' }] }, { phones: [] }, { phones: [] }],
    [
      'a list in another order, with members added',
      'values',
      { roles: [] },
      { roles: [{ id: '1' }, { id: '2' }] },
      { roles: [{ id: '2', name: null }, { id: '1' }] },
    ],
    ['its value where the user cannot be read before', 'values', undefined, { title: 'b' }, { title: 'b' }],
    ['another spelling where the user cannot be read before', 'ownSpelling', undefined, { title: 'B' }, { title: 'b' }],
    ['something else where the user cannot be read before', 'other', undefined, { title: 'b' }, { title: 'c' }],
    [
      'something else beside a spelling',
      'other',
      { title: 'a', name: 'm' },
      { title: 'B', name: 'n' },
      { title: 'b', name: 'x' },
    ],
    [
      'nothing of what a provider has where it is not returned',
      'nothing',
      { remote_data: { a: 1 } },
      { remote_data: { a: 2 } },
      { title: 'a' },
    ],
    [
      'values of what a provider has',
      'values',
      { remote_data: { a: 1 } },
      { remote_data: { a: 2 } },
      { remote_data: { a: 2 } },
    ],
    ['what was there before', 'before', { title: 'a', name: 'n' }, { title: 'b' }, { title: 'a', name: 'other' }],
    ['what was there before: nothing', 'before', { title: 'a' }, { title: null }, { title: 'a' }],
    [
      'something else where an item has another name',
      'other',
      { emails: [] },
      { emails: [{ email: 'a@b.co' }] },
      { emails: [{ email: 'x@b.co' }] },
    ],
    [
      'something else where an object came to nothing',
      'other',
      { manager: { name: 'Eve' } },
      { manager: { name: 'Ada' } },
      { manager: null },
    ],
    ['something else', 'other', { title: 'a' }, { title: 'b' }, { title: 'c' }],
    [
      'something else in one of two',
      'other',
      { title: 'a', name: 'm' },
      { title: 'b', name: 'n' },
      { title: 'b', name: 'm' },
    ],
    ['something else where nothing was changed', 'other', { title: 'a' }, { title: 'a' }, { title: 'b' }],
    ['that a value is gone', 'other', { title: 'a' }, { title: 'b' }, {}],
    ['nothing of a secret', 'nothing', { password: 'a' }, { password: 'b' }, { password: 'b' }],
    [
      'nothing of a secret with what it went along with',
      'nothing',
      { name: 'n' },
      { name: 'n', password: 'b' },
      { name: 'n' },
    ],
    ['nothing of what is never returned', 'nothing', {}, { bio: 'b' }, { title: 'a' }],
    ['values beside a secret', 'values', { name: 'm' }, { name: 'n', password: 'b' }, { name: 'n' }],
    [
      'another spelling: trimmed and small',
      'ownSpelling',
      { title: 'a' },
      { title: ' Big  Title' },
      { title: 'big title' },
    ],
    [
      'another spelling: ids as objects',
      'ownSpelling',
      { groups: [] },
      { groups: ['7'] },
      { groups: [{ id: 7, name: 'x' }] },
    ],
    [
      'another spelling: members added',
      'ownSpelling',
      { emails: [] },
      { emails: [{ email: 'A@b.co' }] },
      { emails: [{ email: 'a@b.co', is_primary: true, type: 'work' }] },
    ],
    [
      'another spelling: of a date',
      'ownSpelling',
      { created_at: '' },
      { created_at: '2026-01-02T03:04:05+01:00' },
      { created_at: '2026-01-02T02:04:05.000Z' },
    ],
    ['another spelling: of null', 'ownSpelling', { title: 'a' }, { title: null }, { title: '' }],
    [
      'another spelling where what was before could be one, as another field shows its value',
      'ownSpelling',
      { emails: [{ email: 'a@x.com' }], title: 'Old' },
      { emails: [{ email: 'A@x.com' }], title: 'New' },
      { emails: [{ email: 'a@x.com' }], title: 'New' },
    ],
    [
      'another spelling of an id that is a number, as another field shows its value',
      'ownSpelling',
      { id: 42, title: 'Old' },
      { id: '42', title: 'New' },
      { id: 42, title: 'New' },
    ],
    [
      'another spelling where what was before could be one, as another field shows its own',
      'ownSpelling',
      { name: 'ada', title: 'old' },
      { name: 'Ada', title: 'New' },
      { name: 'ada', title: 'new' },
    ],
    [
      'what was before, which could be a spelling in one field, as another one shows',
      'before',
      { name: 'ada', title: 'Old' },
      { name: 'Ada', title: 'New' },
      { name: 'ada', title: 'Old' },
    ],
    [
      'something else where another field could be a spelling',
      'other',
      { name: 'ada', title: 'Old' },
      { name: 'Ada', title: 'New' },
      { name: 'ada', title: 'Other' },
    ],
    [
      'something else in the field that could be a spelling',
      'other',
      { name: 'ada', title: 'Old' },
      { name: 'Ada', title: 'New' },
      { name: 'eve', title: 'New' },
    ],
    [
      'what was before, which could be a spelling, beside a secret',
      'before',
      { name: 'ada' },
      { name: 'Ada', password: 'p' },
      { name: 'ada' },
    ],
    ['what was before, which could be a spelling', 'before', { title: 'ada' }, { title: 'Ada' }, { title: 'ada' }],
    [
      'a spelling that is what was before, as the response says',
      'ownSpelling',
      { title: 'ada' },
      { title: ' ada' },
      { title: 'ada' },
      { title: 'ada' },
    ],
  ];
  for (const [what, expected, before, sent, now, answered] of cases)
    it(`is ${what}`, () => assert.equal(evidence(before, sent, now, answered), expected));

  it('names what it tells nothing of: secrets, and what is not returned', () => {
    const untold = (before: User, sent: User, now: User) =>
      evidenceOf(now, {
        names: Object.keys(sent),
        before: KeptUser.of(before, seal),
        after: KeptUser.of(sent, seal),
      }).untold;
    const sent = { title: 'b', avatar: 'x', password: 'p' };
    assert.deepEqual(untold({ title: 'a' }, sent, { title: 'b' }), ['avatar', 'password']);
    assert.deepEqual(untold({ title: 'a' }, sent, { title: 'a', avatar: 'x' }), ['password']);
    assert.deepEqual(untold({ title: 'a' }, { title: 'B' }, { title: 'b' }), []);
    // What is gone is told by that.
    assert.deepEqual(untold({ avatar: 'y' }, { avatar: 'x' }, {}), []);
    assert.deepEqual(untold({ avatar: 'y' }, { avatar: null }, {}), []);
  });
});
