import { redactSecrets } from '../secrets/redactSecrets';
import { SentSecrets } from '../secrets/sentSecrets';
import { isRecord } from '../json/isRecord';
import { isAboutKey, isTrutoErrorBody, readErrorBody, serverText, type ErrorBody } from './errorBody';
import type {
  CodedError,
  ErrorExplanation,
  ErrorFacts,
  ErrorOrigin,
  ExpectedBody,
  FieldProblem,
  NextStep,
} from './errorExplanation';
import { explainFailure, type RequestFailure } from './explainFailure';
import { conditionalFieldsOf, fieldProblemsOf, insightNames } from './fieldProblems';
import { rateLimitWaitSeconds } from './retryAfter';

/** An HTTP response. `headers` by lower-case name; `body` is the parsed JSON, or the text where it is none. */
export interface ErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface ErrorContext {
  /** The provider as people know it, such as 'HubSpot'. */
  readonly integrationLabel?: string;
  /** The integrated account that the request was about. */
  readonly accountId?: string;
  /** Whether the request was to change something: then what became of it matters. */
  readonly write?: boolean;
  /** What was asked for. */
  readonly expected?: ExpectedBody;
  /** Milliseconds since 1970, to read a `Retry-After` that is a date where the response does not tell its own time. */
  readonly now?: number;
  /** Texts that must not come back in any text of the explanation: the token, passwords. */
  readonly secrets?: SentSecrets;
  /** When the token expired, where that is known: in ms since 1970. */
  readonly tokenExpiredAt?: number;
}

/**
 * Finds out what went wrong, where, and what to do next. Covers Truto's error table and its insights; a response or
 * failure it does not know is explained by its class (4xx, 5xx). Never throws.
 */
export function explainError(error: ErrorResponse | RequestFailure, context: ErrorContext = {}): ErrorExplanation {
  const write = context.write === true;
  const explanation = !('failure' in error)
    ? explainResponse(error, context)
    : isCutLimit(error)
      ? ({ ...explainResponse({ status: 429, headers: {}, ...error, body: '' }, context), origin: 'network' } as const)
      : explainFailure(error, write);
  const about = {
    ...explanation,
    ...(context.accountId !== undefined && { accountId: context.accountId }),
    ...(context.integrationLabel !== undefined && { integration: context.integrationLabel }),
  };
  return withoutSent(about, context.secrets ?? new SentSecrets());
}

/** The head of a 429 says it all, and nothing of who said it. */
const isCutLimit = ({ failure, status }: RequestFailure): boolean => status === 429 && failure !== 'cancelled';

/** What a verdict is made of. */
interface Response {
  readonly status: number;
  readonly body: ErrorBody;
  /** Who wrote the body. */
  readonly origin: ErrorOrigin;
  readonly isAboutKey: boolean;
  readonly expected: ExpectedBody | undefined;
  readonly write: boolean;
  readonly fields: readonly FieldProblem[];
  readonly scopes: readonly string[];
  readonly tokenExpiredAt: number | undefined;
}

type Verdict = CodedError &
  Pick<ErrorFacts, 'nextSteps'> & { readonly origin?: ErrorOrigin; readonly outcome?: 'unknown' };

function explainResponse({ status, headers, body: answered }: ErrorResponse, context: ErrorContext): ErrorExplanation {
  const body = readErrorBody(answered);
  const write = context.write === true;
  const isForeign = !isTrutoErrorBody(answered);
  const response: Response = {
    status,
    body,
    origin: isForeign ? 'between' : body.isRemote ? 'provider' : 'truto',
    isAboutKey: isAboutKey(status, answered, write),
    expected: context.expected,
    write,
    // Words of others than Truto and the provider are about no field.
    fields: isForeign ? [] : fieldProblemsOf(body),
    scopes: missingScopesOf(body),
    tokenExpiredAt: context.tokenExpiredAt,
  };
  const message = serverMessageOf(body);
  const known = isForeign ? (foreignByStatus[status] ?? foreignByClass) : (byStatus[status] ?? byClass);
  const verdict = response.isAboutKey ? keyInUse : known;
  return {
    origin: response.origin,
    outcome: 'refused',
    ...verdict(response),
    write,
    status,
    fieldProblems: response.fields,
    conditionalFields: conditionalFieldsOf(body),
    missingScopes: response.scopes,
    ...(message !== undefined && { serverMessage: message }),
    ...(status === 429 && {
      retryAfterSeconds: rateLimitWaitSeconds(headers, context.now ?? Date.now()) ?? defaultRetryAfterSeconds,
    }),
  };
}

