import type { ErrorExplanation } from '../core/errorExplanation';
import { explainError, redactSecrets } from '../core/explainError';
import type { RequestFailure } from '../core/explainFailure';
import { Pacer, type Pace } from '../core/pacer';
import { RetryBudget } from '../core/retryBudget';
import { retryDecision, type RetryClock, type RetryReason } from '../core/retryDecision';
import { AttemptError, httpAttempt, type HttpAnswer, type HttpRequest } from './httpAttempt';
import { loggedPath, requestIdOf, type RequestRecord } from './requestRecord';
import { secretsIn, withoutSecrets } from './secrets';
import { TrutoError } from './trutoError';
import { wait } from './wait';

export interface ClientOptions {
  /** As `checkBaseUrl` accepts it. */
  readonly baseUrl: string;
  /** Asked before every attempt: a replaced token holds from the next one on. */
  getToken(): Promise<string | undefined>;
  readonly fetch: typeof globalThis.fetch;
  /** Per attempt: connecting, head and body together. */
  timeoutSeconds(): number;
  /** Told of every attempt when it is over. */
  onRequest?(entry: RequestRecord): void;
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
  /** The account whose limit the call counts against. */
  readonly accountId?: string;
  readonly integrationLabel?: string;
  /** Whether the call changes something: then an error says what became of it. */
  readonly write: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onAttempt?: ((wait: AttemptWait) => void) | undefined;
}

/** A successful answer (2xx). */
export interface TrutoAnswer extends HttpAnswer {
  /** The parsed JSON; undefined when the text is none. */
  readonly body: unknown;
  readonly attempts: number;
  /** Everything, waits included. */
  readonly durationMs: number;
}

type Failed = { readonly answer: HttpAnswer; readonly body: unknown } | { readonly failure: RequestFailure };

/** Makes calls to one Truto environment, paced and retried as `retryDecision` allows. */
export class RetryingRequest {
  private readonly pacer: Pace;
  private readonly budget = new RetryBudget();
  private readonly clock: RetryClock;

  constructor(private readonly options: ClientOptions) {
    this.clock = options.clock ?? { now: Date.now, random: Math.random };
    this.pacer = options.pacer ?? new Pacer(() => this.clock.now());
  }

  /** Throws TrutoError for every answer but 2xx and for every failure, cancelling included. */
  async send(call: TrutoCall): Promise<TrutoAnswer> {
    const started = Date.now();
    let doubtful = false;
    for (let attempt = 1; ; attempt += 1) {
      const secrets = secretsIn(call.bodyJson);
      const result = await this.attempt(call, attempt, secrets);
      if ('answer' in result && result.answer.status >= 200 && result.answer.status < 300) {
        this.budget.earn();
        return { ...result.answer, body: result.body, attempts: attempt, durationMs: Date.now() - started };
      }
      const error = errorOf(result, call, secrets, doubtful);
      const decision = retryDecision('answer' in result ? { ...result.answer, body: result.body } : result.failure, attempt, this.clock);
      if (!decision.retry || (decision.reason !== 'rateLimited' && !this.budget.take())) throw error;
      doubtful = error.explanation.outcome === 'unknown';
      call.onAttempt?.({ attempt: attempt + 1, waitMs: decision.waitMs, reason: decision.reason });
      if (!await wait(decision.waitMs, call.signal)) throw cancelled(call, doubtful);
    }
  }

  private async attempt(call: TrutoCall, attempt: number, secrets: string[]): Promise<Failed> {
    let taken = false;
    let answer: HttpAnswer | undefined;
    let body: unknown;
    try {
      await this.pace(call, attempt);
      taken = true;
      const request = await this.request(call, secrets);
      answer = await this.recorded(call, attempt, request);
      body = parsed(answer);
      return { answer, body };
    } catch (error) {
      if (error instanceof AttemptError) return { failure: error.failure };
      throw error;
    } finally {
      if (taken) this.pacer.done(call.accountId, answer && { ...answer, body });
    }
  }

