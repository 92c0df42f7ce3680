import assert from 'node:assert/strict';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/startSandbox';

export const hubspot = accountId(1);
export const clickup = accountId(2);
export const looker = accountId(3);
export const salesforce = accountId(4);
export const zendesk = accountId(5);
export const gitlab = accountId(6);
export const pipedrive = accountId(7);
export const slack = accountId(9);

export function accountId(number: number): string {
  return `5a9d0c1e-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text parsed as JSON; the tests say what they expect of it. */
  readonly json: Json;
}

/** JSON whose members can be walked freely; a wrong step gives undefined or throws, and the test fails. */
export interface Json {
  readonly [key: string]: Json;
}

/** What fetch throws when a connection ends before its response does. */
export function isCut(error: unknown): true {
  assert.ok(error instanceof TypeError && error.cause instanceof Error, String(error));
  assert.match(
    `${error.message}: ${error.cause.message}`,
    /^(fetch failed|terminated): (other side closed|read ECONNRESET)$/,
  );
  return true;
}

/** What fetch throws where nobody listens. */
export function isRefused(error: unknown): true {
  assert.ok(error instanceof TypeError && error.cause instanceof Error, String(error));
  assert.match(error.cause.message, /ECONNREFUSED/);
  return true;
}

export interface CallOptions {
  readonly method?: string;
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** One request to the sandbox with its token; an object as body is sent as JSON, a string as it is. */
export async function call(sandbox: Sandbox, path: string, options: CallOptions = {}): Promise<Reply> {
  const { method = 'GET', token = sandbox.token, body } = options;
  const response = await fetch(`${sandbox.baseUrl}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

/** A call about users through an account; `query` begins with `&`. */
export function callUser(
  sandbox: Sandbox,
  account: string,
  userId = 'usr_ada',
  options: CallOptions & { readonly query?: string } = {},
): Promise<Reply> {
  return call(sandbox, `${userPath(account, userId)}${options.query ?? ''}`, options);
}

export function patch(
  sandbox: Sandbox,
  account: string,
  body: unknown,
  options: CallOptions & { readonly query?: string; readonly userId?: string } = {},
): Promise<Reply> {
  return callUser(sandbox, account, options.userId, { method: 'PATCH', body, ...options });
}

export function userPath(account: string, userId: string): string {
  return `/unified/user-directory/users/${encodeURIComponent(userId)}?integrated_account_id=${account}`;
}

export function usersPath(account: string, query = ''): string {
  return `/unified/user-directory/users?integrated_account_id=${account}${query}`;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}

/** The value, which the test expects to be text. */
export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`expected text, got ${typeof value}`);
  return value;
}

/** A fresh sandbox for each test of the suite, closed after it. */
export function eachWithSandbox(options: SandboxOptions = {}): () => Sandbox {
  let sandbox: Sandbox | undefined;
  beforeEach(async () => {
    sandbox = await startSandbox(options);
  });
  afterEach(() => sandbox?.close());
  return () => {
    if (sandbox === undefined) throw new Error('the sandbox is not running');
    return sandbox;
  };
}
