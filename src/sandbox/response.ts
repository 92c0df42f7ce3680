import { STATUS_CODES } from 'node:http';

/** What the sandbox answers to one request, before it is written to the socket. */
export interface SandboxResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes where it is no text; a source of them where it is too large to be held. */
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Written in several chunks, as `truto_response_format=stream` asks for. */
  readonly chunked: boolean;
}

export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): SandboxResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
    chunked: false,
  };
}

/** One entry of `truto_error_insight`. Truto gives some of them a description only. */
interface Insight {
  readonly description: string;
  readonly value?: unknown;
}

export type Insights = Readonly<Record<string, Insight>>;

interface ErrorBody {
  readonly statusCode: number;
  readonly error: string;
  readonly message: string;
  readonly truto_is_remote_error?: true;
  readonly raw_response?: unknown;
  readonly truto_error_insight?: Insights;
  readonly details?: { readonly failures: readonly Failure[] };
}

/** One thing that Truto's own validation refused. `path` begins with `query` or `body`. */
export interface Failure {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Thrown by routes: the request is refused with this response and nothing is changed. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers: Readonly<Record<string, string>>;

  constructor(body: ErrorBody, headers: Readonly<Record<string, string>> = {}) {
    super(body.message);
    this.name = 'Refusal';
    this.status = body.statusCode;
    this.body = body;
    this.headers = headers;
  }

  /** The same refusal with more insight beside its own. */
  withInsights(insights: Insights): Refusal {
    if (Object.keys(insights).length === 0) return this;
    return new Refusal(
      { ...this.body, truto_error_insight: { ...insights, ...this.body.truto_error_insight } },
      this.headers,
    );
  }

  get response(): SandboxResponse {
    return jsonResponse(this.status, this.body, this.headers);
  }
}

/** Truto itself refuses. */
export function trutoRefusal(
  status: number,
  message: string,
  more: { insights?: Insights; failures?: readonly Failure[]; headers?: Readonly<Record<string, string>> } = {},
): Refusal {
  return new Refusal(
    {
      statusCode: status,
      error: statusName(status),
      message,
      ...(more.insights === undefined ? {} : { truto_error_insight: more.insights }),
      ...(more.failures === undefined ? {} : { details: { failures: more.failures } }),
    },
    more.headers,
  );
}

/** The provider refuses; Truto hands its body on as `raw_response` and its headers as they are. */
export function providerRefusal(
  status: number,
  message: string,
  rawResponse: unknown,
  more: { insights?: Insights; headers?: Readonly<Record<string, string>> } = {},
): Refusal {
  return new Refusal(
    {
      statusCode: status,
      error: statusName(status),
      message,
      truto_is_remote_error: true,
      raw_response: rawResponse,
      truto_error_insight: {
        ...(status === 429
          ? {
              rate_limit_error: {
                description: 'The underlying API is limiting the rate of requests. Wait for Retry-After seconds.',
              },
            }
          : {}),
        ...more.insights,
        remote_error: { description: 'The error came from the underlying API. See raw_response.' },
      },
    },
    more.headers,
  );
}

export function statusName(status: number): string {
  return STATUS_CODES[status] ?? 'Unknown';
}
