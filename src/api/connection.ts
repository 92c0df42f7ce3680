import type { Pace } from '../core/pacer';
import type { Profile } from '../core/profile';
import type { Account, ClientOptions, TrutoClient } from './trutoClient';

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

/** The active environment as features use it: a client bound to it, and the accounts seen so far. */
export class Connection {
  private current: { readonly profile: Profile; readonly client: Promise<TrutoClient>; readonly accounts: Map<string, Account>; readonly reading: Map<string, Promise<Account>> } | undefined;

  private readonly forgetListeners = new Set<() => void>();

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
    const underWay = reading.get(accountId) ?? client.then((open) => open.getAccount(accountId)).finally(() => reading.delete(accountId));
    reading.set(accountId, underWay);
    const account = await underWay;
    accounts.set(account.id, account);
    return account;
  }

  remember(accounts: readonly Account[]): void {
    for (const account of accounts) this.open().accounts.set(account.id, account);
  }

  /** Forgets the accounts seen, so that the next look asks Truto. */
  forget(): void {
    this.current = undefined;
    for (const listener of this.forgetListeners) listener();
  }

  /** Tells a listener each time that what was seen is forgotten, until it is disposed of. */
  onDidForget(listener: () => void): { dispose(): void } {
    this.forgetListeners.add(listener);
    return { dispose: () => this.forgetListeners.delete(listener) };
  }

  private open() {
    const profile = this.options.profile();
    if (!profile) throw new NoEnvironmentError();
    if (this.current?.profile.name !== profile.name || this.current.profile.baseUrl !== profile.baseUrl) {
      this.current = { profile, client: this.createClient(profile), accounts: new Map(), reading: new Map() };
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
