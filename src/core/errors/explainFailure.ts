import type { CodedError, ErrorExplanation, ErrorOrigin, ExpectedBody, NextStep } from './errorExplanation';

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
  | 'responseTooDeep'
  | 'noToken'
  | 'unreadableToken'
  | 'unusableToken'
  | 'unusableId';

export interface RequestFailure {
  readonly failure: FailureKind;
  /** Whether the bytes of the request may have reached Truto; true when left out. */
  readonly sent?: boolean;
  /** The status, where at least a head of a response came. */
  readonly status?: number;
  /** `timeout`, `unreadableToken`: how long was waited. */
  readonly seconds?: number;
  /** `unexpectedResponse`: what should have come. */
  readonly expected?: ExpectedBody;
  /** `responseTooLarge`: where reading it was stopped. */
  readonly maxBytes?: number;
  /** `responseTooDeep`: how many levels are read. */
  readonly maxDepth?: number;
  /** `redirected`: the origin that the response pointed to. */
  readonly target?: string;
  /** A system's error code, such as 'ECONNREFUSED'. */
  readonly detail?: string;
}

/** Explains a request that got no usable response. `write`: whether it was to change something. */
export function explainFailure(failure: RequestFailure, write: boolean): ErrorExplanation {
  const outcome = outcomeOf(failure, write);
  const { origin, nextSteps } = kinds[failure.failure];
  return {
    ...coded(failure),
    origin,
    outcome,
    write,
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
  'unreadableToken',
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

function coded({ failure, seconds, expected, maxBytes, maxDepth, target, detail }: RequestFailure): CodedError {
  switch (failure) {
    case 'timeout':
    case 'unreadableToken':
      return { code: failure, params: { ...(seconds !== undefined && { seconds }) } };
    case 'offline':
    case 'connectionLost':
    case 'certificateRejected':
      return { code: failure, params: { ...(detail !== undefined && { detail }) } };
    case 'redirected':
      return { code: failure, params: { ...(target !== undefined && { target }) } };
    case 'unexpectedResponse':
      return { code: failure, params: { what: 'body', ...(expected !== undefined && { expected }) } };
    case 'responseTooLarge':
      return { code: failure, params: { ...(maxBytes !== undefined && { maxBytes }) } };
    case 'responseTooDeep':
      return { code: failure, params: { ...(maxDepth !== undefined && { maxDepth }) } };
    case 'cancelled':
    case 'noToken':
    case 'unusableToken':
    case 'unusableId':
      return { code: failure, params: {} };
  }
}

const kinds: Readonly<Record<FailureKind, { readonly origin: ErrorOrigin; readonly nextSteps: readonly NextStep[] }>> =
  {
    timeout: { origin: 'network', nextSteps: ['tryAgain', 'showLog'] },
    offline: { origin: 'network', nextSteps: ['tryAgain', 'showLog'] },
    connectionLost: { origin: 'network', nextSteps: ['tryAgain', 'showLog'] },
    certificateRejected: { origin: 'network', nextSteps: ['showLog'] },
    cancelled: { origin: 'us', nextSteps: [] },
    redirected: { origin: 'network', nextSteps: ['showLog'] },
    unexpectedResponse: { origin: 'truto', nextSteps: ['showLog', 'contactTruto'] },
    responseTooLarge: { origin: 'truto', nextSteps: ['showLog', 'contactTruto'] },
    responseTooDeep: { origin: 'truto', nextSteps: ['showLog', 'contactTruto'] },
    noToken: { origin: 'us', nextSteps: ['replaceToken'] },
    unreadableToken: { origin: 'us', nextSteps: ['replaceToken', 'showLog'] },
    unusableToken: { origin: 'us', nextSteps: ['replaceToken'] },
    unusableId: { origin: 'us', nextSteps: ['checkUserId'] },
  };
