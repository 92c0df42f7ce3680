import type { ErrorExplanation } from '../core/errors/errorExplanation';

export interface TrutoErrorResponse {
  readonly status?: number;
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The parsed JSON, or the text, without tokens and passwords. */
  readonly body?: unknown;
}

/** A call to Truto that did not succeed, explained. Neither its texts nor its body hold a token or a password. */
export class TrutoError extends Error {
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;

  constructor(
    readonly explanation: ErrorExplanation,
    response: TrutoErrorResponse = {},
  ) {
    super(`${explanation.title}. ${explanation.cause}`);
    this.name = 'TrutoError';
    if (response.status !== undefined) this.status = response.status;
    if (response.body !== undefined) this.body = response.body;
    this.headers = response.headers ?? {};
  }
}
