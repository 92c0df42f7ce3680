import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal, trutoRefusal, type SandboxResponse } from './response';
import { checkHost, checkToken } from './checkDoor';
import { faultResponse, type Faults, type SandboxFault } from './faults';
import type { Idempotency } from './idempotency';
import { operate } from './operate';
import type { LimitOptions, RateLimits } from './rateLimits';
import { readRequest, type ReadRequest } from './readRequest';
import type { World } from './route';
import type { SandboxRequest } from './sandboxRequest';
import { sendResponse, sendCut } from './sendResponse';

const maxRecords = 50_000;

/** What one running sandbox consists of. */
export interface Service {
  readonly world: World;
  readonly token: string;
  readonly port: () => number;
  readonly latencyMs: number;
  readonly faults: Faults;
  readonly limits: RateLimits;
  readonly limitOptions: LimitOptions;
  readonly idempotency: Idempotency;
  readonly requests: SandboxRequest[];
  /** Aborted when the sandbox closes: whatever still waits then gives up. */
  readonly closing: AbortSignal;
}

interface Exchange extends ReadRequest {
  readonly response: ServerResponse;
  readonly accountId: string | undefined;
}

/** Handles one request from its first byte to the last one of its reply. Rejects only when its connection is gone. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  service: Service,
): Promise<void> {
  const read = await readRequest(request, service.world.now());
  keepRecord(read.record, service.requests);
  const { integrated_account_id: account } = read.record.query;
  // Only unified calls count for an account; the others name it in their path.
  const accountId =
    read.record.path.startsWith('/unified/') && typeof account === 'string' && account !== '' ? account : undefined;
  const exchange = { ...read, response, accountId };
  if (service.latencyMs > 0) await sleep(service.latencyMs, undefined, { signal: service.closing });
  const refused = refusedAtDoor(exchange, service);
  if (refused !== undefined) return send(exchange, refused, service);
  if (await sufferFaults('beforeApplying', exchange, undefined, service)) return;
  const reply = runOnce(exchange, service);
  if (await sufferFaults('afterApplying', exchange, reply, service)) return;
  await send(exchange, reply, service);
}

function keepRecord(record: SandboxRequest, requests: SandboxRequest[]): void {
  requests.push(record);
  // A sandbox that runs for days must not fill the memory.
  if (requests.length > maxRecords) requests.shift();
}

function refusedAtDoor({ record, accountId, tooLarge }: Exchange, service: Service): SandboxResponse | undefined {
  try {
    checkHost(record.headers.host, service.port());
    checkToken(record.headers.authorization, service.token);
    if (tooLarge) throw trutoRefusal(413, 'The body is too large');
    const full = service.limits.take(service.token, accountId);
    if (full !== undefined) throw tooManyRequests(full, service.limitOptions);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

function tooManyRequests(full: 'token' | 'account', { perToken, perAccount, seconds }: LimitOptions): Refusal {
  const whose =
    full === 'token'
      ? `${perToken} requests per ${seconds} s for each API token`
      : `${perAccount} requests per ${seconds} s for each integrated account`;
  return trutoRefusal(429, `Rate limit exceeded: ${whose}`, { headers: { 'retry-after': String(Math.ceil(seconds)) } });
}

function runOnce({ record }: Exchange, service: Service): SandboxResponse {
  const key = record.headers['idempotency-key'];
  const repeatable = key !== undefined && key !== '' && (record.method === 'PATCH' || record.method === 'POST');
  const account = JSON.stringify(record.query.integrated_account_id);
  const outcome = service.idempotency.run(
    repeatable ? `${record.method} ${record.path} ${account} ${key}` : undefined,
    () => operate(record, service.world),
  );
  record.replayed = outcome.replayed;
  record.applied = outcome.applied;
  return outcome.response;
}

/** Whether a fault has taken the place of the usual reply. */
async function sufferFaults(
  moment: 'beforeApplying' | 'afterApplying',
  exchange: Exchange,
  reply: SandboxResponse | undefined,
  service: Service,
): Promise<boolean> {
  for (const fault of service.faults.take(moment, exchange.record.method, exchange.target)) {
    if (fault.kind === 'delay') await sleep(fault.ms, undefined, { signal: service.closing });
    else {
      await suffer(fault, exchange, reply, service);
      return true;
    }
  }
  return false;
}

async function suffer(
  fault: SandboxFault,
  exchange: Exchange,
  reply: SandboxResponse | undefined,
  service: Service,
): Promise<void> {
  const { record, response, accountId } = exchange;
  const instead = faultResponse(fault);
  if (instead !== undefined) {
    if (fault.kind === 'status' && fault.remote === true && fault.status === 401 && accountId !== undefined) {
      service.world.data.markNeedsReauth(accountId, 'The provider answered 401');
    }
    await send(exchange, instead, service);
  } else if (fault.kind === 'cut') {
    if (fault.afterBytes !== undefined) record.status = reply?.status;
    sendCut(response, reply, commonHeaders(exchange, service), fault.afterBytes);
  }
  // A `noResponse` fault leaves the socket as it is: closing the sandbox ends it.
}

async function send(exchange: Exchange, reply: SandboxResponse, service: Service): Promise<void> {
  exchange.record.status = reply.status;
  await sendResponse(exchange.response, reply, commonHeaders(exchange, service));
}

function commonHeaders({ accountId }: Exchange, service: Service): Record<string, string> {
  const { limit, remaining, reset } = service.limits.state(service.token, accountId);
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(reset),
    'x-request-id': randomUUID(),
    'cache-control': 'no-store',
  };
}
