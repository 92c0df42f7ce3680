import { explanationOf } from '../../../src/api/explanationOf';
import { errorMessage } from '../../../src/platform/words/errorWords';
import { verdictWords } from '../../../src/platform/words/verdictWords';
import type { Prepared, UpdateRequest } from '../../../src/updates/prepared';
import type { Outcome } from '../../../src/updates/outcome';
import type { RunOptions } from '../../../src/updates/updates';
import { accounts } from '../../sandboxAccounts';
import { fileOf, openWindow, requestOf, userFile, type HeadlessWindow } from './headless';

type User = Record<string, unknown>;

/** What becomes of a request, by its number: undefined is what a polite server does. It may throw as fetch does. */
type Handler = (count: number, truto: FakeTruto, body: User) => Response | undefined;

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** An error of Truto, or with `remote` of the provider. */
export const refusal = (status: number, message = 'No.', isRemote = false): Response =>
  json({ statusCode: status, error: 'Error', message, ...(isRemote && { truto_is_remote_error: true }) }, status);

export const page = (status = 200): Response =>
  new Response('<!doctype html><title>Log in</title>', { status, headers: { 'content-type': 'text/html' } });

/** A response that breaks off after its beginning. */
export function cut(status: number, beginning: string, contentType = 'application/json', error?: Error): Response {
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(beginning)),
    pull: (controller) => controller.error(error ?? new TypeError('terminated')),
  });
  return new Response(stream, { status, headers: { 'content-type': contentType } });
}

/** What fetch throws where a connection breaks. */
export const broken = (code = 'UND_ERR_SOCKET', syscall?: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, ...(syscall && { syscall }) }) });

/** Truto with one account of one user in memory, whose every response a test may replace. */
export class FakeTruto {
  user: User = { id: 'usr_ada', name: 'Ada', title: 'Analyst', status: 'active' };
  methods: readonly string[] = ['get', 'update'];
  /** The keys of the updates that came. */
  readonly keys: string[] = [];
  gets = 0;
  get: Handler = () => undefined;
  patch: Handler = () => undefined;

  apply(fields: User): void {
    this.user = { ...this.user, ...fields };
  }

  readonly fetch = (input: string | URL | Request, init: RequestInit = {}): Promise<Response> =>
    // What a handler throws is what the request rejects with.
    // eslint-disable-next-line @typescript-eslint/require-await
    (async () => this.respond(new URL(input instanceof Request ? input.url : input), init))();

  private respond({ pathname }: URL, { method, body, headers }: RequestInit): Response {
    if (pathname.endsWith('/capabilities'))
      return json({ unified: [{ model: 'user-directory', resource: 'users', methods: this.methods }] });
    if (pathname.includes('/integrated-account/'))
      return json({ id: accounts.hubspot, status: 'active', integration: { name: 'hubspot', label: 'HubSpot' } });
    if (pathname.includes('/meta/')) return json({ query_schema: {} });
    if (pathname.endsWith('/users')) return json({ result: [this.user], next_cursor: null });
    if (!pathname.includes('/users/')) return refusal(404);
    if (method !== 'PATCH') return this.get(this.gets++, this, {}) ?? json(this.user);
    const fields = JSON.parse(body as string) as User;
    const response = this.patch(this.keys.push(new Headers(headers).get('idempotency-key') ?? '') - 1, this, fields);
    if (response) return response;
    this.apply(fields);
    return json(this.user);
  }
}

/** What came of a send, and what the person is told. */
export interface Told {
  readonly outcome: Outcome;
  readonly prepared: Prepared;
  readonly words: string;
}

export async function windowOf({ fetch }: FakeTruto): Promise<HeadlessWindow> {
  const window = openWindow({ fetch, readBackWaits: [1, 1, 1], timeoutSeconds: 2 });
  await window.profiles.save({ name: 'Test', baseUrl: 'https://api.truto.one' }, 'token');
  return window;
}

export async function send(
  window: HeadlessWindow,
  fields: object = { title: 'Countess' },
  options: Partial<UpdateRequest> = {},
  run: RunOptions = {},
): Promise<Told> {
  const prepared = await window.updates.prepare(requestOf(window, fileOf(userFile(fields)), options));
  if (prepared.obstacle !== undefined) throw new Error(prepared.obstacle);
  const outcome = await window.updates.run(prepared, undefined, run);
  return { outcome, prepared, words: wordsOf(outcome, prepared) };
}

/** As a person is told. */
export function wordsOf(
  { verdict, seen, error, outcome, status, untold, differing = {} }: Outcome,
  told: Prepared,
): string {
  const explanation = explanationOf(error);
  if (explanation && (verdict === undefined || outcome !== 'applied')) return errorMessage(explanation);
  if (verdict === undefined) return '';
  return verdictWords({
    verdict,
    seen,
    userName: told.userName,
    fields: told.fields.map(({ name }) => name),
    differing: Object.entries(differing).map(([name, value]) => ({ name, shown: JSON.stringify(value) })),
    ...(untold && { untold }),
    ...(error && { brokenStatus: status }),
  });
}
