import { jsonResponse, type SandboxResponse } from './response';
import type { Handled } from './idempotency';
import type { Query } from './queryReaders';
import type { ProviderQuotas } from './providerQuotas';
import type { RequestLog } from './requestLog';
import type { SandboxData } from './sandboxData';
import type { UserViews } from './userViews';

/** A request that has passed the door: token, limits and faults are behind it. */
export interface Call {
  readonly method: string;
  readonly path: string;
  /** The `:names` of the route's path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyText: string;
}

export interface World {
  readonly data: SandboxData;
  readonly views: UserViews;
  readonly quotas: ProviderQuotas;
  readonly log: RequestLog;
  /** What the environment is called, and when its token expires. */
  readonly environment: EnvironmentFigures;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What `GET /environment` and `GET /api-token` tell. */
export interface EnvironmentFigures {
  readonly name: string;
  /** ISO 8601; null: never. */
  readonly tokenExpiresAt: string | null;
}

/** One operation of the API. It throws a Refusal where it answers an error. */
export interface Route {
  readonly method: string;
  /** Segments that begin with `:` match anything. */
  readonly path: string;
  readonly handle: (call: Call, world: World) => Handled;
}

/** The outcome of a route that only reads. */
export function readOutcome(response: SandboxResponse): Handled {
  return { response, carriedOut: true, applied: false };
}

export function readJson(body: unknown): Handled {
  return readOutcome(jsonResponse(200, body));
}

/** The path's parameters when it has the route's form; undefined otherwise. Throws a URIError for a broken `%`. */
export function matchPath(route: Route, path: string): Record<string, string> | undefined {
  const wanted = route.path.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, name] of wanted.entries()) {
    const segment = given[index] ?? '';
    if (name.startsWith(':') && segment !== '') params[name.slice(1)] = decodeURIComponent(segment);
    else if (name !== segment) return undefined;
  }
  return params;
}
