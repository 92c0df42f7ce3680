import type { ErrorExplanation, ExpectedBody } from '../core/errors/errorExplanation';
import { errorBodyOf } from '../core/errors/errorBody';
import { explainError } from '../core/errors/explainError';
import type { RequestFailure } from '../core/errors/explainFailure';
import { Pacer, type Pace, type PacedResponse } from '../core/http/pacer';
import { RetryBudget } from '../core/http/retryBudget';
import { readExactJson } from '../core/json/exactJson';
import { maxDepth } from '../core/json/maxDepth';
import { retryDecision, type RetryClock, type RetryReason } from '../core/http/retryDecision';
import { Deadline } from './deadline';
import {
  AttemptError,
  httpAttempt,
  type HttpResponse,
  type HttpHead,
  type HttpRequest,
  type OpenResponse,
} from './httpAttempt';
import { loggedPath, requestIdOf, type RequestRecord } from './requestRecord';
import { redactSecrets, redactUnusual, secretsIn, withoutSecrets } from '../core/secrets/redactSecrets';
import { SentSecrets } from '../core/secrets/sentSecrets';
import { TrutoError } from './trutoError';
import { wait } from './wait';

export interface ClientOptions {
  /** As `checkBaseUrl` accepts it. */
  readonly baseUrl: string;
  /** Asked before every attempt: a replaced token holds from the next one on. */
  getToken(): Promise<string | undefined>;
  readonly fetch: typeof globalThis.fetch;
  /** Per attempt: connecting, head and body together; of a streamed body, each wait for its next bytes. */
  timeoutSeconds(): number;
  /** Asked before every attempt, and before the token is read: nothing is sent on behalf of what nobody trusts. */
  isTrusted?(): boolean;
  /** Told of every attempt when it is over. */
  onRequest?(entry: RequestRecord): void;
  /** When the token expired, where that is known: in ms since 1970. */
  tokenExpiredAt?(): number | undefined;
  /** For clients that share a token; without it the client paces itself. */
  readonly pacer?: Pace;
  /** The time and the chance of the back-off; the system's without it. */
  readonly clock?: RetryClock;
}

/** A wait before attempt number `attempt`: before a retry, or (`pacing`) to stay under Truto's limits. */
export interface AttemptWait {
  readonly attempt: number;
  readonly waitMs: number;
  readonly reason: RetryReason | 'pacing';
}

export interface TrutoCall {
  readonly method: HttpRequest['method'];
  /** Percent-encoded, from the base on. */
  readonly path: string;
  /** As `encodeQuery` makes it. */
  readonly query: string;
  readonly bodyJson?: string;
  /** All attempts carry it. */
  readonly idempotencyKey?: string;
  /** What became of an earlier call under the same key. */
  readonly earlier?: Earlier;
  /** The account whose limit the call counts against. */
  readonly accountId?: string;
  readonly integrationLabel?: string;
  /** What its response is to hold. */
  readonly expected?: ExpectedBody;
  /** Whether the call changes something: then an error says what became of it. */
  readonly write: boolean;
  /** Of a response that is read as a whole; a larger one is refused. */
  readonly maxBytes?: number;
  /** Asked directly before each attempt leaves, when it has its place; false: it does not, as if it was cancelled. */
  readonly mayLeave?: (() => Promise<boolean>) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onAttempt?: ((wait: AttemptWait) => void) | undefined;
}

/** What a response with success came to. */
interface Answered {
  readonly attempts: number;
  /** What went out as a secret, the token too: the response may repeat it. There is none in its headers. */
  readonly secrets: SentSecrets;
}

/** A successful response (2xx). */
export interface TrutoResponse extends HttpResponse, Answered {
  /** The parsed JSON, its numbers as spelled; undefined when the text is none. */
  readonly body: unknown;
  /** Everything, waits included. */
  readonly durationMs: number;
}

