import type { RequestFailure } from '../core/errors/explainFailure';
import { maxErrorBytes, maxResponseBytes, maxStreamedBytes } from '../core/http/maxSizes';
import { Beginning } from './beginning';
import { decodedBody } from './bodyDecoder';
import { Deadline } from './deadline';
import { fetchFailure } from './fetchFailure';
import { readBody } from './readBody';

export interface HttpRequest {
  readonly method: 'GET' | 'PATCH' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpHead {
  readonly status: number;
  /** By lower-case name; cookies are left out. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpResponse extends HttpHead {
  readonly bytes: Uint8Array;
  /** The bytes, decoded. */
  readonly text: string;
}

/** An answer whose head is here and whose body still comes. The body is read once, in one of the two ways. */
export interface OpenResponse extends HttpHead {
  /** The whole body; what is larger than an answer may be is refused. Throws AttemptError only. */
  whole(maxBytes?: number): Promise<HttpResponse>;
  /** The body as it comes. The time-out begins anew with every wait for bytes. Throws AttemptError only. */
  chunks(): AsyncGenerator<Uint8Array, void>;
}

/** An attempt that got no usable answer. Internal to this room: people get a `TrutoError`. */
export class AttemptError extends Error {
  constructor(readonly failure: RequestFailure) {
    super(failure.failure);
  }
}

/**
 * Makes one attempt; resolves when the head of its answer is here. The time-out covers connecting, the head and, read
 * as text, the whole body. A redirect is refused before a byte goes to its target. Throws AttemptError only.
 */
export async function httpAttempt(
  request: HttpRequest,
  options: {
    readonly fetch: typeof globalThis.fetch;
    readonly timeoutSeconds: number;
    readonly signal: AbortSignal | undefined;
  },
): Promise<OpenResponse> {
  const { signal, timeoutSeconds } = options;
  if (isAborted(signal)) throw new AttemptError({ failure: 'cancelled', sent: false });
  const deadline = new Deadline(timeoutSeconds);
  const failed: Failed = (error, head) => {
    deadline.end();
    if (error instanceof AttemptError) return new AttemptError({ ...error.failure, ...head });
    if (isAborted(signal)) return new AttemptError({ failure: 'cancelled', ...head });
    if (deadline.signal.aborted) return new AttemptError({ failure: 'timeout', seconds: timeoutSeconds, ...head });
    return new AttemptError(head ? { ...brokenBy(error), ...head } : fetchFailure(error));
  };
  try {
    const response = await options.fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: 'manual',
      signal: signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]),
      ...(request.body !== undefined && { body: request.body }),
    });
    await refuseRedirect(response, request.url);
    return openResponse(response, deadline, failed);
  } catch (error) {
    throw failed(error);
  }
}

/** What is known of a response whose body broke off. */
type BrokenHead = Pick<RequestFailure, 'status' | 'headers' | 'foreign'>;

type Failed = (error: unknown, head?: BrokenHead) => AttemptError;

/** Behind the head of a response nothing can be wrong with the beginning of the connection. */
function brokenBy(error: unknown): RequestFailure {
  const { failure, detail } = fetchFailure(error);
  const isTold = failure === 'timeout' || failure === 'unexpectedResponse';
  return { failure: isTold ? failure : 'connectionLost', ...(detail !== undefined && { detail }) };
}

function openResponse(response: Response, deadline: Deadline, failed: Failed): OpenResponse {
  const head = { status: response.status, headers: headersOf(response) };
  const { 'content-type': contentType = '' } = head.headers;
  const beginning = new Beginning(contentType);
  // What is read as a whole was to be JSON; a stream may be anything that a provider has.
  const broken = (isJson: boolean): BrokenHead => ({
    ...head,
    ...(beginning.isPage(isJson) && { foreign: true }),
  });
  return {
    ...head,
    whole: async (maxBytes = maxResponseBytes) => {
      try {
        const bytes = await wholeBody(response, maxBytes, beginning.add);
        return { ...head, bytes, text: decodedBody(contentType, bytes) };
      } catch (error) {
        throw failed(error, broken(true));
      } finally {
        deadline.end();
      }
    },
    chunks: async function* () {
      if (response.body === null) return;
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      let size = 0;
      try {
        for (;;) {
          deadline.begin();
          const { done, value } = await reader.read();
          deadline.end();
          if (done) return;
          beginning.add(value);
          size += value.byteLength;
          if (size > maxStreamedBytes) {
            yield value.subarray(0, maxStreamedBytes - size);
            throw new AttemptError({ failure: 'responseTooLarge', status: head.status, maxBytes: maxStreamedBytes });
          }
          yield value;
        }
      } catch (error) {
        throw failed(error, broken(false));
      } finally {
        deadline.end();
        // Not awaited: a stalled server must not hold us up.
        reader.cancel().catch(() => undefined);
      }
    },
  };
}

// A call, so that the compiler does not take the answer before an `await` for the one after it.
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

// `manual` instead of `error`: both follow nothing, but this one tells where the redirect points to. Browsers' fetch
// answers an opaque one with status 0, Node's the plain one.
async function refuseRedirect(response: Response, url: string): Promise<void> {
  const location = response.headers.get('location');
  // Without a place to go it is none: a cache's 304.
  const redirected =
    response.type === 'opaqueredirect' ||
    response.redirected ||
    (response.status >= 300 && response.status < 400 && location !== null);
  if (!redirected) return;
  await response.body?.cancel();
  const target = location !== null && URL.canParse(location, url) ? new URL(location, url).origin : undefined;
  throw new AttemptError({
    failure: 'redirected',
    ...(response.status > 0 && { status: response.status }),
    ...(target !== undefined && target !== 'null' && { target }),
    ...(target === new URL(url).origin && { sameOrigin: true }),
  });
}

async function wholeBody(
  response: Response,
  maxBytes: number,
  onBytes: (bytes: Uint8Array) => void,
): Promise<Uint8Array> {
  const limit = response.ok ? maxBytes : maxErrorBytes;
  const { bytes, complete } = await readBody(response, limit, onBytes);
  if (response.ok && !complete) {
    throw new AttemptError({ failure: 'responseTooLarge', status: response.status, maxBytes: limit });
  }
  return bytes;
}

function headersOf(response: Response): Record<string, string> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    if (name.toLowerCase() !== 'set-cookie') headers[name.toLowerCase()] = value;
  });
  return headers;
}
