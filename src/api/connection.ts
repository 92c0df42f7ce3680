import type { Pace } from '../core/http/pacer';
import type { Profile } from '../core/http/profile';
import { writeObstacle, type WriteObstacle } from '../core/update/writeObstacle';
import type { Account, Capabilities, ClientOptions, TrutoClient } from './trutoClient';
import { UpdateOffers } from './updateOffers';

export interface ConnectionOptions {
  profile(): Profile | undefined;
  token(profile: Profile): Promise<string | undefined>;
  readonly fetch: typeof globalThis.fetch;
  timeoutSeconds(): number;
  readonly onRequest: NonNullable<ClientOptions['onRequest']>;
  /** What all clients of an environment share, in this window and in others. */
  pacer(profile: Profile): Promise<Pace>;
}

/** No environment has been added yet, so there is nothing to talk to. */
export class NoEnvironmentError extends Error {
  constructor() {
    super('No Truto environment has been added.');
  }
}

/** An account as it was last seen. */
interface SeenAccount extends Account {
  /** As of the last time that somebody asked; undefined when nobody has. */
  readonly isBlocked?: boolean;
}

/** `learned`: `obstacle` may say something else than before. `forgotten`: nothing is known of any account. */
type ConnectionChange = 'learned' | 'forgotten';

/** What belongs to one environment. */
interface Environment {
  readonly profile: Profile;
  readonly client: Promise<TrutoClient>;
  readonly accounts: Map<string, SeenAccount>;
  readonly reading: Map<string, Promise<Account>>;
  readonly offers: UpdateOffers;
}

/** The active environment as features use it: a client bound to it, and what was seen of its accounts so far. */
export class Connection {
  private current: Environment | undefined;
  private readonly listeners = new Set<(change: ConnectionChange) => void>();

  constructor(private readonly options: ConnectionOptions) {}

  /** The client of the active environment. Throws NoEnvironmentError. The HTTP code is loaded on first use. */
  client(): Promise<TrutoClient> {
    return this.open().client;
  }

  /** An account seen before, without asking Truto. */
  knownAccount(accountId: string): Account | undefined {
    return this.options.profile() && this.open().accounts.get(accountId);
  }

  /** An account, from those seen before or from Truto, which is asked once. Throws TrutoError, NoEnvironmentError. */
  async account(accountId: string): Promise<Account> {
    const { accounts, reading, client } = this.open();
    const known = accounts.get(accountId);
    if (known) return known;
    const underWay =
      reading.get(accountId) ??
      client.then((open) => open.getAccount(accountId)).finally(() => reading.delete(accountId));
    reading.set(accountId, underWay);
    const account = await underWay;
    accounts.set(account.id, account);
    return account;
  }

  /** Takes over accounts as a list just told them; what a list does not tell stays known. */
  remember(accounts: readonly Account[]): void {
    const seen = this.open().accounts;
    for (const account of accounts) seen.set(account.id, { ...seen.get(account.id), ...account });
  }

  /** Forgets what was seen of accounts, so that the next look asks Truto. */
  forget(): void {
    this.current = undefined;
    this.tell('forgotten');
  }

  /** Why an account takes no update as far as is known, without asking. Good enough to show; `askObstacle` decides. */
  obstacle(account: Account): WriteObstacle | undefined {
    const environment = this.options.profile() && this.open();
    return environment ? shownObstacle(account, environment) : writeObstacle(account);
  }

  /**
   * Why an account takes no update at this moment, by asking Truto; what is shown follows the response. Where there is no
   * response, only what is known of the account counts, and the update itself will tell. Throws NoEnvironmentError.
   */
  async askObstacle(account: Account, signal?: AbortSignal): Promise<WriteObstacle | undefined> {
    const environment = this.open();
    const abilities = await environment.client
      .then((client) => client.getCapabilities(account.id, signal))
      .catch(() => undefined);
    if (abilities) this.learn(account, abilities, environment);
    return writeObstacle(account, abilities);
  }

  /**
   * Finds out, on behalf of a row that shows the account, whether its integration offers an update of users: at most once
   * an hour for each integration, a few at a time. Never throws; `onDidChange` tells what came of it.
   */
  async look(account: Account): Promise<void> {
    const environment = this.options.profile() && this.open();
    await environment?.offers.findOut(account.integration.name, async () => {
      if (this.current === environment) await this.askObstacle(account);
    });
  }

  /** Calls the listener until the response is disposed of. */
  onDidChange(listener: (change: ConnectionChange) => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  private learn(
    account: Account,
    { canUpdateUsers, account: { status, isBlocked } }: Capabilities,
    environment: Environment,
  ): void {
    const { accounts, offers } = environment;
    const { name } = account.integration;
    const before = [shownObstacle(account, environment), offers.of(name) === false];
    offers.set(name, canUpdateUsers);
    accounts.set(account.id, {
      ...account,
      ...accounts.get(account.id),
      ...(status !== undefined && { status }),
      isBlocked,
    });
    const after = [shownObstacle(account, environment), !canUpdateUsers];
    if (before.some((value, index) => value !== after[index])) this.tell('learned');
  }

  private tell(change: ConnectionChange): void {
    for (const listener of [...this.listeners]) listener(change);
  }

  private open(): Environment {
    const profile = this.options.profile();
    if (!profile) throw new NoEnvironmentError();
    if (this.current?.profile.name !== profile.name || this.current.profile.baseUrl !== profile.baseUrl) {
      this.current = {
        profile,
        client: this.createClient(profile),
        accounts: new Map(),
        reading: new Map(),
        offers: new UpdateOffers(),
      };
    }
    return this.current;
  }

  private async createClient(profile: Profile): Promise<TrutoClient> {
    const [{ TrutoClient }, pacer] = await Promise.all([import('./trutoClient'), this.options.pacer(profile)]);
    return new TrutoClient({
      baseUrl: profile.baseUrl,
      getToken: () => this.options.token(profile),
      fetch: this.options.fetch,
      timeoutSeconds: () => this.options.timeoutSeconds(),
      onRequest: (record) => this.options.onRequest(record),
      pacer,
    });
  }
}

function shownObstacle(account: Account, { accounts, offers }: Environment): WriteObstacle | undefined {
  const seen: SeenAccount = accounts.get(account.id) ?? account;
  const { status, isBlocked = false } = seen;
  return writeObstacle(seen, {
    canUpdateUsers: offers.of(account.integration.name) !== false,
    account: { status, isBlocked },
  });
}