/** How long both of Truto's own limits last; taken when a 429 does not say. */
const defaultRetryAfterSeconds = 10;

type Verdicts = Readonly<Record<number, (response: Response) => Verdict>>;

/** What statuses mean in responses of Truto. */
const byStatus: Verdicts = {
  400: refused,
  401: unauthorized,
  403: forbidden,
  404: notFound,
  405: notOffered,
  408: timedOut,
  409: conflict,
  413: tooLarge('body'),
  414: tooLarge('url'),
  422: refused,
  429: rateLimited,
  431: tooLarge('headers'),
  499: timedOut,
  500: failed,
  502: noCleanResponse('unusable'),
  503: blocked,
  504: noCleanResponse('tooLate'),
};

/** What they mean in responses of something in between: it blames neither the account nor the token. */
const foreignByStatus: Verdicts = {
  404: (response) => (response.expected === 'accountList' ? wrongBaseUrl() : gatewayRefused()),
  407: () => ({ code: 'proxyRefused', params: {}, origin: 'proxy', nextSteps: ['showLog'] }),
  408: gatewayFailed,
  413: tooLarge('body'),
  414: tooLarge('url'),
  429: rateLimited,
  431: tooLarge('headers'),
  // Who waited here gave up; what is behind it may have gone on.
  499: gatewayFailed,
};

function byClass(response: Response): Verdict {
  if (response.status >= 500) return failed(response);
  return response.status >= 400 ? refused(response) : undocumented(response);
}

function foreignByClass(response: Response): Verdict {
  if (response.status >= 500) return gatewayFailed(response);
  return response.status >= 400 ? gatewayRefused() : undocumented(response);
}

function undocumented({ origin, write }: Response): Verdict {
  return {
    code: 'unexpectedResponse',
    params: { what: 'status' },
    nextSteps: origin === 'between' ? ['showLog'] : ['showLog', 'contactTruto'],
    ...unknownIf(write),
  };
}

function gatewayRefused(): Verdict {
  return { code: 'gatewayRefused', params: {}, nextSteps: ['showLog', 'checkBaseUrl'] };
}

function gatewayFailed({ write }: Response): Verdict {
  return {
    code: 'gatewayFailed',
    params: {},
    nextSteps: [...lookFirst(write), 'tryAgain', 'showLog'],
    ...unknownIf(write),
  };
}

function wrongBaseUrl(): Verdict {
  return { code: 'wrongBaseUrl', params: {}, nextSteps: ['checkBaseUrl', 'showLog'] };
}

function refused(response: Response): Verdict {
  return {
    code: response.body.isRemote ? 'providerRefused' : 'refused',
    params: {},
    nextSteps: response.fields.length > 0 || response.write ? ['fixFields', 'showLog'] : ['showLog'],
  };
}

function unauthorized({ body, tokenExpiredAt: expiredAt }: Response): Verdict {
  return body.isRemote
    ? { code: 'connectionRejected', params: {}, nextSteps: ['reconnectAccount', 'selectAccount'] }
    : {
        code: 'tokenRejected',
        params: expiredAt === undefined ? {} : { expiredAt },
        nextSteps: ['replaceToken', 'showLog'],
      };
}

function forbidden({ body, scopes }: Response): Verdict {
  const isUpToTheConnection = scopes.length > 0 || body.isRemote;
  return {
    code: 'forbidden',
    params: {},
    nextSteps: isUpToTheConnection ? ['askForScopes', 'reconnectAccount'] : ['selectAccount', 'contactTruto'],
  };
}

function notFound({ expected }: Response): Verdict {
  if (expected === 'accountList') return wrongBaseUrl();
  return { code: 'notFound', params: {}, nextSteps: ['checkUserId', 'selectAccount'] };
}

function notOffered({ write }: Response): Verdict {
  return write
    ? { code: 'readOnlyAccount', params: {}, nextSteps: ['selectAccount'] }
    : { code: 'readNotOffered', params: {}, nextSteps: ['showLog'] };
}

function timedOut({ write }: Response): Verdict {
  return {
    code: 'requestTimedOut',
    params: {},
    nextSteps: [...lookFirst(write), 'tryAgain', 'showLog'],
    ...unknownIf(write),
  };
}

