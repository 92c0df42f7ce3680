import { maxUserBytes } from '../core/http/maxSizes';
import { exactJsonOf } from '../core/json/exactJson';
import { decodedBody } from '../api/bodyDecoder';
import type { ResponseHead } from '../api/responseHead';
import type { AttemptWait, OnAttempt } from '../api/trutoClient';

/** The response to an update that was accepted. */
export interface AcceptedResponse extends ResponseHead {
  /** Read once. Throws TrutoError with the outcome 'applied' when it breaks off or is cancelled. */
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** The JSON of the whole body, where that is here already. */
  readonly body?: unknown;
}

/** The JSON of a whole body, undefined where it is none; or not all of the body is here: by half of it nobody can tell a user. */
export type ReceivedBody = { readonly json: unknown } | 'notWhole';

/** How one sending is watched. */
export interface SendWatch {
  /** Cancels. */
  readonly signal?: AbortSignal;
  /** Told before every wait between attempts. */
  readonly onWait?: (wait: AttemptWait) => void;
  /** Takes the response of an update that was accepted; resolves to what there is of it to judge by. */
  readonly receive?: (response: AcceptedResponse) => Promise<ReceivedBody>;
}

/** Who watches an update: shows how far it is, and takes its response. It decides nothing. */
export interface UpdateObserver {
  /** Runs the sending. */
  sending<T>(send: (watch: SendWatch) => Promise<T>): Promise<T>;
  /** Runs the looks at the live user that tell what came of the update, after a response to it or without one; told of their waits. */
  looking<T>(look: (signal?: AbortSignal, onWait?: OnAttempt) => Promise<T>, isAnswered: boolean): Promise<T>;
}

/** Watches nothing and keeps the JSON of the response. */
export const unobserved: UpdateObserver = {
  sending: (send) => send({}),
  looking: (look) => look(),
};

/** A response, read to its end; one that is more than a user has is not kept whole. Throws TrutoError when it breaks off. */
export async function wholeBody({ body, chunks, contentType }: AcceptedResponse): Promise<ReceivedBody> {
  if (body !== undefined) return { json: body };
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size <= maxUserBytes) parts.push(chunk);
  }
  if (size > maxUserBytes) return 'notWhole';
  return { json: exactJsonOf(decodedBody(contentType, Buffer.concat(parts))) };
}
