import type { SandboxAccount } from './sandboxAccount';

interface LogEntry {
  readonly account: SandboxAccount;
  readonly status: number;
  /** Path and query string, which hold neither body nor key. */
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const maxEntries = 50_000;

/** The updates that were run, for `GET /log`. */
export class RequestLog {
  readonly #entries: (LogEntry & { readonly number: number })[] = [];
  #added = 0;

  add(entry: LogEntry): void {
    this.#added += 1;
    this.#entries.push({ ...entry, number: this.#added });
    if (this.#entries.length > maxEntries) this.#entries.shift();
  }

  /** The newest first. */
  entries(): readonly (LogEntry & { readonly number: number })[] {
    return this.#entries.toReversed();
  }
}
