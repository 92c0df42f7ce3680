import * as vscode from 'vscode';
import type { ErrorExplanation, FieldProblem } from '../../core/errors/errorExplanation';
import { connectionSentences } from './connectionSentences';
import type { ErrorOf, ErrorWords } from './localSentences';
import { dateWords, durationWords, listed } from './plainWords';

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
        cause:
          error.params.expiredAt === undefined
            ? t('The API token is missing, expired, revoked, or belongs to another environment.')
            : t('The API token expired on {0}.', dateWords(error.params.expiredAt)),
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
    default:
      return connectionSentences(error, what);
  }
}

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
    retryAfterSeconds === undefined
      ? t('Try again later.')
      : retryAfterSeconds < 1
        ? t('Try again in a moment.')
        : t('Try again in {0}.', durationWords(retryAfterSeconds));
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
