import { describeAccount, type AccountSketch } from './describeAccount';
import { fixedAccounts, fixedUsers } from './fixedAccounts';
import { generatedAccounts } from './generatedAccounts';
import { generatedUser } from './generatedUsers';
import { quirkyAccounts } from './quirkyAccounts';
import type { Quirks } from './quirks';
import type { SandboxAccount } from './sandboxAccount';
import { remoteRecord, type SandboxUser, type StoredUser } from './sandboxUser';
import { SeededRandom } from './seededRandom';

export interface DataOptions {
  readonly seed: number;
  /** All accounts, the fixed ones included; never fewer than those. */
  readonly accounts: number;
  /** Users of every account; left out, a few, but several pages of them in HubSpot accounts. */
  readonly usersPerAccount: number | undefined;
  /** Accounts beside all those. */
  readonly added: readonly AccountSketch[];
  /** Accounts that are not polite, behind all those. */
  readonly quirkyAccounts: boolean;
}

/** Everything the sandbox stores. Users are made when an account is first asked for them, so that big data starts fast. */
export class SandboxData {
  readonly #options: DataOptions;
  readonly #accounts = new Map<string, SandboxAccount>();
  readonly #users = new Map<string, Map<string, SandboxUser>>();

  constructor(options: DataOptions) {
    this.#options = options;
    const fixed = fixedAccounts();
    const generated = generatedAccounts(options.seed, options.accounts - fixed.length, fixed);
    const added = options.added.map(describeAccount);
    const quirky = options.quirkyAccounts ? quirkyAccounts() : [];
    for (const account of [...fixed, ...generated, ...added, ...quirky]) this.#accounts.set(account.id, account);
  }

  accounts(): SandboxAccount[] {
    return [...this.#accounts.values()];
  }

  account(accountId: string): SandboxAccount | undefined {
    return this.#accounts.get(accountId);
  }

  /** What Truto does when the provider rejects the connection. */
  markNeedsReauth(accountId: string, lastError: string): void {
    const account = this.#accounts.get(accountId);
    if (account !== undefined)
      this.#accounts.set(accountId, { ...account, status: 'needs_reauth', last_error: lastError });
  }

  /** What Truto does when it got fresh credentials. */
  markRefreshed(accountId: string): void {
    const account = this.#accounts.get(accountId);
    if (account?.status !== 'needs_reauth') return;
    const kept = Object.entries(account).filter(([name]) => name !== 'last_error');
    this.#accounts.set(accountId, { ...(Object.fromEntries(kept) as unknown as SandboxAccount), status: 'active' });
  }

  /** How the account behaves from now on. Its users stay as they are, once somebody has asked for them. */
  setQuirks(accountId: string, quirks: Quirks): void {
    const account = this.#accounts.get(accountId);
    if (account === undefined) throw new RangeError(`There is no account ${accountId}`);
    this.#accounts.set(accountId, { ...account, quirks });
  }

  /** In the order they were made; empty for an unknown account. */
  users(accountId: string): SandboxUser[] {
    return [...this.#usersOf(accountId).values()];
  }

  user(accountId: string, userId: string): SandboxUser | undefined {
    return this.#usersOf(accountId).get(userId);
  }

  store(accountId: string, user: SandboxUser): void {
    this.#usersOf(accountId).set(user.id, user);
  }

  #usersOf(accountId: string): Map<string, SandboxUser> {
    const present = this.#users.get(accountId);
    if (present !== undefined) return present;
    const users = new Map(
      this.#makeUsers(accountId).map((unified): [string, SandboxUser] => {
        const user = storedUser(unified);
        return [user.id, user];
      }),
    );
    this.#users.set(accountId, users);
    return users;
  }

  #makeUsers(accountId: string): StoredUser[] {
    const account = this.#accounts.get(accountId);
    if (account === undefined) return [];
    const { users: fixed = fixedUsers(accountId), userCount } = account.quirks;
    const wanted = userCount ?? this.#options.usersPerAccount ?? usualUsers(account, this.#options.seed);
    const made = Array.from({ length: Math.max(0, wanted - fixed.length) }, (_, index) =>
      generatedUser(this.#options.seed, accountId, fixed.length + index + 1),
    );
    return [...fixed, ...made];
  }
}

function usualUsers(account: SandboxAccount, seed: number): number {
  return account.integration.name === 'hubspot' ? 120 : new SeededRandom(seed, account.id).int(3, 12);
}

function storedUser(unified: StoredUser): SandboxUser {
  const id = typeof unified.id === 'string' ? unified.id : '';
  return {
    id,
    unified,
    remote: remoteRecord({ recordVersion: 1, links: { self: `/users/${encodeURIComponent(id)}` } }, unified),
  };
}
