import * as vscode from 'vscode';
import type { ErrorExplanation, ExpectedBody, FieldProblem } from '../../core/errors/errorExplanation';
import type { Profile } from '../../core/http/profile';
import { listed, secondsWords } from './plainWords';
import { sizeWords } from './sizeWords';

/** What failed in one line without a full stop, and in sentences why and what became of the request. */
export interface ErrorWords {
  readonly title: string;
  readonly cause: string;
}

/** An error for people. What servers say is quoted as it came: whoever shows it sees to it that it stays text. */
export function errorWords(error: ErrorExplanation): ErrorWords {
  const { title, cause } = sentences(error);
  return {
    title: capitalized(title),
    cause: [capitalized(cause), detailWords(error), outcomeWords(error), serverWords(error)]
      .filter((sentence) => sentence !== '')
      .join(' '),
  };
}

/** The same as one text. */
export function errorMessage(error: ErrorExplanation): string {
  const { title, cause } = errorWords(error);
  return `${title}. ${cause}`;
}

/** What to say where a window uses no environment; `lost` is the one that it used until that was removed. */
export function noEnvironmentMessage(lost: Pick<Profile, 'name' | 'baseUrl'> | undefined): string {
  const { t } = vscode.l10n;
  return lost
    ? t('The environment “{0}” ({1}), which this window used, was removed. Choose one first.', lost.name, lost.baseUrl)
    : t('No Truto environment yet. Add one with its API token.');
}

function sentences(error: ErrorExplanation): ErrorWords {
  const { t } = vscode.l10n;
  const { write, status = '' } = error;
  const provider = error.integration ?? t('the provider');
  const what = write ? t('update') : t('request');
  switch (error.code) {
    case 'tokenRejected':
      return {
        title: t('Truto rejected the API token'),
        cause: t('The API token is missing, expired, revoked, or belongs to another environment.'),
      };
    case 'connectionRejected':
      return {
        title: t('{0} rejected the account’s connection', provider),
        cause: t(
          'The account’s sign-in to {0} no longer works. Its owner must reconnect it. The API token is not the problem.',
          provider,
        ),
      };
    case 'forbidden':
      return forbidden(error, provider, what);
    case 'notFound':
      return error.origin === 'provider'
        ? {
            title: t('{0} does not know this user', provider),
            cause: t('No user with this ID exists in the account at {0}, or its connection may not see it.', provider),
          }
        : {
            title: t('Truto did not find the user or the account'),
            cause: t(
              'Either no user has this ID, or the integrated account does not exist or belongs to another environment.',
            ),
          };
    case 'readOnlyAccount':
      return {
        title: write ? t('This account does not support updates') : t('This account does not support this request'),
        cause: t('It is a sandbox account (read-only), or its integration does not support this {0}.', what),
      };
    case 'conflict':
      return {
        title: withFields(t('The {0} conflicts with another user', what), listOf(error.fieldProblems)),
        cause: t(
          'A value that must be unique at {0}, such as an email address or a username, is already taken.',
          provider,
        ),
      };
    case 'refused':
      return {
        title: withFields(t('Truto refused the {0}', what), fieldsClause(error.fieldProblems)),
        cause: t('Truto checked the {0} and did not forward it ({1}).', what, status),
      };
    case 'providerRefused':
      return {
        title: withFields(t('{0} refused the {1}', provider, what), fieldsClause(error.fieldProblems)),
        cause: t('The {0} reached {1}, but {1} rejected it ({2}).', what, provider, status),
      };
    case 'rateLimited':
      return rateLimited(error, provider);
    case 'blocked':
      return {
        title: t('Truto has blocked this account'),
        cause: t(
          'Truto does not forward requests for a blocked account ({0}). Contact Truto support, and name the account.',
          status,
        ),
      };
    case 'trutoFailed':
      return {
        title: t('Truto failed to handle the {0}', what),
        cause: t('{0} had an internal error ({1}).', 'Truto', status),
      };
    case 'providerFailed':
      return providerFailed(error.params.how, { provider, what, status });
    case 'timeout':
      return {
        title: t('Truto did not respond in time'),
        cause:
          error.params.seconds === undefined
            ? t('The time ran out before the whole response was here.')
            : t('The whole response was not here after {0}.', secondsWords(error.params.seconds)),
      };
    case 'offline':
      return {
        title: t('Truto cannot be reached'),
        cause: t('No connection could be made. Check the network, the proxy and the base URL of the environment.'),
      };
    case 'connectionLost':
      return {
        title: t('The connection to Truto was lost'),
        cause:
          error.status === undefined
            ? t('It was lost before there was a response.')
            : t('It was lost in the middle of a response with status {0}.', status),
      };
    case 'certificateRejected':
      return {
        title: t('The server’s certificate is not trusted'),
        cause: t(
          'A secure connection could not be made. A proxy may inspect the traffic, or the base URL names the wrong server.',
        ),
      };
    case 'cancelled':
      return { title: t('Canceled'), cause: t('The request was canceled before its response was here.') };
    case 'redirected':
      return {
        title: t('The server redirected the request'),
        cause: [
          error.params.target === undefined
            ? t('The API token is only sent to the address it was saved for, so the redirect was not followed.')
            : t(
                'The API token is only sent to the address it was saved for, so the redirect to {0} was not followed.',
                error.params.target,
              ),
          t('Check the base URL of the environment.'),
        ].join(' '),
      };
    case 'unexpectedResponse':
      return unexpected(error);
    case 'responseTooLarge':
      return {
        title: t('The response is too large'),
        cause:
          error.params.maxBytes === undefined
            ? t('Reading it was stopped.')
            : t('Reading it was stopped at {0}.', sizeWords(error.params.maxBytes)),
      };
    case 'responseTooDeep':
      return {
        title: t('The response is nested too deeply'),
        cause:
          error.params.maxDepth === undefined
            ? t('It was not read.')
            : t('It was not read: it has more than {0} levels.', error.params.maxDepth),
      };
    case 'noToken':
      return { title: t('This environment has no API token'), cause: t('Requests to Truto require one.') };
    case 'unreadableToken':
      return {
        title: t('The API token cannot be read'),
        cause:
          error.params.seconds === undefined
            ? t('The secret storage failed, or what it holds for this environment is damaged.')
            : t('The secret storage did not respond within {0}.', secondsWords(error.params.seconds)),
      };
    case 'unusableToken':
      return {
        title: t('The API token cannot be used'),
        cause: t(
          'It contains characters that are not allowed in a token. Something else may have been copied with it.',
        ),
      };
    case 'unusableId':
      return {
        title: t('This ID cannot be part of a URL'),
        cause: t('An empty ID, “.” or “..” would address something else.'),
      };
  }
}

