import { accountLabel } from '../../api/accountLabel';
import { Cursor } from '../../api/cursor';
import type { Environment } from '../../api/environment';
import { explanationOf } from '../../api/explanationOf';
import { parametersTaken } from '../../api/readParameters';
import type { UserObject } from '../../api/trutoClient';
import { maxListedUsers } from '../../core/http/maxSizes';
import { keyText } from '../../core/json/listItems';
import { accountRules, referenceRules, type AccountRules } from '../../core/rules/accountRules';
import { lookAtUser, type Look } from '../../updates/lookAtUser';
import { rowFailure, type RowFailure } from '../run/rowFailure';

type User = Readonly<Record<string, unknown>>;

/** What stands in the way of all rows of an account; its rules; and what its users are read with. */
export interface AccountFacts {
  readonly label: string;
  readonly obstacle?: string;
  readonly rules: AccountRules | undefined;
  readonly userMethods: readonly string[] | undefined;
}

/** What a look at a user of the account has shown, or why there was none. */
export type LaneLook = Look | { readonly cause: string; readonly isNotFound: boolean };

/** So many looks of an account that fail, one after another, are enough: the others would fail too. */
const maxFailures = 10;
const pageSize = 200;

/** What no row can do anything about, nor does it pass for the others: the plan as a whole ends with it. */
const isEnding = ({ rests, cause: { code } }: RowFailure): boolean => rests !== undefined || code === 'cancelled';

/** What is about nobody, and passes: a plan without the users that were looked at meanwhile would be none. */
const isPassing = ({ restsWhenRepeated, isLater }: RowFailure): boolean =>
  restsWhenRepeated !== undefined || isLater === true;

/** The looks at the users of one account: so many at a time. What the account itself is asked is asked once. */
export class AccountLane {
  private free: number;
  private readonly waiting: (() => void)[] = [];
  private failures = 0;
  private broken: string | undefined;
  private asked: Promise<AccountFacts> | undefined;
  /** By what they are read with. */
  private readonly listings = new Map<string, Listing>();

  /** @param atOnce how many users are looked at at a time */
  constructor(
    private readonly environment: Environment,
    private readonly accountId: string,
    private readonly signal: AbortSignal,
    atOnce: number,
  ) {
    this.free = atOnce;
  }

  /** Throws TrutoError where the plan has to end. */
  facts(): Promise<AccountFacts> {
    return (this.asked ??= this.askFacts());
  }

  /**
   * Throws TrutoError where the plan has to end.
   * @param since on the clock of `performance.now`: what was listed before does not count
   */
  async look(userId: string, query: User, known: User, since = 0): Promise<LaneLook> {
    await this.acquire();
    try {
      if (this.broken !== undefined) return { cause: this.broken, isNotFound: false };
      const look = await this.lookNow(userId, query, known, since);
      this.failures = 0;
      return look;
    } catch (error) {
      return this.failed(error);
    } finally {
      this.release();
    }
  }

  private failed(error: unknown): LaneLook {
    const failure = rowFailure(error);
    if (!explanationOf(error) || isEnding(failure)) throw error;
    const { code } = failure.cause;
    if (code === 'notFound') {
      this.failures = 0;
      return { cause: code, isNotFound: true };
    }
    const isOfAll = isPassing(failure) || failure.breaks !== undefined;
    if (isOfAll && (++this.failures >= maxFailures || failure.breaks === 'now')) {
      if (isPassing(failure)) throw error;
      this.broken = code;
    }
    return { cause: code, isNotFound: false };
  }

  private async lookNow(userId: string, query: User, known: User, since: number): Promise<LaneLook> {
    const { environment, accountId, signal } = this;
    const { userMethods } = await this.facts();
    const target = { environment, accountId, userId };
    if (userMethods && !userMethods.includes('get') && userMethods.includes('list')) {
      const listed = await this.listed(query, since);
      const user = listed.users.get(userId);
      if (user) return { user };
      if (listed.isWhole) return { cause: 'notFound', isNotFound: true };
    }
    return lookAtUser(target, query, { userMethods, known, signal });
  }

  /** An account whose users can only be listed is listed once for all rows that are read alike. */
  private listed(query: User, since: number): Promise<Listed> {
    const key = JSON.stringify(query);
    const known = this.listings.get(key);
    if (known && known.begunAt >= since) return known.users;
    const begun: Listing = { begunAt: performance.now(), users: this.listUsers(query) };
    this.listings.set(key, begun);
    begun.users.catch(() => {
      // The next row tries it anew.
      if (this.listings.get(key) === begun) this.listings.delete(key);
    });
    return begun.users;
  }

  private async listUsers(query: User): Promise<Listed> {
    const { environment, accountId, signal } = this;
    const users = new Map<string, UserObject>();
    const client = await environment.client();
    const taken = await parametersTaken({ environment, accountId }, 'list', query, signal);
    const cursor = new Cursor();
    for (let count = 0; count < maxListedUsers; count += pageSize) {
      const begin = cursor.next === undefined ? {} : { cursor: cursor.next };
      const page = { limit: pageSize, ...begin };
      const read = await client.listUsers(accountId, page, signal, undefined, taken);
      for (const user of read.users) users.set(keyText(user.id) ?? '', user);
      if (read.nextCursor === undefined) return { users, isWhole: true };
      cursor.pass(read);
      if (cursor.next === undefined) break;
    }
    return { users, isWhole: false };
  }

  private async askFacts(): Promise<AccountFacts> {
    const { environment, accountId, signal } = this;
    try {
      const account = await environment.account(accountId, signal);
      const label = accountLabel(account);
      const { obstacle, userMethods } = await environment.askStanding(account, signal);
      const client = await environment.client();
      const rules = await client.getMethodMeta(accountId, 'update', signal).then(
        (meta) => accountRules(meta, account, Date.now()),
        (error: unknown) => {
          if (isEnding(rowFailure(error))) throw error;
          return referenceRules(account);
        },
      );
      return { label, rules, userMethods, ...(obstacle && { obstacle }) };
    } catch (error) {
      const failure = rowFailure(error);
      if (!explanationOf(error) || isEnding(failure) || isPassing(failure)) throw error;
      return { label: accountId, rules: undefined, userMethods: undefined, obstacle: failure.cause.code };
    }
  }

  private async acquire(): Promise<void> {
    if (this.free > 0) {
      this.free--;
      return;
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private release(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free++;
  }
}

interface Listing {
  readonly begunAt: number;
  readonly users: Promise<Listed>;
}

interface Listed {
  /** By id. */
  readonly users: ReadonlyMap<string, UserObject>;
  /** There is no other one. */
  readonly isWhole: boolean;
}
