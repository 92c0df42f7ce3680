import { explanationOf } from '../api/explanationOf';
import { requestIdOf } from '../api/requestRecord';
import { TrutoError } from '../api/trutoError';
import type { AttemptWait, ResponseHead, UserUpdate } from '../api/trutoClient';
import type { Environment } from '../api/environment';
import type { Outcome } from './outcome';
import { wholeBody, type AcceptedResponse, type UpdateObserver } from './updateObserver';

/** What the request alone tells of an update. */
export type RequestEnd = Pick<Outcome, 'outcome' | 'status' | 'body' | 'requestId' | 'error'>;

/** Sends the request, its retries included. Never throws: an outcome and what went wrong say it all. */
export async function sendRequest(
  environment: Environment,
  update: UserUpdate,
  observer: UpdateObserver,
): Promise<RequestEnd> {
  let head: ResponseHead | undefined;
  try {
    return await observer.sending(async ({ signal, onWait, receive = wholeBody }) => {
      const response = await ask(environment, update, signal, onWait);
      head = response;
      return { outcome: 'applied', ...factsOf(head), body: await receive(response) };
    });
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    // It was accepted: whatever fails afterwards does not change that.
    if (head) return { outcome: 'applied', ...factsOf(head), error };
    const response = error instanceof TrutoError ? error : undefined;
    const requestId = response && requestIdOf(response.headers);
    return {
      outcome: explanationOf(error)?.outcome ?? 'unknown',
      ...(response?.status !== undefined && { status: response.status }),
      ...(requestId !== undefined && { requestId }),
      error,
    };
  }
}

const factsOf = ({ status, requestId }: ResponseHead) => ({ status, ...(requestId !== undefined && { requestId }) });

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