type ErrorOf<Code extends ErrorExplanation['code']> = Extract<ErrorExplanation, { readonly code: Code }>;

function forbidden({ origin, missingScopes }: ErrorOf<'forbidden'>, provider: string, what: string): ErrorWords {
  const { t } = vscode.l10n;
  if (missingScopes.length > 0) {
    return {
      title: t('The account’s connection lacks the permission for this {0}', what),
      cause: t(
        '{0} requires scopes that the connection does not have: {1}. The account must be reconnected with them.',
        provider,
        listed(missingScopes),
      ),
    };
  }
  return origin === 'provider'
    ? {
        title: t('{0} does not allow this {1}', provider, what),
        cause: t('The person or app that connected the account may not do this at {0}.', provider),
      }
    : {
        title: t('Truto does not allow this {0}', what),
        cause: t('Truto knows the API token but does not let it do this.'),
      };
}

function rateLimited({ origin, retryAfterSeconds }: ErrorOf<'rateLimited'>, provider: string): ErrorWords {
  const { t } = vscode.l10n;
  const again =
    retryAfterSeconds === undefined ? t('Try again later.') : t('Try again in {0}.', secondsWords(retryAfterSeconds));
  return origin === 'provider'
    ? { title: t('Rate limit of {0} reached', provider), cause: again }
    : {
        title: t('Rate limit reached'),
        cause: [again, t('Truto allows 50 requests in 10 seconds for one account, and 500 for one API token.')].join(
          ' ',
        ),
      };
}

