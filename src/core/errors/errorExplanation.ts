import type { JsonPath } from '../json/jsonPath';

/** Who failed: Truto, the provider behind the account, the way there, or this extension. */
export type ErrorOrigin = 'truto' | 'provider' | 'network' | 'us';

/** Stable names: tests, translations and people's scripts rely on them. */
export type ErrorCode =
  | 'tokenRejected'
  | 'connectionRejected'
  | 'forbidden'
  | 'notFound'
  | 'readOnlyAccount'
  | 'conflict'
  | 'refused'
  | 'providerRefused'
  | 'rateLimited'
  | 'blocked'
  | 'trutoFailed'
  | 'providerFailed'
  | 'timeout'
  | 'offline'
  | 'connectionLost'
  | 'certificateRejected'
  | 'cancelled'
  | 'redirected'
  | 'unexpectedResponse'
  | 'responseTooLarge'
  | 'noToken'
  | 'unusableToken'
  | 'unusableId';

/** What the person can do about it, most useful first. */
export type NextStep =
  | 'replaceToken'
  | 'reconnectAccount'
  | 'selectAccount'
  | 'checkUserId'
  | 'fixFields'
  | 'askForScopes'
  | 'wait'
  | 'tryAgain'
  | 'lookAtUser'
  | 'showLog'
  | 'contactTruto';

/** One field of the body or parameter of the query that a response complains about. */
export interface FieldProblem {
  readonly path: JsonPath;
  readonly in: 'body' | 'query';
  /** `conditional`: required under some conditions only. */
  readonly kind: 'missing' | 'refused' | 'conditional';
  readonly message?: string;
}

/** An error in plain English. All texts are plain text: never HTML, never a token or a password. */
export interface ErrorExplanation {
  readonly code: ErrorCode;
  readonly origin: ErrorOrigin;
  /** The HTTP status, where there was a response. */
  readonly status?: number;
  /** The integrated account it is about, where it is about one. */
  readonly accountId?: string;
  /** What is wrong, in one line. */
  readonly title: string;
  /** Where and why, with the server's own words where it had any. */
  readonly cause: string;
  readonly nextSteps: readonly NextStep[];
  readonly fieldProblems: readonly FieldProblem[];
  /** What the integration needs only under some conditions. Information: it can ride on unrelated errors. */
  readonly conditionalFields: readonly FieldProblem[];
  readonly missingScopes: readonly string[];
  readonly retryAfterSeconds?: number;
  /**
   * What became of the request: refused (nothing changed), unknown (it may have been applied), applied (its status said
   * so, only the rest of the response is missing) or never sent.
   */
  readonly outcome: 'refused' | 'unknown' | 'applied' | 'notSent';
}
