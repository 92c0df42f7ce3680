import { userSchema } from '../core/generated/userSchema';

/**
 * The text of a new user file for a live user: `$truto` names the target, the fields that an update takes follow in
 * the order Truto answered them. What Truto answers but does not take is left out.
 */
export function userFileText(
  live: Readonly<Record<string, unknown>>,
  target: { readonly accountId: string; readonly userId: string },
): string {
  const body = Object.entries(live).filter(([name]) => name in userSchema.properties && name !== 'id' && name !== 'remote_data');
  const file = { $truto: { integrated_account_id: target.accountId, id: target.userId }, ...Object.fromEntries(body) };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}
