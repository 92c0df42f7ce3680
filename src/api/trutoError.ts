import type { ErrorExplanation } from '../core/errors/errorExplanation';

export interface TrutoErrorResponse {
  readonly status?: number;
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The parsed JSON, or the text, without tokens and passwords. */
  readonly body?: unknown;
}

/**
 * A call to Truto that did not succeed, explained. Its message is for logs: the code and the facts, no sentence. Neither its
 * texts nor its body hold a token or a password.
 */
export class TrutoError extends Error {
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;

  constructor(
    readonly explanation: ErrorExplanation,
    response: TrutoErrorResponse = {},
  ) {
    const { code, ...facts } = explanation;
    super(`${code} ${JSON.stringify(facts)}`);
    this.name = 'TrutoError';
    if (response.status !== undefined) this.status = response.status;
    if (response.body !== undefined) this.body = response.body;
    this.headers = response.headers ?? {};
  }
}
