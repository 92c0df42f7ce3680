import { redactSecrets } from '../secrets/redactSecrets';
import { isRecord } from '../json/isRecord';
import { readErrorBody, serverText, type ErrorBody } from './errorBody';
import type { CodedError, ErrorExplanation, ErrorFacts, FieldProblem, NextStep } from './errorExplanation';
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
  /** Milliseconds since 1970, to read a `Retry-After` that is a date. */
  readonly now?: number;
  /** Texts that must not come back in any text of the explanation: the token, passwords. */
  readonly secrets?: readonly string[];
}

/**
 * Finds out what went wrong, where, and what to do next. Covers Truto's error table and its insights; a response or
 * failure it does not know is explained by its class (4xx, 5xx). Never throws.
 */
export function explainError(error: ErrorResponse | RequestFailure, context: ErrorContext = {}): ErrorExplanation {
  const write = context.write === true;
  const explanation = 'failure' in error ? explainFailure(error, write) : explainResponse(error, context);
  const about = {
    ...explanation,
    ...(context.accountId !== undefined && { accountId: context.accountId }),
    ...(context.integrationLabel !== undefined && { integration: context.integrationLabel }),
  };
  return withoutSecrets(about, context.secrets ?? []);
}

/** What a verdict is made of. */
interface Response {
  readonly status: number;
  readonly body: ErrorBody;
  readonly write: boolean;
  readonly fields: readonly FieldProblem[];
  readonly scopes: readonly string[];
}

type Verdict = CodedError & Pick<ErrorFacts, 'origin' | 'nextSteps'> & { readonly outcome?: 'unknown' };

function explainResponse({ status, headers, body: answered }: ErrorResponse, context: ErrorContext): ErrorExplanation {
  const body = readErrorBody(answered);
  const write = context.write === true;
  const response: Response = { status, body, write, fields: fieldProblemsOf(body), scopes: missingScopesOf(body) };
  const message = serverMessageOf(body);
  return {
    outcome: 'refused',
    ...(byStatus[status] ?? byClass)(response),
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

const byStatus: Readonly<Record<number, (response: Response) => Verdict>> = {
  400: refused,
  401: unauthorized,
  403: forbidden,
  404: notFound,
  405: readOnly,
  409: conflict,
  422: refused,
  429: rateLimited,
  500: failed,
  502: ({ write }) => noCleanResponse('unusable', write),
  503: blocked,
  504: ({ write }) => noCleanResponse('tooLate', write),
};

function byClass(response: Response): Verdict {
  if (response.status >= 500) return failed(response);
  if (response.status >= 400) return refused(response);
  return {
    code: 'unexpectedResponse',
    params: { what: 'status' },
    origin: 'truto',
    nextSteps: ['showLog', 'contactTruto'],
    ...(response.write && { outcome: 'unknown' }),
  };
}

const originOf = ({ body }: Response): 'truto' | 'provider' => (body.isRemote ? 'provider' : 'truto');

function refused(response: Response): Verdict {
  return {
    code: response.body.isRemote ? 'providerRefused' : 'refused',
    params: {},
    origin: originOf(response),
    nextSteps: response.fields.length > 0 || response.write ? ['fixFields', 'showLog'] : ['showLog'],
  };
}

function unauthorized({ body }: Response): Verdict {
  return body.isRemote
    ? {
        code: 'connectionRejected',
        params: {},
        origin: 'provider',
        nextSteps: ['reconnectAccount', 'selectAccount'],
      }
    : { code: 'tokenRejected', params: {}, origin: 'truto', nextSteps: ['replaceToken', 'showLog'] };
}

function forbidden(response: Response): Verdict {
  const isUpToTheConnection = response.scopes.length > 0 || response.body.isRemote;
  return {
    code: 'forbidden',
    params: {},
    origin: originOf(response),
    nextSteps: isUpToTheConnection ? ['askForScopes', 'reconnectAccount'] : ['selectAccount', 'contactTruto'],
  };
}

function notFound(response: Response): Verdict {
  return { code: 'notFound', params: {}, origin: originOf(response), nextSteps: ['checkUserId', 'selectAccount'] };
}

function readOnly(response: Response): Verdict {
  return { code: 'readOnlyAccount', params: {}, origin: originOf(response), nextSteps: ['selectAccount'] };
}

function conflict(response: Response): Verdict {
  return { code: 'conflict', params: {}, origin: originOf(response), nextSteps: ['fixFields', 'lookAtUser'] };
}

function rateLimited(response: Response): Verdict {
  return { code: 'rateLimited', params: {}, origin: originOf(response), nextSteps: ['wait', 'tryAgain'] };
}

function failed({ body, write }: Response): Verdict {
  const coded: CodedError = body.isRemote
    ? { code: 'providerFailed', params: { how: 'error' } }
    : { code: 'trutoFailed', params: {} };
  return {
    ...coded,
    origin: body.isRemote ? 'provider' : 'truto',
    nextSteps: [...lookFirst(write), 'tryAgain', body.isRemote ? 'showLog' : 'contactTruto'],
    ...(write && { outcome: 'unknown' }),
  };
}

function noCleanResponse(how: 'unusable' | 'tooLate', write: boolean): Verdict {
  return {
    code: 'providerFailed',
    params: { how },
    origin: 'provider',
    nextSteps: [...lookFirst(write), 'tryAgain'],
    ...(write && { outcome: 'unknown' }),
  };
}

const lookFirst = (write: boolean): readonly NextStep[] => (write ? ['lookAtUser'] : []);

function blocked(response: Response): Verdict {
  if (response.body.isRemote) return failed(response);
  return { code: 'blocked', params: {}, origin: 'truto', nextSteps: ['selectAccount', 'contactTruto'] };
}

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
function withoutSecrets(explanation: ErrorExplanation, secrets: readonly string[]): ErrorExplanation {
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
