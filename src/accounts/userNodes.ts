import type { Environment } from '../api/environment';
import type { LackingParameters } from '../api/readParameters';
import type { ListedUser } from '../api/userList';
import type { CheckedUser } from '../platform/checkedUsers';

/** A user below its account. */
export interface UserNode extends CheckedUser {
  readonly kind: 'user';
  /** Tells rows apart, over all accounts and environments. */
  readonly id: string;
  readonly user: ListedUser;
}

/**
 * What follows the users of an account: `more` loads a page; `failed` tries again; `lacking` asks for what the list wants;
 * `unlisted`: the account lets nobody list its users.
 */
export type UserNote =
  | { readonly about: 'loading' | 'empty' | 'unlisted' }
  | { readonly about: 'more'; readonly sought: string; readonly shown: number; readonly loaded: number }
  | { readonly about: 'noMatch'; readonly sought: string }
  | (LackingParameters & { readonly about: 'lacking' })
  | { readonly about: 'failed'; readonly error: Error };

export interface NoteNode {
  readonly kind: 'note';
  readonly environment: Environment;
  readonly accountId: string;
  readonly note: UserNote;
}

export type UserTreeNode = UserNode | NoteNode;

/** No two rows share one, whatever characters the IDs have. */
export const rowId = (kind: UserTreeNode['kind'], environment: Environment, ...ids: readonly string[]): string =>
  `${kind}:${JSON.stringify([environment.key, ...ids])}`;
