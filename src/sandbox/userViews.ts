import type { SandboxAccount } from './sandboxAccount';
import type { SandboxUser, StoredUser } from './sandboxUser';

interface Version {
  readonly user: SandboxUser;
  /** How many more reads do not see it. */
  hiddenReads: number;
  /** Nobody sees it before: milliseconds since 1970. */
  readonly from: number;
}

/** How stored users look to those who read them: late, in another order, with the time of the reading. */
export class UserViews {
  readonly #now: () => number;
  /** Of users that may be read late: the version that is seen, and the newer ones. */
  readonly #versions = new Map<string, Version[]>();
  #shown = 0;

  /** `now`: milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** To be told of every write, before anybody reads what it stored. */
  written(account: SandboxAccount, before: SandboxUser, after: SandboxUser): void {
    const { late } = account.quirks.reads ?? {};
    if (late === undefined) return;
    const key = keyOf(account, after);
    const versions = this.#versions.get(key) ?? [{ user: before, hiddenReads: 0, from: 0 }];
    versions.push({ user: after, hiddenReads: late.reads ?? 0, from: this.#now() + (late.seconds ?? 0) * 1000 });
    this.#versions.set(key, versions);
  }

  /** The version of a stored user that the next read will see. */
  visible(account: SandboxAccount, stored: SandboxUser): SandboxUser {
    return this.#versions.get(keyOf(account, stored))?.findLast((version) => this.#isVisible(version))?.user ?? stored;
  }

  /** What this read sees of a stored user. */
  read(account: SandboxAccount, stored: SandboxUser): SandboxUser {
    const seen = this.visible(account, stored);
    const versions = this.#versions.get(keyOf(account, stored)) ?? [];
    versions.splice(
      0,
      versions.findLastIndex((version) => this.#isVisible(version)),
    );
    for (const version of versions) version.hiddenReads -= 1;
    return this.shown(account, seen);
  }

  /** The user as the account's provider shows it at this moment. */
  shown(account: SandboxAccount, user: SandboxUser): SandboxUser {
    const { reorders = false, clock = false } = account.quirks.reads ?? {};
    this.#shown += 1;
    const { unified, remote } = reorders
      ? { unified: withTurnedLists(user.unified, this.#shown), remote: withTurnedLists(user.remote, this.#shown) }
      : user;
    // No two responses tell the same time, however fast they come.
    const time = clock ? { answeredAt: new Date(this.#now() + this.#shown).toISOString() } : {};
    return { id: user.id, unified, remote: { ...remote, ...time } };
  }

  #isVisible(version: Version): boolean {
    return version.hiddenReads <= 0 && version.from <= this.#now();
  }
}

function keyOf(account: SandboxAccount, user: SandboxUser): string {
  return `${account.id} ${user.id}`;
}

/** Every list begins `turns` items later: of lists that hold more than one, no two in a row are the same. */
function withTurnedLists(fields: StoredUser, turns: number): StoredUser {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (!Array.isArray(value) || value.length === 0) return [name, value];
      const start = turns % value.length;
      return [name, [...(value.slice(start) as unknown[]), ...(value.slice(0, start) as unknown[])]];
    }),
  );
}
