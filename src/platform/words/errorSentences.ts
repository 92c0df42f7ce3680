import * as vscode from 'vscode';
import type { ErrorExplanation, ExpectedBody, FieldProblem } from '../../core/errors/errorExplanation';
import { durationWords, listed } from './plainWords';
import { sizeWords } from './sizeWords';

/** What failed in one line without a full stop, and in sentences why and what became of the request. */
export interface ErrorWords {
  readonly title: string;
  readonly cause: string;
}

/** What each code says, whoever reads it and whatever came of the request. */
export function errorSentences(error: ErrorExplanation): ErrorWords {
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
        title: t('This account does not support this {0}', what),
        cause: t('It is a sandbox account (read-only), or its integration does not support this {0}.', what),
      };
    case 'readNotOffered':
      return {
        title: t('Reading failed'),
        cause: t('The integration of this account, {0}, does not support reading this ({1}).', provider, status),
      };
    case 'keyInUse':
      return {
        title: t('Truto refused to handle the {0} a second time', what),
        cause: t('A request with the same idempotency key is still in progress, or had another body ({0}).', status),
      };
    case 'wrongBaseUrl':
      return {
        title: t('The base URL does not lead to the Truto API'),
        cause: t(
          'Every environment has a list of accounts, but none was found there ({0}). Add the environment again with the correct URL.',
          status,
        ),
      };
    case 'requestTimedOut':
      return {
        title: t('The {0} took too long', what),
        cause: t('{0} stopped waiting for the whole {1} ({2}).', speaker(error), what, status),
      };
    case 'requestTooLarge':
      return tooLarge(error, what);
    case 'gatewayRefused':
      return {
        title: t('Something between here and Truto refused the {0}', what),
        cause: t(
          'The response ({0}) is not from Truto: a firewall or gateway sent it, or the base URL leads elsewhere.',
          status,
        ),
      };
    case 'gatewayFailed':
      return {
        title: t('No response from Truto'),
        cause: t('Something in between, such as a gateway, sent its own error instead ({0}).', status),
      };
    case 'proxyRefused':
      return proxyRefused(error.params.proxyStatus ?? error.status);
    case 'plainHttp':
      return {
        title: t('The server does not use HTTPS'),
        cause: t(
          'The base URL says “https:”, but what responds there speaks plain HTTP. Check its host name and port.',
        ),
      };
    case 'untrustedWorkspace':
      return {
        title: t('Nothing is sent from an untrusted workspace'),
        cause: t('Requests to Truto are made once you trust this workspace.'),
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
            ? t('The time ran out before the whole response was received.')
            : t('The whole response was not received within {0}.', durationWords(error.params.seconds)),
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
      return { title: t('Canceled'), cause: t('The request was canceled before its response was received.') };
    case 'redirected':
      return {
        title: t('The server redirected the request'),
        cause: [redirectWords(error.params), t('Check the base URL of the environment.')].join(' '),
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
            : t('The secret storage did not respond within {0}.', durationWords(error.params.seconds)),
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

function redirectWords({ target, sameOrigin }: ErrorOf<'redirected'>['params']): string {
  const { t } = vscode.l10n;
  if (target === undefined) return t('Redirects are not followed.');
  return sameOrigin === true
    ? t('It led to another path of {0}. Redirects are not followed.', target)
    : t('The API token is only sent to the address it was saved for, so the redirect to {0} was not followed.', target);
}

function tooLarge(error: ErrorOf<'requestTooLarge'>, what: string): ErrorWords {
  const { t } = vscode.l10n;
  const { params, origin, status = '' } = error;
  const by = origin === 'between' ? t('Something between here and Truto') : t('The server');
  switch (params.part) {
    case 'body':
      return {
        title: t('The {0} is too large', what),
        cause: t('{0} does not accept a body of this size ({1}). Send fewer or shorter fields.', by, status),
      };
    case 'url':
      return {
        title: t('The URL of the {0} is too long', what),
        cause: t('{0} does not accept a URL of this length ({1}). Use fewer query parameters.', by, status),
      };
    case 'headers':
      return {
        title: t('The headers of the {0} are too large', what),
        cause: t('{0} does not accept headers of this size ({1}). Check the API token.', by, status),
      };
  }
}

function proxyRefused(status: number | undefined): ErrorWords {
  const { t } = vscode.l10n;
  return {
    title:
      status === 407
        ? t('The proxy of this network requires you to sign in')
        : t('The proxy of this network refused to connect to Truto'),
    cause: [
      ...(status === undefined ? [] : [t('The proxy responded with status {0}.', String(status))]),
      t('Check the proxy settings of VS Code (“http.proxy”).'),
    ].join(' '),
  };
}

function rateLimited({ origin, retryAfterSeconds }: ErrorOf<'rateLimited'>, provider: string): ErrorWords {
  const { t } = vscode.l10n;
  const again =
    retryAfterSeconds === undefined ? t('Try again later.') : t('Try again in {0}.', durationWords(retryAfterSeconds));
  if (origin === 'provider') return { title: t('Rate limit of {0} reached', provider), cause: again };
  return origin === 'between'
    ? {
        title: t('Rate limit reached'),
        cause: [again, t('Not Truto but something in between, such as a gateway, limits the requests.')].join(' '),
      }
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
        title: t('{0} did not give Truto a valid response', provider),
        cause: t('Truto could not use the response of {0} ({1}).', provider, status),
      };
    case 'tooLate':
      return {
        title: t('{0} did not give Truto a valid response', provider),
        cause: t('{0} did not respond in time ({1}).', provider, status),
      };
  }
}

function unexpected({ params, status, origin }: ErrorOf<'unexpectedResponse'>): ErrorWords {
  const { t } = vscode.l10n;
  if (params.what === 'status' && origin === 'between') {
    return {
      title: t('No response from Truto'),
      cause: t('Something in between, such as a cache or gateway, responded with status {0}.', String(status)),
    };
  }
  if (params.what === 'status') {
    return {
      title: t('Truto responded with status {0}', String(status)),
      cause: t('Truto does not document this status for this request.'),
    };
  }
  const got =
    params.expected === undefined ? t('It could not be read.') : t('Expected {0}.', expectedWords(params.expected));
  return origin === 'between'
    ? {
        title: t('Something other than Truto responded'),
        cause: [
          got,
          t('A sign-in page of this network or a gateway may be in between, or the base URL may be wrong.'),
        ].join(' '),
      }
    : {
        title: t('The response is not what Truto documents'),
        cause: [got, t('The base URL may name something other than the Truto API.')].join(' '),
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
    case 'log':
      return t('a list of requests, as JSON');
    case 'methodDescription':
      return t('a description of the update, as a JSON object');
    case 'refreshedCredentials':
      return t('“success”, true or false');
    case 'linkToken':
      return t('a “link_token”');
  }
}

/** Who spoke. */
export function speaker({ origin, integration }: ErrorExplanation): string {
  const { t } = vscode.l10n;
  switch (origin) {
    case 'truto':
      return 'Truto';
    case 'provider':
      return integration ?? t('the provider');
    case 'proxy':
      return t('the proxy');
    case 'between':
      return t('what is in between');
    case 'network':
    case 'us':
      return t('the server');
  }
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
