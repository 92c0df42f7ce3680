import type { Pace } from '../core/http/pacer';
import { profileKey, type Profile } from '../core/http/profile';
import type { RetryClock } from '../core/http/retryDecision';
import { writeObstacle, type WriteObstacle } from '../core/update/writeObstacle';
import { Listeners } from './listeners';
import type {
  Account,
  Capabilities,
  ClientOptions,
  MethodMeta,
  OnAttempt,
  UserMethod,
  TrutoClient,
} from './trutoClient';
import { UpdateOffers } from './updateOffers';

export interface EnvironmentOptions {
  /** The token of this environment alone, asked for at every request; undefined when there is none. */
  token(profile: Profile): Promise<string | undefined>;
  readonly fetch: typeof globalThis.fetch;
  timeoutSeconds(): number;
  /** While the workspace is not trusted, nothing is sent at all. */
  isTrusted(): boolean;
  readonly onRequest: NonNullable<ClientOptions['onRequest']>;
  /** What all clients of an environment share, in this window and in others. */
  pacer(profile: Profile): Promise<Pace>;
  /** Of the back-off between attempts; the system's without it. */
  readonly clock?: RetryClock;
}

/** An account as it was last seen. */
interface SeenAccount extends Account {
  /** As of the last time that somebody asked; undefined when nobody has. */
  readonly isBlocked?: boolean;
}

/** `learned`: `obstacle` may say something else than before. `forgotten`: nothing is known of any account. */
export type EnvironmentChange = 'learned' | 'forgotten';

/** What an account takes at a moment. */
export interface AccountStanding {
  /** Why it takes no update. */
  readonly obstacle?: WriteObstacle;
  /** What its integration offers on users, such as `get`; undefined where nobody told. */
  readonly userMethods?: readonly string[];
}

/** What was seen of an environment's accounts. */
class Sight {
  readonly accounts = new Map<string, SeenAccount>();
  readonly reading = new Map<string, Promise<Account>>();
  readonly offers = new UpdateOffers();
  readonly reads = new Map<string, MethodMeta>();
}

/**
 * A handle on one Truto environment: its client, and what was seen of its accounts. Who holds it stays with this
 * environment, whichever the window uses later. Once the environment is removed or its name is given to another server,
 * there is no token for it any more, and every request fails with that.
 */
export class Environment {
  /** As `profileKey` tells environments apart. */
  readonly key: string;
  private readonly changed = new Listeners<EnvironmentChange>();
  private opened: Promise<TrutoClient> | undefined;
  private sight = new Sight();
  readonly onDidChange = this.changed.event;

  constructor(
    readonly profile: Profile,
    private readonly options: EnvironmentOptions,
  ) {
    this.key = profileKey(profile);
  }

  /** The HTTP code is loaded on first use. */
  client(): Promise<TrutoClient> {
    return (this.opened ??= this.createClient());
  }

  /** An account seen before, without asking Truto. */
  knownAccount(accountId: string): Account | undefined {
    return this.sight.accounts.get(accountId);
  }

  /**
   * An account, from those seen before or from Truto, which is asked once; by who may cancel or is to be told of waits, for
   * itself. Throws TrutoError.
   */
  async account(accountId: string, signal?: AbortSignal, onAttempt?: OnAttempt): Promise<Account> {
    const { accounts } = this.sight;
    const known = accounts.get(accountId);
    if (known) return known;
    const account = await (signal || onAttempt
      ? (await this.client()).getAccount(accountId, signal, onAttempt)
      : this.readOnce(accountId));
    accounts.set(account.id, account);
    return account;
  }

  /** Takes over accounts as a list just told them; what a list does not tell stays known. */
  remember(accounts: readonly Account[]): void {
    const seen = this.sight.accounts;
    for (const account of accounts) seen.set(account.id, { ...seen.get(account.id), ...account });
  }

