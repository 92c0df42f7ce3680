import { Beginning } from '../api/beginning';
import { explanationOf } from '../api/explanationOf';
import { requestIdOf } from '../api/requestRecord';
import { TrutoError } from '../api/trutoError';
import type { ResponseHead } from '../api/responseHead';
import type { AttemptWait, UserUpdate } from '../api/trutoClient';
import type { Environment } from '../api/environment';
import type { ErrorExplanation } from '../core/errors/errorExplanation';
import type { SentSecrets } from '../core/secrets/sentSecrets';
import type { Outcome } from './outcome';
import { wholeBody, type AcceptedResponse, type UpdateObserver } from './updateObserver';

/** What the request alone tells of an update. */
export type RequestEnd = Pick<Outcome, 'outcome' | 'status' | 'body' | 'requestId' | 'attempts' | 'error'>;

/**
 * `isPage`: what has a status of success is a page of something in between, or the beginning of one. `isPart`: not all of a
 * response with success is here. `secrets`: what it may repeat.
 */
export type AnsweredRequest = RequestEnd & {
  readonly isPage?: boolean;
  readonly isPart?: boolean;
  readonly secrets?: SentSecrets;
};

/** Sends the request, its retries included. Never throws: an outcome and what went wrong say it all. */
export async function sendRequest(
  environment: Environment,
  update: UserUpdate,
  observer: UpdateObserver,
): Promise<AnsweredRequest> {
  let head: ResponseHead | undefined;
  let beginning: Beginning | undefined;
  let attempts = 0;
  const mayLeave = async () => {
    const isLeaving = (await update.mayLeave?.()) !== false;
    if (isLeaving) attempts += 1;
    return isLeaving;
  };
  // Providers may have anything in their own shape, but no update with HTML.
  const isPage = () => beginning?.isPage(update.query['truto_response_format'] !== 'raw') === true;
  try {
    return await observer.sending(async ({ signal, onWait, receive = wholeBody }) => {
      const response = await ask(environment, { ...update, mayLeave }, signal, onWait);
      head = response;
      beginning = new Beginning(response.contentType);
      const received = await receive({ ...response, chunks: beginning.noted(response.chunks) });
      // Who takes it may keep that to itself. A person who has enough of it breaks nothing off.
      const { brokenBy } = beginning;
      if (brokenBy && explanationOf(brokenBy)?.code !== 'cancelled') throw brokenBy;
      const body = received === 'notWhole' ? { isPart: true } : { body: received.json };
      return { outcome: 'applied', ...factsOf(head), ...body, ...(!beginning.isEmpty && isPage() && { isPage: true }) };
    });
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    // It was accepted: whatever fails afterwards does not change that.
    if (head) return { outcome: 'applied', ...factsOf(head), error, ...(isPage() && { isPage: true }) };
    const response = error instanceof TrutoError ? error : undefined;
    const requestId = response && requestIdOf(response.headers);
    return {
      outcome: explanationOf(error)?.outcome ?? 'unknown',
      ...(response?.status !== undefined && { status: response.status }),
      ...(requestId !== undefined && { requestId }),
      attempts,
      error,
      ...(isBrokenPage(explanationOf(error)) && { isPage: true }),
    };
  }
}

/** A success of something in between that was to be read whole. */
const isBrokenPage = (error: ErrorExplanation | undefined): boolean =>
  error?.origin === 'between' && error.outcome === 'unknown' && error.status !== undefined && error.status < 300;

const factsOf = ({ status, requestId, attempts, secrets }: ResponseHead) => ({
  status,
  attempts,
  secrets,
  ...(requestId !== undefined && { requestId }),
});

/** Documented responses are read whole, and asked for again where they break off; others may be of any size and kind. */
async function ask(
  environment: Environment,
  update: UserUpdate,
  signal?: AbortSignal,
  onWait?: (wait: AttemptWait) => void,
): Promise<AcceptedResponse> {
  const client = await environment.client();
  const { truto_response_format: format } = update.query;
  if (format === 'stream' || format === 'raw') return client.streamUpdate(update, signal, onWait);
  const response = await client.updateUser(update, signal, onWait);
  return { ...response, chunks: [response.bytes] };
}
