import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AccountSketch } from './describeAccount';
import { trutoRefusal } from './response';
import { Faults, type SandboxFault } from './faults';
import { handleRequest, type Service } from './handleRequest';
import { Idempotency } from './idempotency';
import { ProviderQuotas } from './providerQuotas';
import type { Quirks } from './quirks';
import { documentedLimits, RateLimits, type LimitOptions } from './rateLimits';
import { RequestLog } from './requestLog';
import type { SandboxAccount } from './sandboxAccount';
import { SandboxData } from './sandboxData';
import type { SandboxRequest } from './sandboxRequest';
import { wholeUser, type StoredUser } from './sandboxUser';
import { UserViews } from './userViews';

export interface SandboxOptions {
  /** 0, which is usual, takes any free port. */
  readonly port?: number;
  /** Random when left out. */
  readonly token?: string;
  /** All accounts, 60 when left out; the 11 fixed ones are always there. */
  readonly accounts?: number;
  /** Accounts beside all those, as somebody else may have named them. */
  readonly added?: readonly AccountSketch[];
  /** Beside all those, accounts that behave oddly, each under a telling name; none when left out. */
  readonly quirkyAccounts?: boolean;
  /** How accounts behave, by their ids. */
  readonly quirks?: Readonly<Record<string, Quirks>>;
  /** Left out: 3 to 12, in HubSpot accounts 120. */
  readonly usersPerAccount?: number;
  /** Waited before each request is looked at. */
  readonly latencyMs?: number;
  /** The same seed gives the same accounts and users; 1 when left out. */
  readonly seed?: number;
  /** Truto's own limits when left out. */
  readonly limits?: Partial<LimitOptions>;
  /** What its environment is called; `sandbox` when left out. */
  readonly environmentName?: string;
  /** When its token expires (ISO 8601); never when left out. */
  readonly tokenExpiresAt?: string;
  /** Milliseconds since 1970, for the rate limits and for `updated_at`. */
  readonly now?: () => number;
}

export interface Sandbox {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly baseUrl: string;
  readonly token: string;
  /** The requests that the door let in (the last 50,000), in the order their bodies were complete. */
  readonly requests: readonly SandboxRequest[];
  inject(fault: SandboxFault): void;
  /** How an account behaves from now on. */
  setQuirks(accountId: string, quirks: Quirks): void;
  /** The stored user as one get answers it; undefined when there is none. */
  user(accountId: string, userId: string): StoredUser | undefined;
  accounts(): readonly SandboxAccount[];
  /** Ends every connection, also those kept alive and those still waiting for a response. */
  close(): Promise<void>;
}

/**
 * Starts a server on 127.0.0.1 that answers as Truto's public documentation says. Rejects when the port cannot be
 * opened.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const closing = new AbortController();
  const server = createServer();
  const service = createService(options, () => portOf(server), closing.signal);
  server.on('request', (request, response) => void reply(request, response, service));
  await listen(server, options.port ?? 0);
  return {
    baseUrl: `http://127.0.0.1:${portOf(server)}`,
    token: service.token,
    requests: service.requests,
    inject: (fault) => service.faults.inject(fault),
    setQuirks: (accountId, quirks) => service.world.data.setQuirks(accountId, quirks),
    user: (accountId, userId) => {
      const user = service.world.data.user(accountId, userId);
      return user === undefined ? undefined : wholeUser(user);
    },
    accounts: () => service.world.data.accounts(),
    close: () => {
      closing.abort();
      return close(server);
    },
  };
}

function createService(options: SandboxOptions, port: () => number, closing: AbortSignal): Service {
  const now = options.now ?? Date.now;
  const limitOptions = { ...documentedLimits, ...options.limits };
  const data = new SandboxData({
    seed: options.seed ?? 1,
    accounts: options.accounts ?? 60,
    usersPerAccount: options.usersPerAccount,
    added: options.added ?? [],
    quirkyAccounts: options.quirkyAccounts ?? false,
  });
  const environment = { name: options.environmentName ?? 'sandbox', tokenExpiresAt: options.tokenExpiresAt ?? null };
  for (const [accountId, quirks] of Object.entries(options.quirks ?? {})) data.setQuirks(accountId, quirks);
  return {
    world: {
      data,
      views: new UserViews(now),
      quotas: new ProviderQuotas(now),
      log: new RequestLog(),
      environment,
      now,
    },
    token: options.token ?? `sandbox_${randomBytes(24).toString('base64url')}`,
    port,
    latencyMs: options.latencyMs ?? 0,
    faults: new Faults(),
    limits: new RateLimits(limitOptions, now),
    limitOptions,
    idempotency: new Idempotency(now),
    requests: [],
    closing,
  };
}

/** A mistake of the sandbox itself is answered 500; a client that went away needs no reply. */
async function reply(request: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
  try {
    await handleRequest(request, response, service);
  } catch (error) {
    if (service.closing.aborted || response.headersSent || request.socket.destroyed) {
      response.destroy();
      return;
    }
    const refusal = trutoRefusal(500, error instanceof Error ? error.message : 'Internal Server Error');
    response.writeHead(500, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(refusal.body));
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
