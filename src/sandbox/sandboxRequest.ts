/** A request that the sandbox let in, for tests to read. */
export interface SandboxRequest {
  readonly method: string;
  /** Without the query string, percent-encoded as it was sent. */
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyText: string;
  /** The body parsed as JSON; undefined when it is empty or not JSON. */
  readonly body: unknown;
  /** When it came: milliseconds since 1970. */
  readonly at: number;
  /** The answered status; undefined while there is none, and when the socket was cut before one was sent. */
  status: number | undefined;
  /** Whether it got the stored response of an earlier request with the same `Idempotency-Key`. */
  replayed: boolean;
  /** Whether it changed what the sandbox stores. */
  applied: boolean;
}