/** A successful response (2xx) whose body comes as it is read. */
export interface TrutoStream extends HttpHead, Answered {
  /** Throws TrutoError when the body breaks off: nothing of it is asked for again. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** What came of an attempt that was answered: a body that was taken, or the response that refuses. */
type Exchanged<T> = { readonly response: HttpHead; readonly body: undefined; readonly taken: T } | Refused;

/** A response that is no success. */
type Refused = { readonly response: HttpResponse; readonly body: unknown };

type Failed = { readonly failure: RequestFailure };

/** Told when an attempt is over: with the head of its response, and with what broke it. */
type Over = (head: HttpHead | undefined, failure?: RequestFailure) => void;

/** Takes the body of a successful response, and tells when it is over. */
type TakeBody<T> = (open: OpenResponse, over: Over) => Promise<T>;

/** Makes calls to one Truto environment, paced and retried as `retryDecision` allows. */
export class RetryingRequest {
  private readonly pacer: Pace;
  private readonly budget: RetryBudget;
  private readonly clock: RetryClock;

  constructor(private readonly options: ClientOptions) {
    this.clock = options.clock ?? { now: Date.now, random: Math.random };
    this.budget = new RetryBudget(() => this.clock.now());
    this.pacer = options.pacer ?? new Pacer(() => performance.now());
  }

  /** Throws TrutoError for every response but 2xx and for every failure, cancelling included. */
  async send(call: TrutoCall): Promise<TrutoResponse> {
    const started = Date.now();
    const { taken, ...answered } = await this.repeated(call, takeWhole(call.maxBytes));
    const read = readExactJson(taken.text);
    if (read.state === 'tooDeep') {
      const failure = { failure: 'responseTooDeep', status: taken.status, maxDepth } as const;
      throw errorOf({ failure }, call, new SentSecrets(), undefined);
    }
    const body = read.state === 'whole' ? read.value : undefined;
    return { ...taken, body, ...answered, durationMs: Date.now() - started };
  }

  /**
   * As `send`, but resolves when the head of a successful response is here. From then on nothing is sent again, however
   * its body ends.
   */
  async stream(call: TrutoCall): Promise<TrutoStream> {
    const { taken, ...answered } = await this.repeated(call, takeStream(call));
    return { ...taken, ...answered };
  }

  private async repeated<T extends HttpHead>(
    call: TrutoCall,
    take: TakeBody<T>,
  ): Promise<Answered & { readonly taken: T }> {
    let { earlier } = call;
    const failures = new Set<string>();
    for (let attempt = 1; ; attempt += 1) {
      const secrets = new SentSecrets(secretsIn(call.bodyJson));
      const result = await this.attempt(call, attempt, secrets, take);
      if ('taken' in result) {
        this.budget.earn();
        const headers = cleanHeaders(result.taken, (value) => redactUnusual(value, secrets));
        return { taken: { ...result.taken, headers }, attempts: attempt, secrets };
      }
      failures.add('response' in result ? `${result.response.status} ${result.response.text}` : `${attempt}`);
      // What a repeated call is told at once, the earlier one may have been told too.
      const isAlike = failures.size === 1 && (attempt > 1 || (call.earlier === 'unknown' && isRefusal(result)));
      const error = errorOf(result, call, secrets, earlier, isAlike, this.options.tokenExpiredAt?.());
      const decision = retryDecision(
        'response' in result ? { ...result.response, body: result.body } : result.failure,
        attempt,
        this.clock,
      );
      // Few are writes, which end after so many attempts anyway.
      const isFree = call.write || (decision.retry && decision.reason === 'rateLimited');
      if (!decision.retry || (!isFree && !this.budget.take())) throw error;
      earlier = earlierOf(error.explanation) ?? call.earlier;
      call.onAttempt?.({ attempt: attempt + 1, waitMs: decision.waitMs, reason: decision.reason });
      if (!(await wait(decision.waitMs, call.signal))) throw cancelled(call, earlier);
    }
  }