function tooLarge(part: 'body' | 'url' | 'headers'): (response: Response) => Verdict {
  return ({ write }) => ({
    code: 'requestTooLarge',
    params: { part },
    nextSteps: part === 'body' && write ? ['fixFields', 'showLog'] : ['showLog'],
  });
}

/** The one that has the key may be applied yet. */
function keyInUse({ write }: Response): Verdict {
  return {
    code: 'keyInUse',
    params: {},
    nextSteps: [...lookFirst(write), 'wait', 'tryAgain'],
    ...unknownIf(write),
  };
}

function conflict(): Verdict {
  return { code: 'conflict', params: {}, nextSteps: ['fixFields', 'lookAtUser'] };
}

function rateLimited(): Verdict {
  return { code: 'rateLimited', params: {}, nextSteps: ['wait', 'tryAgain'] };
}

function failed({ body, write }: Response): Verdict {
  const coded: CodedError = body.isRemote
    ? { code: 'providerFailed', params: { how: 'error' } }
    : { code: 'trutoFailed', params: {} };
  return {
    ...coded,
    nextSteps: [...lookFirst(write), 'tryAgain', body.isRemote ? 'showLog' : 'contactTruto'],
    ...unknownIf(write),
  };
}

function noCleanResponse(how: 'unusable' | 'tooLate'): (response: Response) => Verdict {
  return ({ write }) => ({
    code: 'providerFailed',
    params: { how },
    origin: 'provider',
    nextSteps: [...lookFirst(write), 'tryAgain'],
    ...unknownIf(write),
  });
}

function blocked(response: Response): Verdict {
  if (response.body.isRemote) return failed(response);
  return { code: 'blocked', params: {}, nextSteps: ['selectAccount', 'contactTruto'] };
}

const lookFirst = (write: boolean): readonly NextStep[] => (write ? ['lookAtUser'] : []);

const unknownIf = (write: boolean): Pick<Verdict, 'outcome'> => (write ? { outcome: 'unknown' } : {});

/** The server's own words: the message, else that in the provider's body, an insight's description, or the canonical name. */
function serverMessageOf(body: ErrorBody): string | undefined {
  return body.message ?? rawMessage(body.rawResponse) ?? insightWords(body) ?? body.name;
}

function insightWords(body: ErrorBody): string | undefined {
  const keys = [
    'forbidden_error',
    'rate_limit_error',
    'remote_error',
    'missing_required_body_fields',
    'missing_required_query_parameters',
  ];
  return keys
    .map((key) => body.insight(key))
    .map((insight) => insight?.description ?? serverText(insight?.value))
    .find((text) => text !== undefined);
}

const maxDepth = 5;

/** The message in a provider's body: `message`, `error.message`, `errors[0].message`, `error_description`, or the text itself. */
function rawMessage(raw: unknown, depth = 0): string | undefined {
  if (depth > maxDepth) return undefined;
  if (!isRecord(raw)) return Array.isArray(raw) ? rawMessage(raw[0], depth + 1) : serverText(raw);
  const keys = [
    'message',
    'error_description',
    'detail',
    'description',
    'errorSummary',
    'msg',
    'title',
    'error',
    'errors',
  ];
  return keys.map((key) => rawMessage(raw[key], depth + 1)).find((text) => text !== undefined);
}

function missingScopesOf(body: ErrorBody): string[] {
  const value = body.insight('forbidden_error')?.value;
  const raw = isRecord(body.rawResponse) ? body.rawResponse['missing_scopes'] : undefined;
  const scopes = isRecord(value) ? value['missing_scopes'] : Array.isArray(value) ? value : raw;
  return [...new Set(insightNames(scopes))];
}

/** Servers repeat what they were sent: "Bearer abc is not valid", "password hunter2 is too short". */
function withoutSent(explanation: ErrorExplanation, secrets: SentSecrets): ErrorExplanation {
  const clean = (text: string) => redactSecrets(text, secrets);
  const cleanField = (field: FieldProblem): FieldProblem => ({
    ...field,
    path: field.path.map((step) => (typeof step === 'string' ? clean(step) : step)),
    ...(field.message !== undefined && { message: clean(field.message) }),
  });
  return {
    ...explanation,
    ...(explanation.serverMessage !== undefined && { serverMessage: clean(explanation.serverMessage) }),
    missingScopes: explanation.missingScopes.map(clean),
    fieldProblems: explanation.fieldProblems.map(cleanField),
    conditionalFields: explanation.conditionalFields.map(cleanField),
  };
}
