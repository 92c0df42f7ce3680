import { explanationOf } from '../../api/explanationOf';
import type { ErrorCode, ErrorExplanation } from '../../core/errors/errorExplanation';
import type { RestReason, RowCause } from '../job/jobEntry';

/**
 * What a failure is about: the job rests, the account's rows rest, the row waits for its turn again, or the row failed.
 * `restsWhenRepeated`: several of these in a row let the job rest, for this reason.
 */
export interface RowFailure {
  readonly cause: RowCause;
  readonly rests?: RestReason;
  readonly breaks?: 'now' | 'whenRepeated';
  readonly isLater?: true;
  readonly restsWhenRepeated?: RestReason;
}

const restsBy: Partial<Record<ErrorCode, RestReason>> = {
  tokenRejected: 'tokenRejected',
  noToken: 'tokenRejected',
  unreadableToken: 'tokenRejected',
  unusableToken: 'tokenRejected',
  untrustedWorkspace: 'untrusted',
  offline: 'offline',
  certificateRejected: 'offline',
  plainHttp: 'offline',
  proxyRefused: 'offline',
  redirected: 'intercepted',
  wrongBaseUrl: 'intercepted',
};

const breaksBy: Partial<Record<ErrorCode, RowFailure['breaks']>> = {
  connectionRejected: 'now',
  blocked: 'now',
  readOnlyAccount: 'now',
  forbidden: 'whenRepeated',
};

const ofServer: ReadonlySet<ErrorCode> = new Set([
  'trutoFailed',
  'providerFailed',
  'gatewayFailed',
  'connectionLost',
  'timeout',
]);

/** In seconds: an account whose quota is used up for longer is not waited for. */
const maxPatience = 300;

/** What something in between says of one row, and not of all. */
const ofRow: ReadonlySet<ErrorCode> = new Set(['requestTooLarge', 'rateLimited']);

export function rowFailure(error: unknown): RowFailure {
  const explanation = explanationOf(error);
  if (!explanation) return { cause: { code: 'unexpected', message: String(error) } };
  const { code } = explanation;
  const rests = restsBy[code];
  const breaks = (explanation.retryAfterSeconds ?? 0) > maxPatience ? 'now' : breaksBy[code];
  const whenRepeated = repeatedReason(explanation);
  return {
    cause: causeOf(explanation),
    ...(rests && { rests }),
    ...(breaks && { breaks }),
    ...((code === 'rateLimited' || code === 'cancelled') && { isLater: true }),
    ...(whenRepeated && { restsWhenRepeated: whenRepeated }),
  };
}

function repeatedReason({ code, origin }: ErrorExplanation): RestReason | undefined {
  if (ofServer.has(code)) return 'serverFailing';
  return origin === 'between' && !ofRow.has(code) ? 'intercepted' : undefined;
}

function causeOf({ code, status, serverMessage, fieldProblems, missingScopes }: ErrorExplanation): RowCause {
  const fields = [...new Set([...fieldProblems.map(({ path }) => path.join('.')), ...missingScopes])];
  return {
    code,
    ...(status !== undefined && { status }),
    ...(serverMessage !== undefined && { message: serverMessage }),
    ...(fields.length > 0 && { fields }),
  };
}
