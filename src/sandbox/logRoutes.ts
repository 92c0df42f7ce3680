import { jsonResponse } from './response';
import type { Handled } from './idempotency';
import { page } from './pages';
import { dateFilter, readChoice, readObject, readText, refuseParameter } from './queryReaders';
import { readOutcome, type Call, type Route, type World } from './route';

export const logRoutes: readonly Route[] = [{ method: 'GET', path: '/log', handle: listLog }];

const logTypes = ['unified_proxy_api', 'rapid_bridge', 'webhook', 'mcp'] as const;

/** The documented entries; `status` and `url` are of those fields of `metadata` that vary. */
function listLog(call: Call, world: World): Handled {
  const type = readChoice(call.query, 'log_type', logTypes) ?? refuseParameter('log_type', 'is required');
  const filter = readObject(call.query, 'log_type_filter') ?? {};
  const accountId = readText(filter, 'integrated_account_id');
  const created = dateFilter(call.query, 'created_at');
  const entries = world.log
    .entries()
    .filter(
      ({ account, at }) =>
        type === 'unified_proxy_api' &&
        (accountId === undefined || account.id === accountId) &&
        created(new Date(at).toISOString()),
    );
  const { items, nextCursor } = page(entries, call.query, 'log', 100);
  const result = items.map(({ number, account, status, url, at }) => ({
    _id: number.toString(16).padStart(24, '0'),
    log_type: type,
    timestamp: new Date(at).toISOString(),
    metadata: {
      method: 'update',
      resource: 'users',
      request_type: 'unified',
      status,
      url,
      integrated_account_id: account.id,
      integration: account.integration.name,
      environment_id: account.environment_id,
      message: 'Request to update data in the remote API.',
    },
  }));
  return readOutcome(jsonResponse(200, { result, next_cursor: nextCursor, limit: 100 }));
}
