import { redactSecrets } from '../secrets/secretsIn';
import { isRecord } from '../json/isRecord';
import { readErrorBody, serverText, type ErrorBody } from './errorBody';
import type { ErrorCode, ErrorExplanation, ErrorOrigin, FieldProblem, NextStep } from './errorExplanation';
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
  /** Texts that must not come back in any word of the explanation: the token, passwords. */
  readonly secrets?: readonly string[];
}

/**
 * Says in plain English what went wrong, where, and what to do next. Covers Truto's error table and its insights;
 * a response or failure it does not know is explained by its class (4xx, 5xx). Never throws.
 */
export function explainError(error: ErrorResponse | RequestFailure, context: ErrorContext = {}): ErrorExplanation {
  const explanation =
    'failure' in error ? explainFailure(error, context.write === true) : explainResponse(error, context);
  const about = context.accountId === undefined ? explanation : { ...explanation, accountId: context.accountId };
  return withoutSecrets(about, context.secrets ?? []);
}

/** What the words are made of. */
interface Facts {
  readonly status: number;
  readonly body: ErrorBody;
  /** 'HubSpot', or 'the provider'. */
  readonly provider: string;
  /** 'update' or 'request'. */
  readonly what: string;
  readonly write: boolean;
  readonly fields: readonly FieldProblem[];
  readonly scopes: readonly string[];
  readonly waitSeconds: number | undefined;
}

interface Words {
  readonly code: ErrorCode;
  readonly origin: ErrorOrigin;
  readonly title: string;
  readonly cause: string;
  readonly nextSteps: readonly NextStep[];
  readonly outcome?: 'unknown';
}

function explainResponse(response: ErrorResponse, context: ErrorContext): ErrorExplanation {
  const body = readErrorBody(response.body);
  const write = context.write === true;
  const facts: Facts = {
    status: response.status,
    body,
    provider: context.integrationLabel ?? 'the provider',
    what: write ? 'update' : 'request',
    write,
    fields: fieldProblemsOf(body),
    scopes: missingScopesOf(body),
    waitSeconds:
      response.status === 429 ? (rateLimitWaitSeconds(response.headers, context.now ?? Date.now()) ?? 10) : undefined,
  };
  const { outcome, ...words } = (byStatus[response.status] ?? byClass)(facts);
  return {
    ...words,
    title: sentence(words.title),
    cause: [words.cause, serverWords(facts)].filter((text) => text !== undefined).join(' '),
    status: response.status,
    fieldProblems: facts.fields,
    conditionalFields: conditionalFieldsOf(body),
    missingScopes: facts.scopes,
    ...(facts.waitSeconds !== undefined && { retryAfterSeconds: facts.waitSeconds }),
    outcome: outcome ?? 'refused',
  };
}

const byStatus: Readonly<Record<number, (facts: Facts) => Words>> = {
  400: refused,
  401: unauthorized,
  403: forbidden,
  404: notFound,
  405: readOnly,
  409: conflict,
  422: refused,
  429: rateLimited,
  500: failed,
  502: noCleanResponse,
  503: blocked,
  504: noCleanResponse,
};

function byClass(facts: Facts): Words {
  if (facts.status >= 500) return failed(facts);
  if (facts.status >= 400) return refused(facts);
  return {
    code: 'unexpectedResponse',
    origin: 'truto',
    title: `Truto answered with status ${facts.status}`,
    cause: 'That status is not part of what Truto documents for this call.',
    nextSteps: ['showLog', 'contactTruto'],
    ...(facts.write && { outcome: 'unknown' }),
  };
}

function refused(facts: Facts): Words {
  const remote = facts.body.isRemote;
  const who = remote ? facts.provider : 'Truto';
  return {
    code: remote ? 'providerRefused' : 'refused',
    origin: remote ? 'provider' : 'truto',
    title: `${who} refused the ${facts.what}${fieldsClause(facts.fields)}`,
    cause: remote
      ? `The ${facts.what} reached ${facts.provider}, whose own checks said no (${facts.status}).`
      : `Truto checked the ${facts.what} and did not pass it on (${facts.status}).`,
    nextSteps: facts.fields.length > 0 || facts.write ? ['fixFields', 'showLog'] : ['showLog'],
  };
}

