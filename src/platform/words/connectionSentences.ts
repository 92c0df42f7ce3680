import * as vscode from 'vscode';
import type { ErrorExplanation, ExpectedBody } from '../../core/errors/errorExplanation';
import { localSentences, type ErrorOf, type ErrorWords } from './localSentences';
import { durationWords } from './plainWords';
import { sizeWords } from './sizeWords';

/** Says what failed on the way to Truto and back, or here. `what` names the request. */
export function connectionSentences(
  error: ErrorOf<
    | Parameters<typeof localSentences>[0]['code']
    | 'wrongBaseUrl'
    | 'requestTimedOut'
    | 'requestTooLarge'
    | 'gatewayRefused'
    | 'gatewayFailed'
    | 'proxyRefused'
    | 'plainHttp'
    | 'timeout'
    | 'offline'
    | 'connectionLost'
    | 'certificateRejected'
    | 'redirected'
    | 'unexpectedResponse'
    | 'responseTooLarge'
    | 'responseTooDeep'
  >,
  what: string,
): ErrorWords {
  const { t } = vscode.l10n;
  const { status = '' } = error;
  switch (error.code) {
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
    default:
      return localSentences(error);
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
  if (params.what === 'otherUser') {
    return {
      title: t('The response is another user'),
      cause: t('The user that was returned has another ID than the one that was asked for. Check the user ID.'),
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
      return t('the account that was asked for, with its “id”');
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
    case 'environment':
      return t('an environment with a “name”');
    case 'apiToken':
      return t('an API token with “expires_at”');
  }
}
