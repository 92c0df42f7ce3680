import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal, trutoRefusal, type SandboxResponse } from './response';
import { checkHost, checkToken } from './checkDoor';
import { faultResponse, type Faults, type SandboxFault } from './faults';
import type { Idempotency, KeyedRequest } from './idempotency';
import { operate } from './operate';
import type { LimitOptions, RateLimits } from './rateLimits';
import { readRequest, type ReadRequest } from './readRequest';
import type { World } from './route';
import type { SandboxAccount } from './sandboxAccount';
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

/** A request that the door has let in. */
interface Exchange extends ReadRequest {
  readonly response: ServerResponse;
  /** Only unified calls count for an account; the others name it in their path. */
  readonly accountId: string | undefined;
  readonly account: SandboxAccount | undefined;
}

/** Handles one request from its first byte to the last one of its reply. Rejects only when its connection is gone. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  service: Service,
): Promise<void> {
  const stranger = refusalOf(() => checkDoor(request, service));
  if (stranger !== undefined) {
    // Nothing is kept of it: its body is let run by unread.
    await wait(service.latencyMs, service);
    await sendResponse(response, stranger, commonHeaders({ accountId: undefined, account: undefined }, service));
    return;
  }
  const read = await readRequest(request, service.world.now());
  keepRecord(read.record, service.requests);
  const exchange = { ...read, response, ...namedAccount(read.record, service) };
  await wait(service.latencyMs + (exchange.account?.quirks.latencyMs ?? 0), service);
  const refused = refusalOf(() => checkSizeAndLimits(exchange, service));
  if (refused !== undefined) return send(exchange, refused, service);
  if (await sufferFaults('beforeApplying', exchange, undefined, service)) return;
  const reply = runOnce(exchange, service);
  if (await sufferFaults('afterApplying', exchange, reply, service)) return;
  await send(exchange, reply, service);
}

async function wait(ms: number, { closing }: Service): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal: closing });
}

function keepRecord(record: SandboxRequest, requests: SandboxRequest[]): void {
  requests.push(record);
  // A sandbox that runs for days must not fill the memory.
  if (requests.length > maxRecords) requests.shift();
}

function namedAccount({ path, query }: SandboxRequest, { world }: Service): Pick<Exchange, 'accountId' | 'account'> {
  const { integrated_account_id: named } = query;
  // UUIDs are the same in capitals.
  const accountId =
    path.startsWith('/unified/') && typeof named === 'string' && named !== '' ? named.toLowerCase() : undefined;
  return { accountId, account: accountId === undefined ? undefined : world.data.account(accountId) };
}

function refusalOf(check: () => void): SandboxResponse | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

function checkDoor({ headers }: IncomingMessage, service: Service): void {
  checkHost(headers.host, service.port());
  checkToken(headers.authorization, service.token);
}

function checkSizeAndLimits({ tooLarge, accountId }: Exchange, service: Service): void {
  if (tooLarge) throw trutoRefusal(413, 'The body is too large');
  const full = service.limits.take(service.token, accountId);
  if (full !== undefined) throw tooManyRequests(full, service.limitOptions);
}

function tooManyRequests(full: 'token' | 'account', { perToken, perAccount, seconds }: LimitOptions): Refusal {
  const whose =
    full === 'token'
      ? `${perToken} requests per ${seconds} s for each API token`
      : `${perAccount} requests per ${seconds} s for each integrated account`;
  return trutoRefusal(429, `Rate limit exceeded: ${whose}`, { headers: { 'retry-after': String(Math.ceil(seconds)) } });
}

function runOnce(exchange: Exchange, { world, idempotency }: Service): SandboxResponse {
  const { record, account, target } = exchange;
  const outcome = idempotency.run(keyedRequest(exchange), () => {
    const { response, ...became } = operate(record, world);
    if (record.method === 'PATCH' && account !== undefined)
      world.log.add({ account, status: response.status, url: target, at: world.now() });
    return { response, ...became };
  });
  record.replayed = outcome.replayed;
  record.applied = outcome.applied;
  return outcome.response;
}

function keyedRequest({ record, account }: Exchange): KeyedRequest | undefined {
  const key = record.headers['idempotency-key'];
  if (key === undefined || key === '' || (record.method !== 'PATCH' && record.method !== 'POST')) return undefined;
  return {
    key: `${record.method} ${record.path} ${JSON.stringify(record.query.integrated_account_id)} ${key}`,
    accountId: account?.id,
    bodyText: record.bodyText,
    rule: account?.quirks.idempotency ?? {},
  };
}

/** Whether a fault has taken the place of the usual reply. */
async function sufferFaults(
  moment: 'beforeApplying' | 'afterApplying',
  exchange: Exchange,
  reply: SandboxResponse | undefined,
  service: Service,
): Promise<boolean> {
  for (const fault of service.faults.take(moment, exchange.record.method, exchange.target)) {
    if (fault.kind === 'delay') await wait(fault.ms, service);
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
  const instead = faultResponse(fault, reply, record.query);
  if (instead !== undefined) {
    if (fault.kind === 'status') {
      if (fault.remote === true && fault.status === 401 && accountId !== undefined)
        service.world.data.markNeedsReauth(accountId, 'The provider answered 401');
      service.idempotency.failed(keyedRequest(exchange), instead);
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

function commonHeaders(
  { accountId, account }: Pick<Exchange, 'accountId' | 'account'>,
  service: Service,
): Record<string, string> {
  const { limit, remaining, reset } = service.limits.state(service.token, accountId);
  const ownLimits = {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(reset),
  };
  return {
    ...((account === undefined ? undefined : service.world.quotas.headers(account)) ?? ownLimits),
    'x-request-id': randomUUID(),
    'cache-control': 'no-store',
  };
}
