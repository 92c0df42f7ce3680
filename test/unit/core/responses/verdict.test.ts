import assert from 'node:assert/strict';
import { answeredBy, verdictOf, type Answered, type Judged } from '../../../../src/core/responses/verdict';
import { KeptUser } from '../../../../src/core/secrets/keptUser';
import { seal } from '../secrets/seal';

const kept = (user: Record<string, unknown>) => KeptUser.of(user, seal);

/** The title of the user `ada` was to become `b`. */
const sent = { names: ['title'], before: kept({ title: 'a' }), after: kept({ title: 'b' }) };

describe('a response with success', () => {
  const inFormat = (format: string) => ({ truto_response_format: format });
  const cases: readonly (readonly [what: string, is: Answered, body: unknown, query?: Record<string, unknown>])[] = [
    ['the user with the values', 'user', { id: 'ada', title: 'b' }],
    ['the user in the spelling of the server', 'user', { id: 'ada', title: ' B' }],
    ['the user without the field, which denies nothing', 'user', { id: 'ada', name: 'x' }],
    ['another user by an ID that is a number', 'otherUser', { id: 7, title: 'b' }],
    ['the user as it was before', 'unchangedUser', { id: 'ada', title: 'a' }],
    ['the user with something else', 'unchangedUser', { id: 'ada', title: 'c' }],
    ['another user', 'otherUser', { id: 'eve', title: 'b' }],
    ['another one, of which nothing else is known', 'otherUser', { id: 'eve' }],
    ['no user: nothing', 'noUser', undefined],
    ['no user: a list', 'noUser', [{ id: 'ada', title: 'b' }]],
    ['no user: a text', 'noUser', 'OK'],
    ['no user: words', 'noUser', { success: true }],
    ['no user: an error', 'noUser', { id: 'ada', title: 'b', statusCode: 500 }],
    ['no user: one without an ID', 'noUser', { title: 'b' }],
    ['no user: one with an empty ID', 'noUser', { id: '', title: 'b' }],
    ['the user where its ID is left out by wish', 'user', { title: 'b' }, { truto_exclude_fields: ['name', 'id'] }],
    ['no user where something else is left out', 'noUser', { title: 'b' }, { truto_exclude_fields: ['name'] }],
    ['no user where nothing that could be read is left out', 'noUser', { title: 'b' }, { truto_exclude_fields: 'id' }],
    ['the user in the format that is so anyway', 'user', { id: 'ada', title: 'b' }, inFormat('unified')],
    ['the user of a debugged response', 'user', { result: { id: 'ada', title: 'b' } }, inFormat('debug')],
    ['no user where a debugged response has none', 'noUser', { id: 'ada', title: 'b' }, inFormat('debug')],
    ['no user where a debugged response is nothing', 'noUser', undefined, inFormat('debug')],
    ['no user where a debugged response is a text', 'noUser', 'OK', inFormat('debug')],
    ['unjudged in the shape of the provider', 'unjudged', { id: 'ada', title: 'a' }, inFormat('raw')],
  ];
  for (const [what, is, body, query = {}] of cases)
    it(`is ${what}`, () => assert.equal(answeredBy(body, query, 'ada', sent), is));

  it('is the user by an ID that is a number', () =>
    assert.equal(answeredBy({ id: 7, title: 'b' }, {}, '7', sent), 'user'));
});

describe('what is known after a response with success and a look', () => {
  const applied = (verdict: Judged['verdict']): Judged => ({ verdict, outcome: 'applied', isEnded: true });
  const unknown = (verdict: Judged['verdict'], isEnded: boolean): Judged => ({ verdict, outcome: 'unknown', isEnded });
  const anything: readonly Answered[] = ['user', 'unchangedUser', 'noUser', 'otherUser', 'unjudged', 'broken'];
  const seeing = ['before', 'nothing', 'unreadable', 'failed'] as const;

  it('is what the look shows, whatever the response was', () => {
    for (const answered of anything) {
      assert.deepEqual(verdictOf(answered, 'values'), applied('updated'));
      assert.deepEqual(verdictOf(answered, 'ownSpelling'), applied('storedAs'));
      assert.deepEqual(verdictOf(answered, 'other'), unknown('otherValues', true));
    }
  });

  it('is the response where the look shows nothing of the update', () => {
    for (const seen of seeing) {
      assert.deepEqual(verdictOf('unchangedUser', seen), unknown('unchanged', true));
      const verdict = seen === 'before' ? 'notVisibleYet' : seen === 'failed' ? 'notLooked' : 'unchecked';
      assert.deepEqual(verdictOf('user', seen), applied(verdict));
      assert.deepEqual(verdictOf('unjudged', seen), unknown(verdict, true));
    }
  });

  it('is open where the response is no answer: the same update goes out under the same key again', () => {
    for (const seen of seeing)
      for (const answered of ['noUser', 'otherUser'] as const)
        assert.deepEqual(verdictOf(answered, seen), unknown(answered, false));
  });

  it('is open where the response broke off: its status alone ends nothing', () => {
    for (const seen of seeing) {
      const { verdict } = verdictOf('unjudged', seen);
      assert.deepEqual(verdictOf('broken', seen), unknown(verdict, false));
    }
  });
});
