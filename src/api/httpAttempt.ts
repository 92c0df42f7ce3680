import type { RequestFailure } from '../core/explainFailure';
import { fetchFailure } from './fetchFailure';
import { readText } from './readText';

export interface HttpRequest {
  readonly method: 'GET' | 'PATCH' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** By lower-case name; cookies are left out. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** An attempt that got no usable answer. Internal to this room: people get a `TrutoError`. */
export class AttemptError extends Error {
  constructor(readonly failure: RequestFailure) {
    super(failure.failure);
  }
}

/** Answers larger than this are not read to their end. */
const largestAnswerBytes = 64 * 1024 * 1024;
const largestErrorBytes = 1024 * 1024;

/**
 * Makes one attempt. The time-out covers connecting, the head and the whole body. A redirect is refused before a byte
 * goes to its target. Throws AttemptError only.
 */
export async function httpAttempt(request: HttpRequest, options: {
  readonly fetch: typeof globalThis.fetch; readonly timeoutSeconds: number; readonly signal: AbortSignal | undefined;
}): Promise<HttpAnswer> {
  const { signal, timeoutSeconds } = options;
  if (isAborted(signal)) throw new AttemptError({ failure: 'cancelled', sent: false });
  const timeout = new AbortController();
  const timer = setTimeout(() => { timeout.abort(); }, timeoutSeconds * 1000);
  let status: number | undefined;
  try {
    const response = await options.fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: 'manual',
      signal: signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]),
      ...(request.body !== undefined && { body: request.body }),
    });
    ({ status } = response);
    await refuseRedirect(response, request.url);
    return { status, headers: headersOf(response), text: await bodyOf(response) };
  } catch (error) {
    if (error instanceof AttemptError) throw error;
    const head = status !== undefined && { status };
    if (isAborted(signal)) throw new AttemptError({ failure: 'cancelled', ...head });
    if (timeout.signal.aborted) throw new AttemptError({ failure: 'timeout', seconds: timeoutSeconds, ...head });
    throw new AttemptError({ ...fetchFailure(error), ...head });
  } finally {
    clearTimeout(timer);
  }
}

// A call, so that the compiler does not take the answer before an `await` for the one after it.
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

// `manual` instead of `error`: both follow nothing, but this one tells where the redirect points to. Browsers' fetch
// answers an opaque one with status 0, Node's the plain one.
async function refuseRedirect(response: Response, url: string): Promise<void> {
  const redirected = response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400) || response.redirected;
  if (!redirected) return;
  await response.body?.cancel();
  const location = response.headers.get('location');
  const target = location !== null && URL.canParse(location, url) ? new URL(location, url).origin : undefined;
  throw new AttemptError({
    failure: 'redirected',
    ...(response.status > 0 && { status: response.status }),
    ...(target !== undefined && target !== 'null' && { target }),
  });
}

async function bodyOf(response: Response): Promise<string> {
  const limit = response.ok ? largestAnswerBytes : largestErrorBytes;
  const { text, complete } = await readText(response, limit);
  if (response.ok && !complete) {
    throw new AttemptError({ failure: 'answerTooLarge', status: response.status, expected: `${limit / 1024 / 1024} MB` });
  }
  return text;
}

function headersOf(response: Response): Record<string, string> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    if (name.toLowerCase() !== 'set-cookie') headers[name.toLowerCase()] = value;
  });
  return headers;
}