  private async attempt<T>(
    call: TrutoCall,
    attempt: number,
    secrets: SentSecrets,
    take: TakeBody<T>,
  ): Promise<Exchanged<T> | Failed> {
    let paced = false;
    let seen: PacedResponse | undefined;
    try {
      const request = await this.ready(call, attempt, secrets);
      paced = true;
      if ((await call.mayLeave?.()) === false) throw new AttemptError({ failure: 'cancelled', sent: false });
      const exchanged = await this.exchange(call, attempt, request, secrets, take);
      seen = { ...exchanged.response, body: exchanged.body };
      return exchanged;
    } catch (error) {
      if (!(error instanceof AttemptError)) throw error;
      const { failure } = error;
      const { status, headers } = failure;
      // What a head tells of limits holds, whatever became of its body.
      if (status !== undefined && headers) seen = { status, headers };
      return { failure };
    } finally {
      if (paced) this.pacer.done(call.accountId, seen);
    }
  }

  /** The request, when it may leave: its place counts from then on, and its token is that of then. */
  private async ready(call: TrutoCall, attempt: number, secrets: SentSecrets): Promise<HttpRequest> {
    for (let told = false; ; told = true) {
      if (this.options.isTrusted?.() === false) throw new AttemptError({ failure: 'untrustedWorkspace' });
      const request = await this.request(call, secrets);
      const waitMs = await this.pacer.take(call.accountId);
      if (waitMs === 0) return request;
      if (!told) call.onAttempt?.({ attempt, waitMs, reason: 'pacing' });
      if (!(await wait(waitMs, call.signal))) throw new AttemptError({ failure: 'cancelled', sent: false });
    }
  }

  private async request(call: TrutoCall, secrets: SentSecrets): Promise<HttpRequest> {
    const token = (await this.token(call))?.trim() ?? '';
    if (token === '') throw new AttemptError({ failure: 'noToken' });
    if (!/^[\x21-\x7e]+$/.test(token)) throw new AttemptError({ failure: 'unusableToken' });
    secrets.add(token);
    return {
      method: call.method,
      url: `${this.options.baseUrl}${call.path}${call.query === '' ? '' : `?${call.query}`}`,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json, */*;q=0.5',
        ...(call.bodyJson !== undefined && { 'content-type': 'application/json' }),
        ...(call.idempotencyKey !== undefined && { 'idempotency-key': call.idempotencyKey }),
      },
      ...(call.bodyJson !== undefined && { body: call.bodyJson }),
    };
  }

  /** Under the time-out and Cancel like all the rest: a key ring may be locked, or gone. */
  private async token({ signal }: TrutoCall): Promise<string | undefined> {
    const seconds = this.timeoutSeconds();
    const deadline = new Deadline(seconds);
    const stop = AbortSignal.any([deadline.signal, ...(signal ? [signal] : [])]);
    const stopped = new Promise<never>((_, reject) =>
      stop.addEventListener('abort', () => reject(new Error('stopped')), { once: true }),
    );
    try {
      stop.throwIfAborted();
      return await Promise.race([this.options.getToken(), stopped]);
    } catch {
      if (signal?.aborted) throw new AttemptError({ failure: 'cancelled', sent: false });
      throw new AttemptError({ failure: 'unreadableToken', ...(deadline.signal.aborted && { seconds }) });
    } finally {
      deadline.end();
    }
  }

  /** Makes one attempt and tells of it when it is over, which for a streamed body is later than here. */
  private async exchange<T>(
    call: TrutoCall,
    attempt: number,
    request: HttpRequest,
    secrets: SentSecrets,
    take: TakeBody<T>,
  ): Promise<Exchanged<T>> {
    const started = Date.now();
    const over: Over = (head, failure) => {
      const requestId = head && requestIdOf(head.headers);
      const status = failure?.status ?? head?.status;
      this.options.onRequest?.({
        method: call.method,
        path: loggedPath(call.path, call.query),
        attempt,
        ms: Date.now() - started,
        ...(status !== undefined && { status }),
        ...(failure && { failure: failure.failure }),
        ...(requestId !== undefined && { requestId: redactUnusual(requestId, secrets) }),
      });
    };
    try {
      const open = await httpAttempt(request, {
        fetch: this.options.fetch,
        timeoutSeconds: this.timeoutSeconds(),
        signal: call.signal,
      });
      if (open.status >= 200 && open.status < 300)
        return { response: open, body: undefined, taken: await take(open, over) };
      const response = await takeWhole()(open, over);
      return { response, body: errorBodyOf(response.text) };
    } catch (error) {
      if (error instanceof AttemptError) over(undefined, error.failure);
      throw error;
    }
  }

  private timeoutSeconds(): number {
    const seconds = this.options.timeoutSeconds();
    // More than an hour is no time-out, and timers overflow soon after.
    return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) : 30;
  }
}

function takeWhole(maxBytes?: number): TakeBody<HttpResponse> {
  return async (open, over) => {
    const response = await open.whole(maxBytes);
    over(response);
    return response;
  };
}

function takeStream(call: TrutoCall): TakeBody<Omit<TrutoStream, keyof Answered>> {
  return (open, over) =>
    Promise.resolve({ status: open.status, headers: open.headers, chunks: explainedChunks(open, call, over) });
}

async function* explainedChunks(open: OpenResponse, call: TrutoCall, over: Over): AsyncGenerator<Uint8Array, void> {
  let failure: RequestFailure | undefined;
  try {
    yield* open.chunks();
  } catch (error) {
    if (!(error instanceof AttemptError)) throw error;
    ({ failure } = error);
    throw errorOf(error, call, new SentSecrets(secretsIn(call.bodyJson)), undefined);
  } finally {
    over(open, failure);
  }
}

/** @param isAlike every try so far had this very failure for a response */
function errorOf(
  failed: Refused | Failed,
  call: TrutoCall,
  secrets: SentSecrets,
  earlier: Earlier,
  isAlike = false,
  tokenExpiredAt?: number,
): TrutoError {
  const context = {
    write: call.write,
    secrets,
    ...(call.accountId !== undefined && { accountId: call.accountId }),
    ...(call.integrationLabel !== undefined && { integrationLabel: call.integrationLabel }),
    ...(call.expected !== undefined && { expected: call.expected }),
    ...(tokenExpiredAt !== undefined && { tokenExpiredAt }),
  };
  if ('failure' in failed) {
    const explanation = afterEarlier(explainError(failed.failure, context), earlier);
    return new TrutoError(explanation, failed.failure.status === undefined ? {} : { status: failed.failure.status });
  }
  const { status, text } = failed.response;
  const body = withoutSecrets(failed.body ?? text, secrets);
  const headers = cleanHeaders(failed.response, (value) => redactSecrets(value, secrets));
  const explanation = afterEarlier(explainError({ status, headers, body }, context), earlier);
  return new TrutoError(isAlike ? { ...explanation, isFailedAlike: true } : explanation, {
    status,
    headers,
    body,
  });
}

function cleanHeaders({ headers }: HttpHead, clean: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, clean(value)]));
}