  private async pace(call: TrutoCall, attempt: number): Promise<void> {
    for (let told = false; ; told = true) {
      const waitMs = await this.pacer.take(call.accountId);
      if (waitMs === 0) return;
      if (!told) call.onAttempt?.({ attempt, waitMs, reason: 'pacing' });
      if (!await wait(waitMs, call.signal)) throw new AttemptError({ failure: 'cancelled', sent: false });
    }
  }

  private async request(call: TrutoCall, secrets: string[]): Promise<HttpRequest> {
    const token = (await this.options.getToken())?.trim() ?? '';
    if (token === '') throw new AttemptError({ failure: 'noToken' });
    if (!/^[\x21-\x7e]+$/.test(token)) throw new AttemptError({ failure: 'unusableToken' });
    secrets.push(token);
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

  private async recorded(call: TrutoCall, attempt: number, request: HttpRequest): Promise<HttpAnswer> {
    const started = Date.now();
    const record = (facts: { readonly status?: number; readonly failure?: string; readonly requestId?: string }) => {
      this.options.onRequest?.({ method: call.method, path: loggedPath(call.path, call.query), attempt, ms: Date.now() - started, ...facts });
    };
    try {
      const answer = await httpAttempt(request, { fetch: this.options.fetch, timeoutSeconds: this.timeoutSeconds(), signal: call.signal });
      const requestId = requestIdOf(answer.headers);
      record({ status: answer.status, ...(requestId !== undefined && { requestId }) });
      return answer;
    } catch (error) {
      if (error instanceof AttemptError) {
        const { failure, status } = error.failure;
        record({ failure, ...(status !== undefined && { status }) });
      }
      throw error;
    }
  }

  private timeoutSeconds(): number {
    const seconds = this.options.timeoutSeconds();
    // More than an hour is no time-out, and timers overflow soon after.
    return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) : 30;
  }
}

function parsed(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
}

function errorOf(failed: Failed, call: TrutoCall, secrets: readonly string[], doubtful: boolean): TrutoError {
  const context = {
    write: call.write,
    secrets,
    ...(call.accountId !== undefined && { accountId: call.accountId }),
    ...(call.integrationLabel !== undefined && { integrationLabel: call.integrationLabel }),
  };
  if ('failure' in failed) {
    const explanation = afterDoubt(explainError(failed.failure, context), doubtful);
    return new TrutoError(explanation, failed.failure.status === undefined ? {} : { status: failed.failure.status });
  }
  const { status, text } = failed.answer;
  const body = withoutSecrets(failed.body ?? text, secrets);
  const headers = Object.fromEntries(Object.entries(failed.answer.headers).map(([name, value]) => [name, redactSecrets(value, secrets)]));
  return new TrutoError(afterDoubt(explainError({ status, headers, body }, context), doubtful), { status, headers, body });
}

function cancelled(call: TrutoCall, doubtful: boolean): TrutoError {
  return errorOf({ failure: { failure: 'cancelled', sent: false } }, call, [], doubtful);
}

/** Answers that say the request was looked at and turned down, so that no earlier attempt can have been applied. */
const settled: ReadonlySet<number | undefined> = new Set([400, 405, 422]);

/** An earlier attempt may have been applied: what stopped the later one does not change that. */
function afterDoubt(explanation: ErrorExplanation, doubtful: boolean): ErrorExplanation {
  if (!doubtful || explanation.outcome === 'unknown' || settled.has(explanation.status)) return explanation;
  return {
    ...explanation,
    outcome: 'unknown',
    cause: `${explanation.cause.replace(' Nothing was sent, nothing changed.', '')} An earlier attempt may have been applied: look at the user before sending it again.`,
    nextSteps: explanation.nextSteps.includes('lookAtUser') ? explanation.nextSteps : ['lookAtUser', ...explanation.nextSteps],
  };
}
