import { isWriteOnly } from '../core/schema/schemaAt';
import { providerRefusal, trutoRefusal } from './response';
import type { Handled } from './idempotency';
import { readJsonBody } from './jsonBody';
import { providerErrors } from './providerChecks';
import { conflictBody, validationBody } from './providerWords';
import { isRecord } from '../core/json/isRecord';
import { demandsOf, refuseIncomplete } from './requiredParameters';
import { readResponseOptions, userResponse } from './responseFormats';
import type { Call, World } from './route';
import type { SandboxAccount } from './sandboxAccount';
import { emailsOf, remoteRecord, type SandboxUser, type StoredUser } from './sandboxUser';
import { storedSpelling } from './storedSpelling';
import { knownUser, refuseMethod, userAccount } from './userAccount';

/**
 * `PATCH /unified/user-directory/users/{id}`. First Truto refuses (405, 400), then the provider (403, 404, 422, 409);
 * only what passes all of it is stored.
 */
export function patchUser(call: Call, world: World): Handled {
  const account = userAccount(call, world);
  if (account.is_sandbox) throw trutoRefusal(405, 'Sandbox integrated accounts are read-only');
  refuseMethod(account, 'update');
  const options = readResponseOptions(call.query);
  const body = readJsonBody(call.headers, call.bodyText);
  refuseIncomplete(demandsOf(account, 'update'), call.query, body);
  world.quotas.take(account);
  refuseMissingScopes(account);
  const user = knownUser(call, world, account);
  refuseInvalid(account, body);
  refuseConflict(account, user, body, world);
  const { spelling = [], ignores = [], echoes = false } = account.quirks.writes ?? {};
  const taken = Object.fromEntries(Object.entries(body).filter(([name]) => !ignores.includes(name)));
  const updatedAt = new Date(world.now()).toISOString();
  const stored = mergedUser(user, storedSpelling(taken, user.unified, spelling), updatedAt);
  world.data.store(account.id, stored);
  world.views.written(account, user, stored);
  const shown = world.views.shown(account, echoes ? mergedUser(user, body, updatedAt) : stored);
  return { response: userResponse(shown, options, account.integration.name), carriedOut: true, applied: true };
}

function refuseMissingScopes(account: SandboxAccount): void {
  const scopes = account.missing_scopes;
  if (scopes.length === 0) return;
  throw providerRefusal(
    403,
    'Insufficient scopes',
    { error: 'insufficient_scope', scope: scopes.join(' ') },
    {
      insights: {
        forbidden_error: { description: 'The connection lacks these scopes.', value: { missing_scopes: scopes } },
      },
    },
  );
}

function refuseInvalid(account: SandboxAccount, body: StoredUser): void {
  if (account.quirks.writes?.unchecked === true) return;
  const slug = account.integration.name;
  const errors = providerErrors(body, slug);
  const [first] = errors;
  if (first !== undefined) throw providerRefusal(422, first.message, validationBody(slug, errors));
}

/** Usernames and addresses belong to one user of an account, whatever their case. */
function refuseConflict(account: SandboxAccount, user: SandboxUser, body: StoredUser, world: World): void {
  const username = typeof body.username === 'string' ? body.username.toLowerCase() : undefined;
  const addresses = new Set(emailsOf(body.emails).map(({ email }) => email.toLowerCase()));
  if (username === undefined && addresses.size === 0) return;
  for (const other of world.data.users(account.id)) {
    if (other.id === user.id) continue;
    const { username: taken, emails } = other.unified;
    const field =
      username !== undefined && typeof taken === 'string' && taken.toLowerCase() === username
        ? 'username'
        : emailsOf(emails).some(({ email }) => addresses.has(email.toLowerCase()))
          ? 'email'
          : undefined;
    if (field !== undefined) {
      throw providerRefusal(
        409,
        `${field} is already used by another user`,
        conflictBody(account.integration.name, field),
      );
    }
  }
}

/**
 * The user with the given fields taken over, arrays as wholes. `remote_data` goes to the provider's record as it is.
 * The id never changes, and a password is taken but kept nowhere.
 */
function mergedUser(user: SandboxUser, body: StoredUser, updatedAt: string): SandboxUser {
  const kept = Object.entries(body).filter(([name]) => !isWriteOnly(name) && name !== 'id' && name !== 'remote_data');
  const fields = { ...Object.fromEntries(kept), updated_at: updatedAt };
  const { remote_data: remoteData } = body;
  return {
    id: user.id,
    unified: { ...user.unified, ...fields },
    remote: { ...remoteRecord(user.remote, fields), ...(isRecord(remoteData) ? remoteData : {}) },
  };
}
