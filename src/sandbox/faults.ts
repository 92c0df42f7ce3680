import { parseExact } from '../core/json/exactJson';
import { jsonResponse, providerRefusal, statusName, trutoRefusal, type SandboxResponse } from './response';
import { isRecord } from '../core/json/isRecord';
import { type Query } from './queryReaders';
import type { StoredUser } from './sandboxUser';
import { streamedList, type StreamPlan } from './streamedList';

/** Which requests a fault meets. A path as text is a part of the request's path and query string, as they were sent. */
export interface FaultMatch {
  readonly method?: string;
  readonly path?: string | RegExp;
}

export interface FaultBase {
  readonly match?: FaultMatch;
  /** How many requests it meets; 1 when left out, `Infinity` for all of them. */
  readonly times?: number;
  /**
   * `afterApplying`: the request is first handled as usual (a PATCH is stored), then its response is spoilt.
   * `beforeApplying`, which is usual: it is never handled.
   */
  readonly when?: 'beforeApplying' | 'afterApplying';
}

/**
 * Something that goes wrong on purpose.
 * - `status`: another response. Without a `body` it is an error body of Truto, or with `remote: true` of the provider
 *   (remote flag and `raw_response`); a remote 401 leaves the account in `needs_reauth`, as it does at Truto.
 * - `delay`: waits for `ms`, then goes on; other faults can still meet the same request.
 * - `cut`: destroys the socket. With `afterApplying`, the headers and `afterBytes` bytes of the body are sent first.
 * - `noResponse`: keeps the socket open and silent until the client or the sandbox closes it.
 * - `redirect`: sends the client elsewhere; 302 when left out.
 * - `body`: a raw text, or bytes, or what makes them when they are needed (200 and `text/html` when left out).
 * - `change`: the usual response, as `afterApplying`, with another JSON body.
 * - `stream`: a JSON list of exactly so many bytes, written in chunks as the client takes them. `hold` stops before the
 *   byte `at` until its promise is settled; `cutAt` destroys the socket there.
 */
export type SandboxFault = FaultBase &
  (
    | {
        readonly kind: 'status';
        readonly status: number;
        readonly body?: unknown;
        readonly headers?: Readonly<Record<string, string>>;
        readonly remote?: boolean;
      }
    | { readonly kind: 'delay'; readonly ms: number }
    | { readonly kind: 'cut'; readonly afterBytes?: number }
    | { readonly kind: 'noResponse' }
    | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
    | {
        readonly kind: 'body';
        readonly body: string | Uint8Array | (() => SandboxResponse['body']);
        readonly contentType?: string;
        readonly status?: number;
      }
    | { readonly kind: 'change'; change(body: StoredUser, query: Query): unknown }
    | ({ readonly kind: 'stream' } & StreamPlan)
  );

type FaultMoment = 'beforeApplying' | 'afterApplying';

/** The injected faults, used up in the order they were injected. */
export class Faults {
  readonly #waiting: { readonly fault: SandboxFault; left: number }[] = [];

  inject(fault: SandboxFault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /**
   * Uses up the faults that meet this request at this moment: every delay up to the first fault of another kind, and
   * that one. `target`: path and query string as sent.
   */
  take(moment: FaultMoment, method: string, target: string): SandboxFault[] {
    const taken: SandboxFault[] = [];
    for (const entry of this.#waiting) {
      if (entry.left < 1 || !meets(entry.fault, moment, method, target)) continue;
      entry.left -= 1;
      taken.push(entry.fault);
      if (entry.fault.kind !== 'delay') break;
    }
    return taken;
  }
}

function meets(fault: SandboxFault, moment: FaultMoment, method: string, target: string): boolean {
  const { match } = fault;
  const when = fault.kind === 'change' ? 'afterApplying' : (fault.when ?? 'beforeApplying');
  if (when !== moment) return false;
  if (match?.method !== undefined && match.method.toUpperCase() !== method) return false;
  if (match?.path === undefined) return true;
  // `search` ignores the `lastIndex` that a global expression would carry from one request to the next.
  return typeof match.path === 'string' ? target.includes(match.path) : target.search(match.path) >= 0;
}

/**
 * The response that takes the place of the usual one, which is there when the request was handled; undefined for the
 * kinds that are no response.
 */
export function faultResponse(
  fault: SandboxFault,
  usual: SandboxResponse | undefined,
  query: Query,
): SandboxResponse | undefined {
  switch (fault.kind) {
    case 'status':
      return statusResponse(fault.status, fault.body, fault.headers ?? {}, fault.remote ?? false);
    case 'redirect':
      return { status: fault.status ?? 302, headers: { location: fault.location }, body: '', chunked: false };
    case 'body':
      return {
        status: fault.status ?? 200,
        headers: { 'content-type': fault.contentType ?? 'text/html' },
        body: typeof fault.body === 'function' ? fault.body() : fault.body,
        chunked: false,
      };
    case 'change':
      return usual === undefined ? undefined : changedResponse(usual, (body) => fault.change(body, query));
    case 'stream':
      return {
        status: 200,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: streamedList(fault),
        chunked: true,
      };
    case 'delay':
    case 'cut':
    case 'noResponse':
      return undefined;
  }
}

function changedResponse(usual: SandboxResponse, change: (body: StoredUser) => unknown): SandboxResponse {
  const body = typeof usual.body === 'string' ? parseExact(usual.body) : undefined;
  return isRecord(body) ? { ...usual, body: JSON.stringify(change(body)) } : usual;
}

function statusResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>>,
  remote: boolean,
): SandboxResponse {
  if (typeof body === 'string')
    return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body, chunked: false };
  if (body !== undefined) return jsonResponse(status, body, headers);
  const refusal = remote
    ? providerRefusal(
        status,
        statusName(status),
        { error: { code: status, message: `The provider answered ${status}` } },
        { headers },
      )
    : trutoRefusal(status, `The sandbox was told to answer ${status}`, { headers });
  return refusal.response;
}
