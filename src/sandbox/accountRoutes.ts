import { randomUUID } from 'node:crypto';
import { integrationRule } from '../core/rules/integrations';
import { jsonResponse, trutoRefusal } from './response';
import type { Handled } from './idempotency';
import { readJsonBody } from './jsonBody';
import { page } from './pages';
import { isRecord } from '../core/json/isRecord';
import { dateFilter, readChoice, readFlag, readText, type Query } from './queryReaders';
import type { OfferedMethod } from './quirks';
import { readJson, type Call, type Route, type World } from './route';
import { accountEntry, accountListEntry, accountStatuses, type SandboxAccount } from './sandboxAccount';

export const accountRoutes: readonly Route[] = [
  { method: 'GET', path: '/integrated-account', handle: listAccounts },
  {
    method: 'GET',
    path: '/integrated-account/:id',
    handle: (call, world) => readJson(accountEntry(knownAccount(call.params.id ?? '', world))),
  },
  { method: 'GET', path: '/integrated-account/:id/capabilities', handle: capabilities },
  { method: 'POST', path: '/integrated-account/refresh-credentials', handle: refreshCredentials },
  { method: 'POST', path: '/link-token', handle: createLinkToken },
];

/** The account, or a 404. */
export function knownAccount(accountId: string, world: World): SandboxAccount {
  const account = world.data.account(accountId);
  if (account === undefined) throw trutoRefusal(404, `Integrated account ${accountId} not found`);
  return account;
}

function listAccounts(call: Call, world: World): Handled {
  const meets = accountFilter(call.query);
  const { items, limit, nextCursor } = page(world.data.accounts().filter(meets), call.query, 'accounts');
  return readJson({ result: items.map(accountListEntry), next_cursor: nextCursor, limit });
}

function accountFilter(query: Query): (account: SandboxAccount) => boolean {
  const tenant = readText(query, 'tenant_id');
  const isSandbox = readFlag(query, 'is_sandbox');
  const slug = integrationName(query);
  const status = readChoice(query, 'status', accountStatuses);
  const created = dateFilter(query, 'created_at');
  const updated = dateFilter(query, 'updated_at');
  return (account) =>
    (tenant === undefined || account.tenant_id === tenant) &&
    (isSandbox === undefined || account.is_sandbox === isSandbox) &&
    (slug === undefined || account.integration.name === slug) &&
    (status === undefined || account.status === status) &&
    created(account.created_at) &&
    updated(account.updated_at);
}

/** The page spells it `integration.name`; brackets say the same. */
function integrationName(query: Query): string | undefined {
  return (
    readText(query, 'integration.name') ??
    (isRecord(query.integration) ? readText(query.integration, 'name') : undefined)
  );
}

function capabilities(call: Call, world: World): Handled {
  const account = knownAccount(call.params.id ?? '', world);
  const type = readText(call.query, 'type');
  const resource = readText(call.query, 'resource');
  const { id, name, label, category } = account.integration;
  const unified = type === undefined || type === 'unified' ? unifiedModels(account) : [];
  return readJson({
    integration: { id, name, label, category },
    unified: unified.filter((entry) => resource === undefined || entry.resource === resource),
    account: {
      id: account.id,
      status: account.status,
      authentication_method: account.authentication_method,
      is_blocked: account.is_blocked,
    },
  });
}

function unifiedModels(
  account: SandboxAccount,
): readonly (Readonly<Record<string, unknown>> & { readonly resource: string })[] {
  const about = { model: 'user-directory', model_label: 'User Directory', env_overridden: false };
  const docs = 'https://truto.one/docs/api-reference/unified-user-directory-api';
  return [
    {
      ...about,
      resource: 'users',
      description: 'The people of the account',
      docs_url: `${docs}/users`,
      methods: userMethods(account),
    },
    {
      ...about,
      resource: 'groups',
      description: 'Groups of users',
      docs_url: `${docs}/groups`,
      methods: ['list', 'get'],
    },
  ];
}

/** What the account's integration offers for users: only those of the reference's list can update them. */
export function userMethods(account: SandboxAccount): readonly OfferedMethod[] {
  const { methods } = account.quirks;
  if (methods !== undefined) return methods;
  return integrationRule(account.integration.name) === undefined
    ? ['list', 'get']
    : ['list', 'get', 'create', 'update', 'delete'];
}

/** Fresh credentials without a person. They mend an account only where its connection still has a way to get some. */
function refreshCredentials(call: Call, world: World): Handled {
  const { id } = readJsonBody(call.headers, call.bodyText);
  if (typeof id !== 'string') return refuseField('id', 'Expected the id of an integrated account');
  const account = knownAccount(id, world);
  const success = account.status !== 'needs_reauth' || account.quirks.refreshable === true;
  if (success) world.data.markRefreshed(id);
  return { response: jsonResponse(200, { success }), carriedOut: true, applied: success };
}

/** `redirect_uri` is where the person lands afterwards; the sandbox leads nobody there. */
function createLinkToken(call: Call, world: World): Handled {
  const body = readJsonBody(call.headers, call.bodyText);
  const { integrated_account_id: accountId, tenant_id: tenant, redirect_uri: redirect } = body;
  if (typeof accountId === 'string') knownAccount(accountId, world);
  else if (typeof tenant !== 'string')
    refuseField('integrated_account_id', 'Expected integrated_account_id or tenant_id');
  if (redirect !== undefined && (typeof redirect !== 'string' || !URL.canParse(redirect)))
    refuseField('redirect_uri', 'Expected a URI');
  return { response: jsonResponse(200, { link_token: randomUUID() }), carriedOut: true, applied: true };
}

function refuseField(name: string, message: string): never {
  throw trutoRefusal(400, message, { failures: [{ path: ['body', name], message }] });
}
