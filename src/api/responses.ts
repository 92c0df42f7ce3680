import * as z from 'zod/mini';
import { ExactNumber } from '../core/json/exactNumber';
import { isRecord } from '../core/json/isRecord';
import { keyText } from '../core/json/listItems';
import { readDate } from '../core/schema/readDate';

/** A connected account, with no more of Truto's response than is used here: an entry can be 100 KB. */
export interface Account {
  readonly id: string;
  readonly tenantId?: string;
  /** One of the five documented statuses, or whatever Truto said. */
  readonly status: string;
  readonly isSandbox: boolean;
  /** `name` is the slug. */
  readonly integration: { readonly name: string; readonly label: string; readonly category?: string };
  readonly environmentId?: string;
  readonly authenticationMethod?: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly lastError?: string;
  readonly missingScopes: readonly string[];
}

export interface AccountPage {
  readonly accounts: readonly Account[];
  readonly nextCursor?: string;
}

/** A user as Truto answers it. Unknown fields pass through, and numbers keep their spelling. */
export type UserObject = Readonly<Record<string, unknown>>;

export interface UserPage {
  readonly users: readonly UserObject[];
  readonly nextCursor?: string;
}

export interface Capabilities {
  /** Whether the integration offers `update` on `users` of the model `user-directory`. Good for about an hour. */
  readonly canUpdateUsers: boolean;
  /** All that it offers on them, such as `list`, `get` and `update`. */
  readonly userMethods: readonly string[];
  readonly integration: { readonly name?: string; readonly label?: string; readonly category?: string };
  /** Of this moment: never to be cached. */
  readonly account: { readonly status?: string; readonly isBlocked: boolean };
}

// What is not of the expected type is treated as absent: the live service may add and change what we do not use.
const text = z.catch(z.optional(z.string()), undefined);
const flag = z.catch(z.boolean(), false);
const texts = z.catch(z.array(z.string()), []);
const given = z.union([z.string().check(z.minLength(1)), z.number(), z.instanceof(ExactNumber)]);
const id = z.pipe(
  given,
  z.transform((value) => keyText(value) ?? ''),
);
const cursor = z.catch(z.optional(z.pipe(given, z.transform(String))), undefined);

const integrationSchema = z.catch(
  z.object({
    name: text,
    label: text,
    category: text,
    config: z.catch(z.optional(z.object({ label: text })), undefined),
  }),
  {},
);

const accountSchema = z.object({
  id,
  tenant_id: text,
  status: z.catch(z.string(), 'unknown'),
  is_sandbox: flag,
  environment_id: text,
  authentication_method: text,
  created_at: text,
  updated_at: text,
  integration: integrationSchema,
  last_error: z.catch(
    z.optional(
      z.union([
        z.string(),
        z.pipe(
          z.object({ message: z.string() }),
          z.transform((error) => error.message),
        ),
      ]),
    ),
    undefined,
  ),
  last_forbidden_error: z.catch(z.optional(z.object({ missing_scopes: texts })), undefined),
});

const listSchema = z.object({ result: z.array(z.unknown()), next_cursor: cursor });
// Not a record schema: that would copy every field, and lose a `__proto__` that the response may hold.
const userSchema = z.custom<UserObject>((body) => isRecord(body) && !isList(body));

const capabilitiesSchema = z.object({
  integration: integrationSchema,
  unified: z.array(z.catch(z.object({ model: text, resource: text, methods: texts }), { methods: [] })),
  account: z.catch(z.object({ status: text, is_blocked: flag }), { is_blocked: false }),
});

/** Reads an id, which may be a number; undefined when it is none. */
export function readId(value: unknown): string | undefined {
  return id.safeParse(value).data;
}

/** Reads one account; undefined when it is none. */
export function readAccount(body: unknown): Account | undefined {
  const { data } = accountSchema.safeParse(body);
  return data && accountOf(data);
}

function accountOf(data: z.infer<typeof accountSchema>): Account {
  const { integration } = data;
  const name = integration.name ?? 'unknown';
  return {
    id: data.id,
    status: data.status,
    isSandbox: data.is_sandbox,
    integration: {
      name,
      label: integration.label ?? integration.config?.label ?? name,
      ...defined({ category: integration.category }),
    },
    missingScopes: data.last_forbidden_error?.missing_scopes ?? [],
    ...defined({
      tenantId: data.tenant_id,
      environmentId: data.environment_id,
      authenticationMethod: data.authentication_method,
      createdAt: data.created_at,
      updatedAt: data.updated_at,
      lastError: data.last_error,
    }),
  };
}

