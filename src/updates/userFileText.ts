import { userSchema } from '../core/schema/generated/userSchema';

interface FileTarget {
  readonly accountId: string;
  readonly userId: string;
  readonly query?: Readonly<Record<string, unknown>>;
}

/**
 * The text of a new user file for a live user: `$truto` names the target and the parameters that reading it takes, the
 * fields that an update takes follow in the order Truto answered them. What Truto answers but does not take is left out.
 */
export function userFileText(live: Readonly<Record<string, unknown>>, target: FileTarget): string {
  const body = fieldNamesOf(Object.keys(live)).map((name) => [name, live[name]] as const);
  const file = { $truto: targetPart(target), ...Object.fromEntries(body) };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** What `$truto` of a file says of its user. */
export function targetPart({ accountId, userId, query = {} }: FileTarget): Readonly<Record<string, unknown>> {
  return { integrated_account_id: accountId, id: userId, ...(Object.keys(query).length > 0 && { query }) };
}

/** Which fields of a live user its new file has. */
export function fieldNamesOf(liveNames: readonly string[]): string[] {
  return liveNames.filter((name) => name in userSchema.properties && name !== 'id' && name !== 'remote_data');
}