function providerFailed(
  how: ErrorOf<'providerFailed'>['params']['how'],
  { provider, what, status }: { readonly provider: string; readonly what: string; readonly status: number | string },
): ErrorWords {
  const { t } = vscode.l10n;
  switch (how) {
    case 'error':
      return {
        title: t('{0} failed to handle the {1}', provider, what),
        cause: t('{0} had an internal error ({1}).', provider, status),
      };
    case 'unusable':
      return {
        title: t('{0} gave Truto no valid response', provider),
        cause: t('Truto could not use the response of {0} ({1}).', provider, status),
      };
    case 'tooLate':
      return {
        title: t('{0} gave Truto no valid response', provider),
        cause: t('{0} did not respond in time ({1}).', provider, status),
      };
  }
}

function unexpected({ params, status }: ErrorOf<'unexpectedResponse'>): ErrorWords {
  const { t } = vscode.l10n;
  if (params.what === 'status') {
    return {
      title: t('Truto responded with status {0}', String(status)),
      cause: t('Truto does not document this status for this request.'),
    };
  }
  const got =
    params.expected === undefined ? t('It could not be read.') : t('Expected {0}.', expectedWords(params.expected));
  return {
    title: t('The response is not what Truto documents'),
    cause: [
      got,
      ...(status === undefined ? [] : [t('The status was {0}.', status)]),
      t('The base URL may name something other than the Truto API.'),
    ].join(' '),
  };
}

function expectedWords(expected: ExpectedBody): string {
  const { t } = vscode.l10n;
  switch (expected) {
    case 'accountList':
      return t('a list of accounts in “result”');
    case 'account':
      return t('an account with an “id”');
    case 'capabilities':
      return t('a list of capabilities in “unified”');
    case 'userList':
      return t('a list of users in “result”');
    case 'user':
      return t('a user, as a JSON object');
    case 'updateDescription':
      return t('a description of the update, as a JSON object');
    case 'linkToken':
      return t('a “link_token”');
  }
}

function detailWords(error: ErrorExplanation): string {
  switch (error.code) {
    case 'offline':
    case 'connectionLost':
    case 'certificateRejected': {
      const { detail } = error.params;
      return detail === undefined ? '' : vscode.l10n.t('System error: {0}.', detail);
    }
    default:
      return '';
  }
}

/** What became of the request, and what a look at the live user has shown since. Nothing where nothing is open. */
function outcomeWords({ write, outcome, earlier, arrival }: ErrorExplanation): string {
  const { t } = vscode.l10n;
  if (!write || outcome === 'refused') return '';
  if (outcome === 'notSent') return t('Nothing was sent, nothing changed.');
  if (outcome === 'applied')
    return earlier ? t('An earlier attempt was applied.') : t('The update was applied. Only its response is missing.');
  switch (arrival) {
    case 'arrived':
      return t('The live user now has your values: the update was applied.');
    case 'notArrived':
      return t('The live user is unchanged. It is safe to send the same update again.');
    case 'unclear':
      return `${doubt(earlier)} ${t('The live user was checked, but the result is unclear.')}`;
    default:
      return `${doubt(earlier)} ${t('Check the live user before you send it again.')}`;
  }
}

function doubt(earlier: ErrorExplanation['earlier']): string {
  const { t } = vscode.l10n;
  return earlier
    ? t('An earlier attempt may have been applied.')
    : t('It is not known whether the update was applied.');
}

function serverWords({ serverMessage }: ErrorExplanation): string {
  return serverMessage === undefined ? '' : vscode.l10n.t('The server says: “{0}”', serverMessage);
}

function fieldsClause(fields: readonly FieldProblem[]): string {
  const { t } = vscode.l10n;
  const missing = fields.filter(({ kind }) => kind === 'missing');
  const wrong = fields.filter(({ kind }) => kind === 'refused');
  const clauses = [
    missing.length === 1 && t('{0} is missing', listOf(missing)),
    missing.length > 1 && t('{0} are missing', listOf(missing)),
    wrong.length === 1 && t('{0} was not accepted', listOf(wrong)),
    wrong.length > 1 && t('{0} were not accepted', listOf(wrong)),
  ];
  return clauses.filter((clause) => clause !== false).join(', ');
}

const listOf = (fields: readonly FieldProblem[]): string => listed(fields.map(({ path }) => path.join('.')));

const withFields = (title: string, fields: string): string => (fields === '' ? title : `${title}: ${fields}`);

/** 'the provider' may stand first. */
const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
