import type { Coded, NoParams } from '../json/coded';
import type { JsonPath } from '../json/jsonPath';

/**
 * Who spoke: Truto, the provider behind the account, something in between here and Truto (a gateway, a firewall, a portal),
 * the proxy of this network, nobody (`network`), or this extension.
 */
export type ErrorOrigin = 'truto' | 'provider' | 'between' | 'proxy' | 'network' | 'us';

/** What Truto should have sent where it sent something else. */
export type ExpectedBody =
  | 'accountList'
  | 'account'
  | 'capabilities'
  | 'userList'
  | 'user'
  | 'methodDescription'
  | 'refreshedCredentials'
  | 'linkToken'
  | 'environment'
  | 'apiToken'
  | 'log';

/** Of a connection: the system's own error code, such as 'ECONNREFUSED'. */
interface SystemDetail {
  readonly detail?: string;
}

/** What each code says besides the facts that all share. The codes are stable: tests, words and people's scripts rely on them. */
export interface ErrorParams {
  /** `expiredAt`: in ms since 1970, where it is known that the token has expired. */
  readonly tokenRejected: { readonly expiredAt?: number };
  readonly connectionRejected: NoParams;
  readonly forbidden: NoParams;
  readonly notFound: NoParams;
  readonly readOnlyAccount: NoParams;
  /** A read that the account's integration does not offer. */
  readonly readNotOffered: NoParams;
  readonly conflict: NoParams;
  /** Another request of the same idempotency key is under way, or was another one. */
  readonly keyInUse: NoParams;
  /** The list of accounts, which every environment has, was not found. */
  readonly wrongBaseUrl: NoParams;
  /** Truto or the provider waited too long for the request itself. */
  readonly requestTimedOut: NoParams;
  readonly requestTooLarge: { readonly part: 'body' | 'url' | 'headers' };
  /** Something in between turned the request down, or had no response of Truto to hand on. */
  readonly gatewayRefused: NoParams;
  readonly gatewayFailed: NoParams;
  /** `proxyStatus`: with it the proxy refused to connect to Truto. */
  readonly proxyRefused: { readonly proxyStatus?: number };
  readonly refused: NoParams;
  readonly providerRefused: NoParams;
  readonly rateLimited: NoParams;
  readonly blocked: NoParams;
  readonly trutoFailed: NoParams;
  /** The provider had an error of its own, sent Truto nothing that could be used, or did not respond in time. */
  readonly providerFailed: { readonly how: 'error' | 'unusable' | 'tooLate' };
  readonly timeout: { readonly seconds?: number };
  readonly offline: SystemDetail;
  readonly connectionLost: SystemDetail;
  readonly certificateRejected: SystemDetail;
  /** The server speaks plain HTTP where the base URL says `https:`. */
  readonly plainHttp: SystemDetail;
  readonly cancelled: NoParams;
  /** `target`: the origin that the response pointed to. */
  readonly redirected: { readonly target?: string; readonly sameOrigin?: boolean };
  /** A status that Truto does not document, a body that is not what it documents, or a user that was not asked for. */
  readonly unexpectedResponse:
    | { readonly what: 'status' }
    | { readonly what: 'otherUser' }
    | { readonly what: 'body'; readonly expected?: ExpectedBody };
  readonly responseTooLarge: { readonly maxBytes?: number };
  /** Nested in more levels than any user is. */
  readonly responseTooDeep: { readonly maxDepth?: number };
  readonly noToken: NoParams;
  /** `seconds`: so long was waited for the secret storage. Without: it failed, or what it holds is damaged. */
  readonly unreadableToken: { readonly seconds?: number };
  readonly unusableToken: NoParams;
  readonly unusableId: NoParams;
  readonly untrustedWorkspace: NoParams;
}

export type ErrorCode = keyof ErrorParams;

/** A code with its own params. */
export type CodedError = Coded<ErrorParams>;

/** What the person can do about it, most useful first. */
export type NextStep =
  | 'replaceToken'
  | 'reconnectAccount'
  | 'selectAccount'
  | 'checkUserId'
  | 'checkBaseUrl'
  | 'trustWorkspace'
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

/**
 * What became of the request: refused (nothing changed), unknown (it may have been applied), applied (its status said so,
 * only the rest of the response is missing) or never sent.
 */
export type RequestOutcome = 'refused' | 'unknown' | 'applied' | 'notSent';

/** Whether an update without a response has been applied, as far as the live user shows. `unreadable`: nobody can look. */
export type Arrival = 'arrived' | 'notArrived' | 'unclear' | 'unreadable';

/** What all errors tell. Every text is plain text from outside or a name: never HTML, never a token or a password. */
export interface ErrorFacts {
  readonly origin: ErrorOrigin;
  readonly outcome: RequestOutcome;
  /** Whether the request was to change something. */
  readonly write: boolean;
  /** The HTTP status, where there was a response. */
  readonly status?: number;
  /** The integrated account it is about, where it is about one. */
  readonly accountId?: string;
  /** The provider as people know it, such as 'HubSpot', where that is known. */
  readonly integration?: string;
  /** The server's own words, at most 500 characters in one line, where it had any. */
  readonly serverMessage?: string;
  readonly nextSteps: readonly NextStep[];
  readonly fieldProblems: readonly FieldProblem[];
  /** What the integration needs only under some conditions. Information: it can ride on unrelated errors. */
  readonly conditionalFields: readonly FieldProblem[];
  readonly missingScopes: readonly string[];
  readonly retryAfterSeconds?: number;
  /** The outcome is not that of the last attempt but of an earlier one of the same request. */
  readonly earlier?: 'unknown' | 'applied';
  /** Every try, two or more, had this very failure for a response: it may be one that is stored under the key. */
  readonly isFailedAlike?: true;
  /** What Truto's log says of an update that no look can tell of: whether it ran, and with which status it ended. */
  readonly logged?: { readonly isFound: boolean; readonly status?: number };
  /** What a look at the live user has shown since. */
  readonly arrival?: Arrival;
  /** Of what has arrived: the fields that the look tells nothing of. */
  readonly untold?: readonly string[];
}

/** An error as data: what went wrong, where, what became of the request, and what to do next. */
export type ErrorExplanation = ErrorFacts & CodedError;
