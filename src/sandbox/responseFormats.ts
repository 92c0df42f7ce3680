import { jsonResponse, type SandboxResponse } from './response';
import { rawResponse } from './rawResponse';
import { readChoice, readFlag, readList, readObject, type Query } from './queryReaders';
import type { SandboxUser, StoredUser } from './sandboxUser';

/** The page's four formats, and `debug` of Truto's newer pages. */
const responseFormats = ['unified', 'raw', 'normalized', 'stream', 'debug'] as const;

export interface ResponseOptions {
  readonly format: (typeof responseFormats)[number];
  readonly ignoreRemoteData: boolean;
  readonly excludeFields: readonly string[];
  /** Handed to the provider as it is; the sandbox's provider echoes it in its record. */
  readonly remoteQuery: Readonly<Record<string, unknown>> | undefined;
}

/** Reads Truto's own query parameters; throws a 400 that names the one it cannot read. */
export function readResponseOptions(query: Query): ResponseOptions {
  return {
    format: readChoice(query, 'truto_response_format', responseFormats) ?? 'unified',
    ignoreRemoteData: readFlag(query, 'truto_ignore_remote_data') ?? false,
    excludeFields: readList(query, 'truto_exclude_fields'),
    remoteQuery: readObject(query, 'remote_query'),
  };
}

/** The response to a call about one user of an integration. */
export function userResponse(user: SandboxUser, options: ResponseOptions, slug: string): SandboxResponse {
  if (options.format === 'raw') return rawResponse(remoteRecordOf(user, options), slug);
  const response = jsonResponse(200, withDebug(formattedUser(user, options), [user], options));
  return { ...response, chunked: options.format === 'stream' };
}

/** The response to a list: `envelope` is what stands beside `result`. */
export function usersResponse(
  users: readonly SandboxUser[],
  envelope: StoredUser,
  options: ResponseOptions,
): SandboxResponse {
  const result = users.map((user) => formattedUser(user, options));
  const debug = options.format === 'debug' ? { debug: debugInfo(users, options) } : {};
  return { ...jsonResponse(200, { result, ...envelope, ...debug }), chunked: options.format === 'stream' };
}

function withDebug(result: StoredUser, users: readonly SandboxUser[], options: ResponseOptions): StoredUser {
  return options.format === 'debug' ? { result, debug: debugInfo(users, options) } : result;
}

function formattedUser(user: SandboxUser, options: ResponseOptions): StoredUser {
  const remote = remoteRecordOf(user, options);
  // The provider's own response is handed on untouched: nothing can be left out of it.
  if (options.format === 'raw') return remote;
  const mapped = options.format === 'normalized' ? { ...emptyUser, ...user.unified } : user.unified;
  const whole = options.ignoreRemoteData ? mapped : { ...mapped, remote_data: remote };
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !options.excludeFields.includes(name)));
}

function remoteRecordOf(user: SandboxUser, options: ResponseOptions): StoredUser {
  return options.remoteQuery === undefined ? user.remote : { ...user.remote, remote_query: options.remoteQuery };
}

function debugInfo(users: readonly SandboxUser[], options: ResponseOptions): StoredUser {
  return {
    request: { query: options.remoteQuery ?? {} },
    response: { status: 200, body: users.map((user) => remoteRecordOf(user, options)) },
  };
}

/**
 * Every field of the page's response object. How Truto normalises is not documented: the sandbox answers the mapped
 * user with all documented fields, null where the provider has none.
 */
const emptyUser: StoredUser = Object.fromEntries(
  [
    'id',
    'name',
    'first_name',
    'last_name',
    'username',
    'title',
    'status',
    'timezone',
    'avatar',
    'user_type',
    'bio',
    'emails',
    'phones',
    'roles',
    'groups',
    'organizations',
    'workspaces',
    'licenses',
    'urls',
    'languages',
    'identifiers',
    'external_id',
    'is_2fa_enabled',
    'is_email_verified',
    'activated_at',
    'last_active_at',
    'last_login_at',
    'status_changed_at',
    'created_at',
    'updated_at',
  ].map((name) => [name, null]),
);
