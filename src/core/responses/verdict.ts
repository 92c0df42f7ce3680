import { isRecord } from '../json/isRecord';
import { identityOf } from './identity';
import { userPath } from './userPath';
import { evidenceOf, type Evidence, type SentUpdate } from '../update/evidence';

type User = Readonly<Record<string, unknown>>;

/**
 * What a response with success (2xx) says by itself: the user with the values sent, the user without them, no user at all,
 * another user, nothing that could be judged (a format of the provider's own), or it broke off.
 */
export type Answered = 'user' | 'unchangedUser' | 'noUser' | 'otherUser' | 'unjudged' | 'broken';

/** What is known of an update after the response to it and a look at the user. */
export type Verdict =
  /** A look shows its values. */
  | 'updated'
  /** A look shows the server's own spelling of them. */
  | 'storedAs'
  /** The response has them, the looks do not yet. */
  | 'notVisibleYet'
  /** The response is the user, without the values, and so are the looks. */
  | 'unchanged'
  /** A look shows something else: somebody else has written since, or the response was an old one. */
  | 'otherValues'
  /** Accepted, and nothing can be seen of it: the user cannot be read, or the fields are never returned. */
  | 'unchecked'
  /** Accepted, and the looks at it have failed: another one may succeed. */
  | 'notLooked'
  /** Success, without a user or with another one, and no look shows the values. */
  | 'noUser'
  | 'otherUser';

/** What looks have come to. `unreadable`: the account lets nobody have one; `failed`: none succeeded. */
export type Seen = Evidence | 'unreadable' | 'failed';

/** What becomes of an update by its verdict. */
export interface Judged {
  readonly verdict: Verdict;
  readonly outcome: 'applied' | 'unknown';
  /** Whether the request has come to its end: its idempotency key is never used again. */
  readonly isEnded: boolean;
}

/**
 * The object that a response has where its format holds the user; undefined where there is none, or nothing is known of
 * the format. `body` is the JSON of the response, `query` what the update was sent with.
 */
export function userIn(body: unknown, query: User): User | undefined {
  const path = userPath(query['truto_response_format']);
  const user = path?.reduce<unknown>((value, step) => (isRecord(value) ? value[step] : undefined), body);
  return isRecord(user) ? user : undefined;
}

/** Which user a response with success is, and whether it has the values. `body` is its JSON, undefined where it is none. */
export function answeredBy(body: unknown, query: User, userId: string, sent: SentUpdate): Answered {
  if (userPath(query['truto_response_format']) === undefined) return 'unjudged';
  const user = userIn(body, query);
  const identity = identityOf(user, userId, isIdWanted(query));
  if (!user || identity !== 'user') return identity;
  // What a response leaves out it does not deny.
  const names = sent.names.filter((name) => Object.hasOwn(user, name));
  const { evidence } = evidenceOf(user, { ...sent, names }, user);
  return evidence === 'before' || evidence === 'other' ? 'unchangedUser' : 'user';
}

/** The fields that `truto_exclude_fields` names are missing by wish. */
function isIdWanted({ truto_exclude_fields: excluded }: User): boolean {
  return !(Array.isArray(excluded) && excluded.includes('id'));
}

const unseen = { before: 'notVisibleYet', nothing: 'unchecked', unreadable: 'unchecked', failed: 'notLooked' } as const;

/** Whether a response with success is there, and does not contradict itself. */
export const isHeard = (answered: Answered): boolean =>
  answered !== 'noUser' && answered !== 'otherUser' && answered !== 'broken';

/** What is known by a response with success and a look after it. */
export function verdictOf(answered: Answered, seen: Seen): Judged {
  switch (seen) {
    case 'values':
      return { verdict: 'updated', outcome: 'applied', isEnded: true };
    case 'ownSpelling':
      return { verdict: 'storedAs', outcome: 'applied', isEnded: true };
    case 'other':
      return { verdict: 'otherValues', outcome: 'unknown', isEnded: true };
    case 'before':
    case 'nothing':
    case 'unreadable':
    case 'failed':
      if (answered === 'noUser' || answered === 'otherUser')
        return { verdict: answered, outcome: 'unknown', isEnded: false };
      if (answered === 'unchangedUser') return { verdict: 'unchanged', outcome: 'unknown', isEnded: true };
      return {
        verdict: unseen[seen],
        // A success alone may be that of something in between.
        outcome: answered === 'user' ? 'applied' : 'unknown',
        // Where it broke off, what it says of the update is as lost as without it.
        isEnded: isHeard(answered),
      };
  }
}
