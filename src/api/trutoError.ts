import type { ErrorExplanation } from '../core/errorExplanation';

export interface TrutoErrorAnswer {
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
    answer: TrutoErrorAnswer = {},
  ) {
    super(`${explanation.title}. ${explanation.cause}`);
    this.name = 'TrutoError';
    if (answer.status !== undefined) this.status = answer.status;
    if (answer.body !== undefined) this.body = answer.body;
    this.headers = answer.headers ?? {};
  }
}