function fieldsClause(fields: readonly FieldProblem[]): string {
  const missing = fields.filter((field) => field.kind === 'missing');
  const wrong = fields.filter((field) => field.kind === 'refused');
  const clauses = [
    ...(missing.length > 0 ? [`${list(missing)} ${missing.length === 1 ? 'is' : 'are'} missing`] : []),
    ...(wrong.length > 0 ? [`${list(wrong)} ${wrong.length === 1 ? 'was' : 'were'} not accepted`] : []),
  ];
  return clauses.length > 0 ? `: ${clauses.join(', ')}` : '';
}

const mostNamed = 3;

function list(fields: readonly FieldProblem[]): string {
  const names = fields.slice(0, mostNamed).map((field) => `“${field.path.join('.')}”`);
  if (fields.length > mostNamed) names.push(`${fields.length - mostNamed} more`);
  const last = names.pop() ?? '';
  return names.length > 0 ? `${names.join(', ')} and ${last}` : last;
}

function unauthorized(facts: Facts): Words {
  if (facts.body.isRemote) {
    return {
      code: 'connectionRejected',
      origin: 'provider',
      title: `${facts.provider} rejected the account's connection`,
      cause: `The account's own sign-in to ${facts.provider} no longer works. Truto marks the account as needing re-authentication until its owner reconnects it; the API token is not the problem.`,
      nextSteps: ['reconnectAccount', 'selectAccount'],
    };
  }
  return {
    code: 'tokenRejected',
    origin: 'truto',
    title: 'Truto rejected the API token',
    cause: 'The API token is missing, expired, revoked, or belongs to another environment.',
    nextSteps: ['replaceToken', 'showLog'],
  };
}

function forbidden(facts: Facts): Words {
  const origin = facts.body.isRemote ? 'provider' : 'truto';
  const who = facts.body.isRemote ? facts.provider : 'Truto';
  if (facts.scopes.length > 0) {
    const scopes = facts.scopes.map((scope) => `“${scope}”`).join(', ');
    return {
      code: 'forbidden',
      origin,
      title: `The account's connection lacks the permission for this ${facts.what}`,
      cause: `${sentence(facts.provider)} wants ${facts.scopes.length === 1 ? 'the scope' : 'the scopes'} ${scopes}, which the connection was not given. The account must be reconnected with it.`,
      nextSteps: ['askForScopes', 'reconnectAccount'],
    };
  }
  return {
    code: 'forbidden',
    origin,
    title: `${who} does not allow this ${facts.what}`,
    cause: facts.body.isRemote
      ? `The person or app that connected the account may not do this at ${facts.provider}.`
      : 'Truto knows the token but does not let it do this.',
    nextSteps: facts.body.isRemote ? ['askForScopes', 'reconnectAccount'] : ['selectAccount', 'contactTruto'],
  };
}

function notFound(facts: Facts): Words {
  return {
    code: 'notFound',
    origin: facts.body.isRemote ? 'provider' : 'truto',
    title: facts.body.isRemote
      ? `${facts.provider} does not know this user`
      : 'Truto did not find the user or the account',
    cause: facts.body.isRemote
      ? `No user with this id exists in the account at ${facts.provider}, or its connection may not see it.`
      : 'Either no user has this id, or the integrated account does not exist or belongs to another environment than the API token.',
    nextSteps: ['checkUserId', 'selectAccount'],
  };
}

function readOnly(facts: Facts): Words {
  return {
    code: 'readOnlyAccount',
    origin: facts.body.isRemote ? 'provider' : 'truto',
    title: facts.write ? 'This account does not take updates' : 'This account does not offer this',
    cause: `It is a sandbox account, which is read-only, or its integration does not offer this ${facts.what}.`,
    nextSteps: ['selectAccount'],
  };
}

