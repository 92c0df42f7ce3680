import type { ErrorCode, ErrorExplanation, ErrorOrigin, NextStep } from './errorExplanation';

/** Ways to fail without a response that can be used. */
type FailureKind =
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

export interface RequestFailure {
  readonly failure: FailureKind;
  /** Whether the bytes of the request may have reached Truto; true when left out. */
  readonly sent?: boolean;
  /** The status, where at least a head of a response came. */
  readonly status?: number;
  /** `timeout`: how long was waited. */
  readonly seconds?: number;
  /** `unexpectedResponse`: what should have come, such as 'a list of accounts in `result`'. */
  readonly expected?: string;
  /** `redirected`: the origin that the response pointed to. */
  readonly target?: string;
  /** A system's error code, such as 'ECONNREFUSED'. */
  readonly detail?: string;
}

interface Words {
  readonly origin: ErrorOrigin;
  readonly title: string;
  readonly cause: string;
  readonly nextSteps: readonly NextStep[];
}

/** Explains a request that got no usable response. `write`: whether it was to change something. */
export function explainFailure(failure: RequestFailure, write: boolean): ErrorExplanation {
  const code: ErrorCode = failure.failure;
  const outcome = outcomeOf(failure, write);
  const { origin, title, cause, nextSteps } = words[failure.failure](failure);
  const detail = failure.detail === undefined ? '' : ` (${failure.detail})`;
  return {
    code,
    origin,
    title,
    outcome,
    cause: `${cause}${detail}.${afterwards(outcome, write)}`,
    nextSteps:
      outcome === 'unknown'
        ? ['lookAtUser', ...nextSteps]
        : outcome === 'applied'
          ? ['lookAtUser', ...nextSteps.filter((step) => step !== 'tryAgain')]
          : nextSteps,
    fieldProblems: [],
    conditionalFields: [],
    missingScopes: [],
    ...(failure.status !== undefined && { status: failure.status }),
  };
}

const neverSent: ReadonlySet<FailureKind> = new Set([
  'noToken',
  'unusableToken',
  'unusableId',
  'offline',
  'certificateRejected',
]);

function outcomeOf({ failure, sent, status }: RequestFailure, write: boolean): ErrorExplanation['outcome'] {
  if (sent === false || neverSent.has(failure)) return 'notSent';
  if (failure === 'redirected' || !write) return 'refused';
  if (status !== undefined && status >= 200 && status < 300) return 'applied';
  return status !== undefined && status >= 400 && status < 500 ? 'refused' : 'unknown';
}

function afterwards(outcome: ErrorExplanation['outcome'], write: boolean): string {
  if (!write || outcome === 'refused') return '';
  if (outcome === 'applied') return ' The update was applied: only its response is missing.';
  return outcome === 'notSent'
    ? ' Nothing was sent, nothing changed.'
    : ' Whether the update was applied is not known: look at the user before sending it again.';
}

const words: Readonly<Record<FailureKind, (failure: RequestFailure) => Words>> = {
  timeout: ({ seconds }) => ({
    origin: 'network',
    title: 'Truto did not answer in time',
    cause:
      seconds === undefined
        ? 'The time-out was reached before the whole response was here'
        : `The whole response was not here after ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`,
    nextSteps: ['tryAgain', 'showLog'],
  }),
  offline: () => ({
    origin: 'network',
    title: 'Truto cannot be reached',
    cause: 'No connection could be made. Check the network, the proxy and the base URL of the environment',
    nextSteps: ['tryAgain', 'showLog'],
  }),
  connectionLost: ({ status }) => ({
    origin: 'network',
    title: 'The connection to Truto was lost',
    cause:
      status === undefined
        ? 'It broke before a response came'
        : `It broke in the middle of a response with status ${status}`,
    nextSteps: ['tryAgain', 'showLog'],
  }),
  certificateRejected: () => ({
    origin: 'network',
    title: "The server's certificate is not trusted",
    cause:
      'A secure connection could not be made. A proxy may inspect the traffic, or the base URL names the wrong server',
    nextSteps: ['showLog'],
  }),
  cancelled: () => ({
    origin: 'us',
    title: 'Cancelled',
    cause: 'The request was cancelled before its response was here',
    nextSteps: [],
  }),
  redirected: ({ target }) => ({
    origin: 'network',
    title: 'The server pointed to another address',
    cause: `The API token goes to no other place than the one it was saved for, so the redirect${target === undefined ? '' : ` to ${target}`} was not followed. Check the base URL of the environment`,
    nextSteps: ['showLog'],
  }),
  unexpectedResponse: ({ expected, status }) => ({
    origin: 'truto',
    title: 'The response is not what Truto documents',
    cause: `${expected === undefined ? 'The response could not be read' : `Expected ${expected}`}${status === undefined ? '' : `; the status was ${status}`}. The base URL may name something else than the Truto API`,
    nextSteps: ['showLog', 'contactTruto'],
  }),
  responseTooLarge: ({ expected }) => ({
    origin: 'truto',
    title: 'The response is too large',
    cause: `Reading it was stopped${expected === undefined ? '' : ` at ${expected}`}`,
    nextSteps: ['showLog', 'contactTruto'],
  }),
  noToken: () => ({
    origin: 'us',
    title: 'There is no API token for this environment',
    cause: 'Nothing can be asked of Truto without one',
    nextSteps: ['replaceToken'],
  }),
  unusableToken: () => ({
    origin: 'us',
    title: 'The API token cannot be used',
    cause: 'It contains characters that no token has: it may have been copied with something around it',
    nextSteps: ['replaceToken'],
  }),
  unusableId: () => ({
    origin: 'us',
    title: 'This id cannot be part of an address',
    cause: 'An id that is empty, “.” or “..” would address something else than the user or the account it should',
    nextSteps: ['checkUserId'],
  }),
};
