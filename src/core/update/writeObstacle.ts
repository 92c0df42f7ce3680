/** Why an account takes no update of a user at this moment. */
export type WriteObstacle = 'sandboxAccount' | 'blocked' | 'needsReconnecting' | 'notActive' | 'cannotUpdateUsers';

/**
 * Why nobody knows what has changed. `cannotCompare`: the account lets nobody read the user; `outOfReach`: it can only be
 * listed, and the list has not come to it.
 */
export type ReadObstacle = 'cannotCompare' | 'outOfReach';

/** Why nothing can be sent. */
export type UpdateObstacle = WriteObstacle | ReadObstacle;

interface AccountState {
  readonly status: string;
  readonly isSandbox: boolean;
}

/** What `capabilities` answered, as far as it was asked. */
interface AccountAbilities {
  readonly canUpdateUsers: boolean;
  readonly account: { readonly status?: string; readonly isBlocked: boolean };
}

const brokenStatuses: ReadonlySet<string> = new Set(['connecting', 'post_install_error', 'validation_error']);

/**
 * What stands in the way of an update, the hardest first; undefined when nothing is known to. Sandbox accounts are
 * read-only (a write answers 405), blocked ones response 503. A status that the public reference does not know is no
 * obstacle: the server decides.
 */
export function writeObstacle(account: AccountState, abilities?: AccountAbilities): WriteObstacle | undefined {
  const status = abilities?.account.status ?? account.status;
  if (account.isSandbox) return 'sandboxAccount';
  if (abilities?.account.isBlocked) return 'blocked';
  if (status === 'needs_reauth') return 'needsReconnecting';
  if (brokenStatuses.has(status)) return 'notActive';
  return abilities?.canUpdateUsers === false ? 'cannotUpdateUsers' : undefined;
}