function conflict(facts: Facts): Words {
  const remote = facts.body.isRemote;
  return {
    code: 'conflict',
    origin: remote ? 'provider' : 'truto',
    title: `The ${facts.what} conflicts with another user${facts.fields.length > 0 ? `: ${list(facts.fields)}` : ''}`,
    cause: `A value that must be unique at ${facts.provider}, such as an email address or a username, is already taken.`,
    nextSteps: ['fixFields', 'lookAtUser'],
  };
}

function rateLimited(facts: Facts): Words {
  const remote = facts.body.isRemote;
  const wait = facts.waitSeconds ?? 10;
  return {
    code: 'rateLimited',
    origin: remote ? 'provider' : 'truto',
    title: `${remote ? facts.provider : 'Truto'} asks to wait ${wait} ${wait === 1 ? 'second' : 'seconds'}`,
    cause: remote
      ? `${sentence(facts.provider)}'s own rate limit is used up.`
      : 'A limit of Truto is used up: 50 requests in 10 seconds for one account, 500 for one API token.',
    nextSteps: ['wait', 'tryAgain'],
  };
}

function failed(facts: Facts): Words {
  const remote = facts.body.isRemote;
  return {
    code: remote ? 'providerFailed' : 'trutoFailed',
    origin: remote ? 'provider' : 'truto',
    title: `${remote ? facts.provider : 'Truto'} failed to handle the ${facts.what}`,
    cause: `${sentence(remote ? facts.provider : 'Truto')} had an error of its own (${facts.status}).${doubt(facts.write)}`,
    nextSteps: [
      ...(facts.write ? ['lookAtUser' as const] : []),
      'tryAgain',
      ...(remote ? ['showLog' as const] : ['contactTruto' as const]),
    ],
    ...(facts.write && { outcome: 'unknown' }),
  };
}

function noCleanResponse(facts: Facts): Words {
  return {
    code: 'providerFailed',
    origin: 'provider',
    title: `${facts.provider} gave Truto no clean response`,
    cause: `${facts.status === 504 ? `${sentence(facts.provider)} did not answer in time` : `The response of ${facts.provider} could not be used`} (${facts.status}).${doubt(facts.write)}`,
    nextSteps: [...(facts.write ? ['lookAtUser' as const] : []), 'tryAgain'],
    ...(facts.write && { outcome: 'unknown' }),
  };
}

function doubt(write: boolean): string {
  return write ? ' Whether the update was applied is not known: look at the user before sending it again.' : '';
}

function blocked(facts: Facts): Words {
  if (facts.body.isRemote) return failed(facts);
  return {
    code: 'blocked',
    origin: 'truto',
    title: 'Truto has blocked this account',
    cause: `Truto passes nothing on for the account while it is blocked (${facts.status}). Write to Truto's support, and name the account.`,
    nextSteps: ['selectAccount', 'contactTruto'],
  };
}

/** The server's own words, in quotation marks: the message, else an insight's description, else the canonical name. */
function serverWords({ body }: Facts): string | undefined {
  const who = body.isRemote ? 'The response says' : 'Truto says';
  const words = body.message ?? rawMessage(body.rawResponse) ?? insightWords(body) ?? body.name;
  return words === undefined ? undefined : `${who}: “${words}”`;
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

const deepestMessage = 5;

/** The message in a provider's body: `message`, `error.message`, `errors[0].message`, `error_description`, or the text itself. */
function rawMessage(raw: unknown, depth = 0): string | undefined {
  if (depth > deepestMessage) return undefined;
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

/** Begins with a capital: 'the provider' may stand first. */
function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Servers repeat what they were sent: "Bearer abc is not valid", "password hunter2 is too short". */
function withoutSecrets(explanation: ErrorExplanation, secrets: readonly string[]): ErrorExplanation {
  const clean = (text: string) => redactSecrets(text, secrets);
  return {
    ...explanation,
    title: clean(explanation.title),
    cause: clean(explanation.cause),
    fieldProblems: explanation.fieldProblems.map((field) => ({
      ...field,
      ...(field.message !== undefined && { message: clean(field.message) }),
    })),
  };
}
