import { integrationRule } from '../core/rules/integrations';
import { knownAccount, userMethods } from './accountRoutes';
import { providerRefusal, trutoRefusal, type Insights } from './response';
import { readText, refuseParameter } from './queryReaders';
import type { OfferedMethod } from './quirks';
import type { Call, World } from './route';
import type { SandboxAccount } from './sandboxAccount';
import type { SandboxUser } from './sandboxUser';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The account that a unified call goes through. Throws 400 (no or no proper `integrated_account_id`), 404 (not visible
 * to this token), 503 (blocked) or 401 with the remote flag (needs_reauth). The other statuses still response: no refusal
 * is documented for them.
 */
export function userAccount(call: Call, world: World): SandboxAccount {
  const accountId =
    readText(call.query, 'integrated_account_id') ?? refuseParameter('integrated_account_id', 'is required');
  if (!uuid.test(accountId)) refuseParameter('integrated_account_id', 'Expected a UUID');
  const account = knownAccount(accountId.toLowerCase(), world);
  if (account.is_blocked) throw trutoRefusal(503, 'The integrated account is blocked. Contact support@truto.one.');
  if (account.status === 'needs_reauth') {
    throw providerRefusal(401, 'The provider rejected the connection', {
      error: 'invalid_grant',
      error_description: account.last_error ?? '',
    });
  }
  return account;
}

/** Throws a 405 unless the account's integration offers the method for users. */
export function refuseMethod(account: SandboxAccount, method: OfferedMethod): void {
  if (userMethods(account).includes(method)) return;
  throw trutoRefusal(405, `The method ${method} is not supported for users of ${account.integration.label}`);
}

/** The user, or the provider's 404. */
export function knownUser(call: Call, world: World, account: SandboxAccount): SandboxUser {
  const userId = call.params.id ?? '';
  const user = world.data.user(account.id, userId);
  if (user === undefined)
    throw providerRefusal(404, 'The user was not found', {
      error: { code: 'not_found', message: `There is no user ${userId}` },
    });
  return user;
}

/**
 * Truto tells a conditional rule of the integration with every error of its unified calls, whatever the cause.
 * Its value maps a parameter to its rule.
 */
export function conditionalInsights(account: SandboxAccount): Insights {
  const { get = [], list = [] } = account.quirks.requiredQueryOneOf ?? {};
  const ofUpdates = integrationRule(account.integration.name)?.requiredQueryOneOf ?? [];
  const names = [...new Set([...ofUpdates, ...get, ...list])];
  if (names.length === 0) return {};
  const value = Object.fromEntries(
    names.map((name) => [name, { required_if_missing: names.filter((other) => other !== name) }]),
  );
  return { conditionally_required_query_parameters: { description: `One of ${names.join(', ')} is required`, value } };
}
