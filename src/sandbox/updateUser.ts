import { isWriteOnly } from '../core/schema/schemaAt';
import { integrationRule } from '../core/rules/integrations';
import { userMethods } from './accountRoutes';
import { providerRefusal, trutoRefusal, type Insights } from './response';
import type { Outcome } from './idempotency';
import { readJsonBody } from './jsonBody';
import { providerErrors } from './providerChecks';
import { conflictBody, validationBody } from './providerWords';
import type { Query } from './queryReaders';
import { readResponseOptions, userResponse } from './responseFormats';
import type { Call, World } from './route';
import type { SandboxAccount } from './sandboxAccount';
import { emailsOf, remoteRecord, type SandboxUser, type UserObject } from './sandboxUser';
import { knownUser, userAccount } from './userAccount';

/**
 * `PATCH /unified/user-directory/users/{id}`. First Truto refuses (405, 400), then the provider (403, 404, 422, 409);
 * only what passes all of it is stored.
 */
export function updateUser(call: Call, world: World): Outcome {
  const account = userAccount(call, world);
  refuseUnwritable(account);
  const options = readResponseOptions(call.query);
  const body = readJsonBody(call.headers, call.bodyText);
  refuseIncomplete(account, call.query, body);
  refuseMissingScopes(account);
  const user = knownUser(call, world, account);
  refuseInvalid(account, body);
  refuseConflict(account, user, body, world);
  const updated = mergedUser(user, body, new Date(world.now()).toISOString());
  world.data.store(account.id, updated);
  return { response: userResponse(updated, options, account.integration.name), carriedOut: true, applied: true };
}

function refuseUnwritable(account: SandboxAccount): void {
  if (account.is_sandbox) throw trutoRefusal(405, 'Sandbox integrated accounts are read-only');
  if (!userMethods(account).includes('update')) {
    throw trutoRefusal(405, `The method update is not supported for users of ${account.integration.label}`);
  }
}

/** The integration's own demands on the query and the body. */
function refuseIncomplete(account: SandboxAccount, query: Query, body: UserObject): void {
  const rule = integrationRule(account.integration.name);
  const parameters = (rule?.requiredQuery ?? []).filter((name) => isEmpty(query[name]));
  const fields = (rule?.requiredFields ?? []).filter((name) => body[name] === undefined || body[name] === null);
  const oneOf = rule?.requiredQueryOneOf ?? [];
  const noneOf = oneOf.length > 0 && oneOf.every((name) => isEmpty(query[name]));
  if (parameters.length + fields.length === 0 && !noneOf) return;
  const insights: Insights = {
    ...(parameters.length === 0
      ? {}
      : {
          missing_required_query_parameters: {
            description: 'These query parameters are required by the integration.',
            value: parameters,
          },
        }),
    ...(fields.length === 0
      ? {}
      : {
          missing_required_body_fields: {
            description: 'These body fields are required by the integration.',
            value: fields,
          },
        }),
  };
  const missing = [...parameters, ...fields, ...(noneOf ? [`one of ${oneOf.join(', ')}`] : [])];
  throw trutoRefusal(400, `Missing: ${missing.join(', ')}`, { insights });
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
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

function refuseInvalid(account: SandboxAccount, body: UserObject): void {
  const slug = account.integration.name;
  const errors = providerErrors(body, slug);
  const [first] = errors;
  if (first !== undefined) throw providerRefusal(422, first.message, validationBody(slug, errors));
}

/** Usernames and addresses belong to one user of an account, whatever their case. */
function refuseConflict(account: SandboxAccount, user: SandboxUser, body: UserObject, world: World): void {
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
function mergedUser(user: SandboxUser, body: UserObject, updatedAt: string): SandboxUser {
  const kept = Object.entries(body).filter(([name]) => !isWriteOnly(name) && name !== 'id' && name !== 'remote_data');
  const fields = { ...Object.fromEntries(kept), updated_at: updatedAt };
  const { remote_data: remoteData } = body;
  return {
    id: user.id,
    unified: { ...user.unified, ...fields },
    remote: { ...remoteRecord(user.remote, fields), ...(typeof remoteData === 'object' ? remoteData : {}) },
  };
}
