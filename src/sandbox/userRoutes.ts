import { inCharset } from './charsets';
import { providerRefusal, Refusal } from './response';
import type { Handled } from './idempotency';
import { allListFilters, userFilter } from './listFilters';
import { page } from './pages';
import { readText } from './queryReaders';
import { demandsOf, refuseIncomplete } from './requiredParameters';
import { readResponseOptions, userResponse, usersResponse } from './responseFormats';
import { readOutcome, type Call, type Route, type World } from './route';
import type { SandboxAccount } from './sandboxAccount';
import type { SandboxUser } from './sandboxUser';
import { patchUser } from './updateUser';
import { conditionalInsights, knownUser, refuseMethod, userAccount } from './userAccount';
import { getMeta, listMeta, updateMeta } from './userMeta';

const users = '/unified/user-directory/users';

export const userRoutes: readonly Route[] = [
  unified('GET', users, listUsers),
  unified('GET', `${users}/meta/get`, getMeta),
  unified('GET', `${users}/meta/list`, listMeta),
  unified('GET', `${users}/meta/update`, updateMeta),
  unified('GET', `${users}/:id`, getUser),
  unified('PATCH', `${users}/:id`, patchUser),
];

/** A route in whose responses the account's integration is heard: its charset, and with errors its conditional rules. */
function unified(method: string, path: string, handle: Route['handle']): Route {
  return {
    method,
    path,
    handle: (call, world) => {
      const { integrated_account_id: accountId } = call.query;
      const account = typeof accountId === 'string' ? world.data.account(accountId.toLowerCase()) : undefined;
      try {
        const outcome = handle(call, world);
        return { ...outcome, response: inCharset(outcome.response, account?.quirks.charset) };
      } catch (error) {
        if (!(error instanceof Refusal) || account === undefined) throw error;
        throw error.withInsights(conditionalInsights(account));
      }
    },
  };
}

function getUser(call: Call, world: World): Handled {
  const account = readableAccount(call, world, 'get');
  const options = readResponseOptions(call.query);
  world.quotas.take(account);
  const user = world.views.read(account, knownUser(call, world, account));
  return readOutcome(userResponse(user, options, account.integration.name));
}

function listUsers(call: Call, world: World): Handled {
  const account = readableAccount(call, world, 'list');
  const options = readResponseOptions(call.query);
  world.quotas.take(account);
  const { filters = allListFilters, cursorRepeats = false, failsAfter = Infinity } = account.quirks.list ?? {};
  const meets = userFilter(call.query, filters);
  const found = world.data.users(account.id).filter((user) => meets(world.views.visible(account, user).unified));
  const { items, start, nextCursor, previousCursor } = page(found, call.query, `users of ${account.id}`);
  if (start > 0 && start >= failsAfter) throw providerRefusal(502, 'The page could not be read', 'upstream timed out');
  const read = items.map((user) => world.views.read(account, user));
  const fields = listedFields(account);
  const envelope = {
    next_cursor: (cursorRepeats ? readText(call.query, 'next_cursor') : undefined) ?? nextCursor,
    prev_cursor: previousCursor,
    result_count: items.length,
    ...(fields === undefined ? {} : { is_partial_response: true }),
  };
  const shown = fields === undefined ? read : read.map((user) => partialUser(user, fields));
  return readOutcome(usersResponse(shown, envelope, options));
}

/** The account that users are read through. Throws a 405 or 400 where its integration does not let them be read so. */
function readableAccount(call: Call, world: World, method: 'get' | 'list'): SandboxAccount {
  const account = userAccount(call, world);
  refuseMethod(account, method);
  refuseIncomplete(demandsOf(account, method), call.query);
  return account;
}

/** The only fields of the entries of the account's list; undefined when they are whole. */
function listedFields(account: SandboxAccount): readonly string[] | undefined {
  return account.quirks.list?.fields ?? (partialLists.has(account.integration.name) ? usuallyListed : undefined);
}

/** Providers whose lists tell less than one get; which ones is our choice. */
const partialLists: ReadonlySet<string> = new Set(['hubspot', 'looker', 'zendesk']);

const usuallyListed: readonly string[] = [
  'id',
  'name',
  'first_name',
  'last_name',
  'username',
  'status',
  'emails',
  'created_at',
  'updated_at',
];

function partialUser(user: SandboxUser, fields: readonly string[]): SandboxUser {
  const unifiedFields = Object.entries(user.unified).filter(([name]) => fields.includes(name));
  const { id, displayName, login, email } = user.remote;
  return { id: user.id, unified: Object.fromEntries(unifiedFields), remote: { id, displayName, login, email } };
}
