import type { CodedError, ErrorExplanation, ErrorOrigin, ExpectedBody, NextStep } from './errorExplanation';

/** Ways to fail without a response that can be used. */
type FailureKind =
  | 'timeout'
  | 'offline'
  | 'connectionLost'
  | 'certificateRejected'
  | 'plainHttp'
  | 'proxyRefused'
  | 'cancelled'
  | 'redirected'
  | 'unexpectedResponse'
  | 'responseTooLarge'
  | 'responseTooDeep'
  | 'noToken'
  | 'unreadableToken'
  | 'unusableToken'
  | 'unusableId'
  | 'notListed'
  | 'otherUser'
  | 'untrustedWorkspace';

export interface RequestFailure {
  readonly failure: FailureKind;
  /** Whether the bytes of the request may have reached Truto; when left out, the kind of failure tells. */
  readonly sent?: boolean;
  /** The status, where at least a head of a response came. */
  readonly status?: number;
  /** Those of that head, by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `timeout`, `unreadableToken`: how long was waited. */
  readonly seconds?: number;
  /** `unexpectedResponse`: what should have come. */
  readonly expected?: ExpectedBody;
  /** `unexpectedResponse`: what came is nothing that Truto writes, such as a page. */
  readonly foreign?: boolean;
  /** `responseTooLarge`: where reading it was stopped. */
  readonly maxBytes?: number;
  /** `responseTooDeep`: how many levels are read. */
  readonly maxDepth?: number;
  /** `redirected`: the origin that the response pointed to. */
  readonly target?: string;
  /** `redirected`: that is where the request went to. */
  readonly sameOrigin?: boolean;
  /** `proxyRefused`: the status that the proxy gave, where it is known. */
  readonly proxyStatus?: number;
  /** A system's error code, such as 'ECONNREFUSED'. */
  readonly detail?: string;
}

/** Explains a request that got no usable response. `write`: whether it was to change something. */
export function explainFailure(failure: RequestFailure, write: boolean): ErrorExplanation {
  const outcome = outcomeOf(failure, write);
  const { origin, nextSteps } = failure.foreign === true ? foreign : kinds[failure.failure];
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
  'notListed',
  'untrustedWorkspace',
  'offline',
  'certificateRejected',
  'plainHttp',
  'proxyRefused',
]);

/** These are no refusal for sure: only the rest of the response would tell, and it is missing. */
const unsureStatuses: ReadonlySet<number> = new Set([408, 409, 423, 425, 499]);

/** These ask for the same request elsewhere: it was not handled. Others send to a page of what was done, or to a sign-in. */
const unhandledRedirects: ReadonlySet<number> = new Set([305, 307, 308]);

/** Where a head of a response came, something was sent, whatever broke then. */
function outcomeOf({ failure, sent, status, foreign }: RequestFailure, write: boolean): ErrorExplanation['outcome'] {
  if (status === undefined && !(sent ?? !neverSent.has(failure))) return 'notSent';
  if (!write) return 'refused';
  if (status === undefined) return 'unknown';
  if (failure === 'redirected') return unhandledRedirects.has(status) ? 'refused' : 'unknown';
  if (status >= 200 && status < 300) return foreign === true ? 'unknown' : 'applied';
  return status >= 400 && status < 500 && !unsureStatuses.has(status) ? 'refused' : 'unknown';
}

function coded(request: RequestFailure): CodedError {
  const { failure, seconds, expected, maxBytes, maxDepth, target, sameOrigin, proxyStatus, detail } = request;
  switch (failure) {
    case 'timeout':
    case 'unreadableToken':
      return { code: failure, params: { ...(seconds !== undefined && { seconds }) } };
    case 'offline':
    case 'connectionLost':
    case 'certificateRejected':
    case 'plainHttp':
      return { code: failure, params: { ...(detail !== undefined && { detail }) } };
    case 'redirected':
      return { code: failure, params: { ...(target !== undefined && { target }), ...(sameOrigin && { sameOrigin }) } };
    case 'proxyRefused':
      return { code: failure, params: { ...(proxyStatus !== undefined && { proxyStatus }) } };
    case 'unexpectedResponse':
      return { code: failure, params: { what: 'body', ...(expected !== undefined && { expected }) } };
    case 'responseTooLarge':
      return { code: failure, params: { ...(maxBytes !== undefined && { maxBytes }) } };
    case 'responseTooDeep':
      return { code: failure, params: { ...(maxDepth !== undefined && { maxDepth }) } };
    case 'otherUser':
      return { code: 'unexpectedResponse', params: { what: 'otherUser' } };
    case 'notListed':
      return { code: 'notFound', params: {} };
    case 'cancelled':
    case 'noToken':
    case 'unusableToken':
    case 'unusableId':
    case 'untrustedWorkspace':
      return { code: failure, params: {} };
  }
}

interface Kind {
  readonly origin: ErrorOrigin;
  readonly nextSteps: readonly NextStep[];
}

const foreign: Kind = { origin: 'between', nextSteps: ['checkBaseUrl', 'showLog'] };

const kinds: Readonly<Record<FailureKind, Kind>> = {
  timeout: { origin: 'network', nextSteps: ['tryAgain', 'showLog'] },
  offline: { origin: 'network', nextSteps: ['tryAgain', 'showLog'] },
  connectionLost: { origin: 'network', nextSteps: ['tryAgain', 'showLog'] },
  certificateRejected: { origin: 'network', nextSteps: ['showLog'] },
  plainHttp: { origin: 'network', nextSteps: ['checkBaseUrl', 'showLog'] },
  proxyRefused: { origin: 'proxy', nextSteps: ['showLog'] },
  cancelled: { origin: 'us', nextSteps: [] },
  redirected: { origin: 'between', nextSteps: ['checkBaseUrl', 'showLog'] },
  unexpectedResponse: { origin: 'truto', nextSteps: ['showLog', 'contactTruto'] },
  responseTooLarge: { origin: 'truto', nextSteps: ['showLog', 'contactTruto'] },
  responseTooDeep: { origin: 'truto', nextSteps: ['showLog', 'contactTruto'] },
  noToken: { origin: 'us', nextSteps: ['replaceToken'] },
  unreadableToken: { origin: 'us', nextSteps: ['replaceToken', 'showLog'] },
  unusableToken: { origin: 'us', nextSteps: ['replaceToken'] },
  unusableId: { origin: 'us', nextSteps: ['checkUserId'] },
  notListed: { origin: 'truto', nextSteps: ['checkUserId', 'selectAccount'] },
  otherUser: { origin: 'truto', nextSteps: ['checkUserId', 'showLog'] },
  untrustedWorkspace: { origin: 'us', nextSteps: ['trustWorkspace'] },
};