/** Reads a page of accounts; an entry without an id is left out. Undefined when there is no list. */
export function readAccountPage(body: unknown): AccountPage | undefined {
  const { data } = listSchema.safeParse(body);
  return (
    data && {
      accounts: data.result.flatMap((entry) => readAccount(entry) ?? []),
      ...defined({ nextCursor: data.next_cursor }),
    }
  );
}

/** Reads one user: any JSON object but the envelope of a list. */
export function readUserObject(body: unknown): UserObject | undefined {
  return userSchema.safeParse(body).data;
}

const isList = (body: object): boolean => 'next_cursor' in body && 'result' in body && Array.isArray(body.result);

/** Reads a page of users; what is no object is left out. Undefined when there is no list. */
export function readUserPage(body: unknown): UserPage | undefined {
  const { data } = listSchema.safeParse(body);
  return (
    data && {
      users: data.result.map(readUserObject).filter((user) => user !== undefined),
      ...defined({ nextCursor: data.next_cursor }),
    }
  );
}

export function readCapabilities(body: unknown): Capabilities | undefined {
  const { data } = capabilitiesSchema.safeParse(body);
  if (data === undefined) return undefined;
  const { name, label, category } = data.integration;
  const userMethods = data.unified
    .filter(({ model, resource }) => model === 'user-directory' && resource === 'users')
    .flatMap(({ methods }) => methods);
  return {
    canUpdateUsers: userMethods.includes('update'),
    userMethods,
    integration: defined({ name, label, category }),
    account: { isBlocked: data.account.is_blocked, ...defined({ status: data.account.status }) },
  };
}

/** A request that Truto ran for an account. */
export interface LoggedRequest {
  /** Such as 'update'. */
  readonly method: string;
  readonly resource: string;
  /** In ms since 1970, by Truto's clock. */
  readonly at: number;
  readonly status?: number;
  readonly url?: string;
}

const logSchema = z.object({
  timestamp: z.string(),
  metadata: z.object({
    method: z.string(),
    resource: z.string(),
    status: z.catch(z.optional(z.number()), undefined),
    url: text,
  }),
});

export interface LogPage {
  readonly requests: readonly LoggedRequest[];
  readonly nextCursor?: string;
}

/** Reads a page of Truto's log, the newest entry first; what is no entry is left out. Undefined when there is no list. */
export function readLog(body: unknown): LogPage | undefined {
  const { data } = listSchema.safeParse(body);
  const requests = data?.result.flatMap((entry) => {
    const read = logSchema.safeParse(entry).data;
    const at = Date.parse(read?.timestamp ?? '');
    if (!read || Number.isNaN(at)) return [];
    const { method, resource, status, url } = read.metadata;
    return [{ method, resource, at, ...defined({ status, url }) }];
  });
  return requests && { requests, ...defined({ nextCursor: data?.next_cursor }) };
}

/** One thing, or the list of it alone. */
function onlyOne(body: unknown): unknown {
  const { data } = listSchema.safeParse(body);
  if (!data) return body;
  return data.result.length === 1 ? data.result[0] : undefined;
}

/** More is no name. */
const maxName = 200;

/** Reads what an environment is called. Undefined when there is no name. */
export function readEnvironmentName(body: unknown): string | undefined {
  const named = z.object({ name: z.string().check(z.minLength(1), z.maxLength(maxName)) });
  return named.safeParse(onlyOne(body)).data?.name;
}

/**
 * Reads when a token expires, in ms since 1970; of a date without a zone, in UTC. Nothing else of it is looked at. Undefined
 * when that is not told.
 */
export function readTokenExpiry(body: unknown): number | 'never' | undefined {
  const { data } = z.object({ expires_at: z.nullable(z.union([z.string(), z.number()])) }).safeParse(onlyOne(body));
  if (!data) return undefined;
  if (data.expires_at === null) return 'never';
  const { expires_at: at } = data;
  // A number of this century in s is below those of it in ms.
  const ms = typeof at === 'string' ? Date.parse(readDate(at)?.iso ?? '') : at < 1e11 ? at * 1000 : at;
  return Number.isFinite(ms) ? ms : undefined;
}

export function readLinkToken(body: unknown): string | undefined {
  return z.object({ link_token: z.string().check(z.minLength(1)) }).safeParse(body).data?.link_token;
}

/** Whether there are fresh credentials. */
export function readRefreshed(body: unknown): boolean | undefined {
  return z.object({ success: z.boolean() }).safeParse(body).data?.success;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The members that have a value. */
function defined<T extends object>(members: T): Defined<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}