  /** Forgets what was seen of accounts, so that the next look asks Truto. */
  forget(): void {
    this.sight = new Sight();
    this.changed.fire('forgotten');
  }

  /** Why an account takes no update as far as is known, without asking. Good enough to show; `askStanding` decides. */
  obstacle(account: Account): WriteObstacle | undefined {
    return shownObstacle(account, this.sight);
  }

  /**
   * What an account takes at this moment, by asking Truto; what is shown follows the response. Where there is no response,
   * only what is known of the account counts, and the update itself will tell. Never throws.
   */
  async askStanding(account: Account, signal?: AbortSignal): Promise<AccountStanding> {
    const { sight } = this;
    const capabilities = await this.client()
      .then((client) => client.getCapabilities(account.id, signal))
      .catch(() => undefined);
    if (capabilities) this.learn(account, capabilities, sight);
    const obstacle = writeObstacle(account, capabilities);
    return { ...(obstacle && { obstacle }), ...(capabilities && { userMethods: capabilities.userMethods }) };
  }

  /**
   * What reading users of an account takes, as Truto describes it; asked once. Undefined where there was no such response.
   * Never throws.
   */
  async readMeta(accountId: string, method: UserMethod, signal?: AbortSignal): Promise<MethodMeta | undefined> {
    const { reads } = this.sight;
    const name = `${method} ${accountId}`;
    const known = reads.get(name);
    if (known) return known;
    const meta = await this.client()
      .then((client) => client.getMethodMeta(accountId, method, signal))
      .catch(() => undefined);
    if (meta) reads.set(name, meta);
    return meta;
  }

  /**
   * Finds out, on behalf of a row that shows the account, whether its integration offers an update of users: at most once
   * an hour for each integration, a few at a time. Never throws; `onDidChange` tells what came of it.
   */
  async look(account: Account): Promise<void> {
    const { sight } = this;
    await sight.offers.findOut(account.integration.name, async () => {
      if (this.sight === sight) await this.askStanding(account);
    });
  }

  private readOnce(accountId: string): Promise<Account> {
    const { reading } = this.sight;
    const underWay =
      reading.get(accountId) ??
      this.client()
        .then((client) => client.getAccount(accountId))
        .finally(() => reading.delete(accountId));
    reading.set(accountId, underWay);
    return underWay;
  }

  private learn(
    account: Account,
    { canUpdateUsers, account: { status, isBlocked } }: Capabilities,
    sight: Sight,
  ): void {
    const { accounts, offers } = sight;
    const { name } = account.integration;
    const before = [shownObstacle(account, sight), offers.of(name) === false];
    offers.set(name, canUpdateUsers);
    accounts.set(account.id, {
      ...account,
      ...accounts.get(account.id),
      ...(status !== undefined && { status }),
      isBlocked,
    });
    const after = [shownObstacle(account, sight), !canUpdateUsers];
    if (before.some((value, index) => value !== after[index])) this.changed.fire('learned');
  }

  private async createClient(): Promise<TrutoClient> {
    const { options, profile } = this;
    const [{ TrutoClient }, pacer] = await Promise.all([import('./trutoClient'), options.pacer(profile)]);
    return new TrutoClient({
      baseUrl: profile.baseUrl,
      getToken: () => options.token(profile),
      fetch: options.fetch,
      timeoutSeconds: () => options.timeoutSeconds(),
      isTrusted: () => options.isTrusted(),
      onRequest: (record) => options.onRequest(record),
      pacer,
      ...(options.clock && { clock: options.clock }),
    });
  }
}

function shownObstacle(account: Account, { accounts, offers }: Sight): WriteObstacle | undefined {
  const seen: SeenAccount = accounts.get(account.id) ?? account;
  const { status, isBlocked = false } = seen;
  return writeObstacle(seen, {
    canUpdateUsers: offers.of(account.integration.name) !== false,
    account: { status, isBlocked },
  });
}
