import { remainingCount } from '../core/errors/limitHeader';
import type { SentSecrets } from '../core/secrets/sentSecrets';
import { requestIdOf } from './requestRecord';

/** The head of the response to an update that Truto accepted. */
export interface ResponseHead {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** '' when the response had none. */
  readonly contentType: string;
  readonly requestId?: string;
  readonly attempts: number;
  readonly rateLimitRemaining?: number;
  /** What went out as a secret, the token too: the body may repeat it. */
  readonly secrets: SentSecrets;
}

/** What Truto answered to an update that it accepted. */
export interface UpdateResponse extends ResponseHead {
  /** As it came. */
  readonly bytes: Uint8Array;
  /** Parsed when it is JSON; undefined otherwise, as raw and streamed answers may be. */
  readonly body: unknown;
  /** Waits and retries included. */
  readonly durationMs: number;
}

/** The same, while its body is still coming. */
export interface StreamedResponse extends ResponseHead {
  /** Read once. Throws TrutoError with the outcome 'applied' when it breaks off or is cancelled. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** What is told of a response beside its body. */
export function headOf({
  status,
  headers,
  attempts,
  secrets,
}: Pick<ResponseHead, 'status' | 'headers' | 'attempts' | 'secrets'>): ResponseHead {
  const requestId = requestIdOf(headers);
  const remaining = remainingCount(headers['ratelimit-remaining']);
  return {
    status,
    headers,
    attempts,
    secrets,
    contentType: headers['content-type'] ?? '',
    ...(requestId !== undefined && { requestId }),
    ...(remaining !== undefined && { rateLimitRemaining: remaining }),
  };
}