function cancelled(call: TrutoCall, earlier: Earlier): TrutoError {
  return errorOf({ failure: { failure: 'cancelled', sent: false } }, call, new SentSecrets(), earlier);
}

/** Whether it would be so without an earlier attempt too; to be limited is no word on the request. */
const isRefusal = (result: Refused | Failed): boolean =>
  'response' in result &&
  result.response.status >= 400 &&
  result.response.status < 500 &&
  result.response.status !== 429;

/** What earlier attempts of the same call may have done, or have done; undefined when nothing. */
type Earlier = 'unknown' | 'applied' | undefined;

function earlierOf({ outcome }: ErrorExplanation): Earlier {
  return outcome === 'unknown' || outcome === 'applied' ? outcome : undefined;
}

/**
 * What an earlier attempt did or may have done is not changed by what stopped the later one: also a refusal is no more than
 * that of the later one, as the earlier one may have been what made it wrong, or be under way yet.
 */
function afterEarlier(explanation: ErrorExplanation, earlier: Earlier): ErrorExplanation {
  if (earlier === undefined || explanation.outcome === 'applied') return explanation;
  if (earlier === 'unknown' && explanation.outcome === 'unknown') return explanation;
  const { nextSteps } = explanation;
  return {
    ...explanation,
    outcome: earlier,
    earlier,
    nextSteps: nextSteps.includes('lookAtUser') ? nextSteps : ['lookAtUser', ...nextSteps],
  };
}
