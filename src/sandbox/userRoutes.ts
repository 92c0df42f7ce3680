import { Refusal } from './response';
import type { Outcome } from './idempotency';
import { page } from './pages';
import { dateFilter, readText, type Query } from './queryReaders';
import { readResponseOptions, userResponse, usersResponse } from './responseFormats';
import { readOutcome, type Call, type Route, type World } from './route';
import { emailsOf, type SandboxUser } from './sandboxUser';
import { updateMeta } from './updateMeta';
import { updateUser } from './updateUser';
import { conditionalInsights, knownUser, userAccount } from './userAccount';

const users = '/unified/user-directory/users';

export const userRoutes: readonly Route[] = [
  unified('GET', users, listUsers),
  unified('GET', `${users}/meta/update`, updateMeta),
  unified('GET', `${users}/:id`, getUser),
  unified('PATCH', `${users}/:id`, updateUser),
];

/** A route whose errors carry the conditional rules of the account's integration. */
function unified(method: string, path: string, handle: Route['handle']): Route {
  return {
    method,
    path,
    handle: (call, world) => {
      try {
        return handle(call, world);
      } catch (error) {
        const { integrated_account_id: accountId } = call.query;
        const account = typeof accountId === 'string' ? world.data.account(accountId) : undefined;
        if (!(error instanceof Refusal) || account === undefined) throw error;
        throw error.withInsights(conditionalInsights(account));
      }
    },
  };
}

function getUser(call: Call, world: World): Outcome {
  const account = userAccount(call, world);
  const options = readResponseOptions(call.query);
  return readOutcome(userResponse(knownUser(call, world, account), options, account.integration.name));
}

function listUsers(call: Call, world: World): Outcome {
  const account = userAccount(call, world);
  const options = readResponseOptions(call.query);
  const found = world.data.users(account.id).filter(userFilter(call.query));
  const { items, nextCursor, previousCursor } = page(found, call.query, `users of ${account.id}`);
  const shown = partialLists.has(account.integration.name) ? items.map(partialUser) : items;
  const envelope = { next_cursor: nextCursor, prev_cursor: previousCursor, result_count: items.length };
  return readOutcome(usersResponse(shown, envelope, options));
}

/** The list's filters: equality of plain fields, one address, and dates. */
function userFilter(query: Query): (user: SandboxUser) => boolean {
  const wanted = ['id', 'name', 'first_name', 'last_name', 'username', 'title', 'status']
    .map((name) => ({ name, value: readText(query, name) }))
    .filter(({ value }) => value !== undefined);
  const email = readText(query, 'email')?.toLowerCase();
  const created = dateFilter(query, 'created_at');
  const updated = dateFilter(query, 'updated_at');
  return ({ unified: user }) =>
    wanted.every(({ name, value }) => user[name] === value) &&
    (email === undefined || emailsOf(user.emails).some((entry) => entry.email.toLowerCase() === email)) &&
    created(String(user.created_at)) &&
    updated(String(user.updated_at));
}

/** Providers whose lists tell less than one get; which ones is our choice. */
const partialLists: ReadonlySet<string> = new Set(['hubspot', 'looker', 'zendesk']);

const listedFields: ReadonlySet<string> = new Set([
  'id',
  'name',
  'first_name',
  'last_name',
  'username',
  'status',
  'emails',
  'created_at',
  'updated_at',
]);

function partialUser(user: SandboxUser): SandboxUser {
  const unifiedFields = Object.entries(user.unified).filter(([name]) => listedFields.has(name));
  const { id, displayName, login, email } = user.remote;
  return { id: user.id, unified: Object.fromEntries(unifiedFields), remote: { id, displayName, login, email } };
}
