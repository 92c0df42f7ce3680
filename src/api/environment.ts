import type { Pace } from '../core/http/pacer';
import { profileKey, type Profile } from '../core/http/profile';
import type { RetryClock } from '../core/http/retryDecision';
import { writeObstacle, type WriteObstacle } from '../core/update/writeObstacle';
import { explanationOf } from './explanationOf';
import { isProductionBy, type EnvironmentFacts, type KnownFacts } from './environmentFacts';
import { Listeners } from './listeners';
import type { Page } from './pagedRows';
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
  /** What is known of environments beside their accounts; without it they are asked nothing. */
  readonly facts?: EnvironmentFacts;
  /** Of the back-off between attempts; the system's without it. */
  readonly clock?: RetryClock;
}

/** An account as it was last seen. */
interface SeenAccount extends Account {
  /** As of the last time that somebody asked; undefined when nobody has. */
  readonly isBlocked?: boolean;
}

/**
 * `learned`: of the accounts of this integration, by its name, `obstacle` may say something else than before. `forgotten`:
 * nothing is known of any account. `described`: something else became known of the environment itself.
 */
export type EnvironmentChange = { readonly learned: string } | 'forgotten' | 'described';

/** What an account takes at a moment. */
export interface AccountStanding {
  /** Why it takes no update. */
  readonly obstacle?: WriteObstacle;
  /** What its integration offers on users, such as `get`; undefined where nobody told. */
  readonly userMethods?: readonly string[];
}

/** The statuses that say that there is nothing of the kind, also when asked again. */
const noDescription: ReadonlySet<number | undefined> = new Set([404, 405, 501]);

const brokenStates: ReadonlySet<WriteObstacle | undefined> = new Set(['needsReconnecting', 'notActive']);

const minute = 60_000;
const day = 24 * 60 * minute;
/** In ms: nobody waits longer for what Truto tells of an environment. */
const factsPatience = 3000;
const factsTimeout = 20_000;

/** What was seen of an environment's accounts. */
class Sight {
  readonly accounts = new Map<string, SeenAccount>();
  readonly reading = new Map<string, Promise<Account>>();
  readonly offers = new UpdateOffers();
  readonly reads = new Map<string, MethodMeta | undefined>();
  listed: Page<Account> | undefined;
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
  private asking: Promise<unknown> | undefined;
  /** In ms since 1970: what was asked in vain, or cannot be kept, is not asked at once again. */
  private notAskedBefore = 0;
  readonly onDidChange = this.changed.event;

  constructor(
    readonly profile: Profile,
    private readonly options: EnvironmentOptions,
  ) {
    this.key = profileKey(profile);
  }

  /** The HTTP code is loaded on first use. */
  client(): Promise<TrutoClient> {
    return (this.opened ??= this.createClient().catch((error: unknown) => {
      this.opened = undefined;
      throw error;
    }));
  }

  /** What is known of the environment itself. */
  get facts(): KnownFacts {
    return this.options.facts?.of(this.profile) ?? {};
  }

  /** Whether it is a production environment; undefined where nobody told. */
  get isProduction(): boolean | undefined {
    return isProductionBy(this.facts);
  }

  /**
   * Asks Truto what the environment is, unless it was asked within the day. Waits 3 s at most, and not where a person has said
   * what it is. Never throws.
   */
  async askFacts(): Promise<void> {
    this.lookAtFacts();
    if (!this.asking || this.facts.isProduction !== undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, factsPatience)));
    await Promise.race([this.asking, late]).finally(() => clearTimeout(timer));
  }

  /** The same without waiting. */
  private lookAtFacts(): void {
    const { facts } = this.options;
    const now = Date.now();
    const { askedAt = 0 } = this.facts;
    // A clock that was set back makes nothing true for longer.
    const isDue = now >= this.notAskedBefore && !(askedAt <= now && now - askedAt < day);
    if (!facts || this.asking || !isDue || !this.options.isTrusted()) return;
    this.notAskedBefore = now + minute;
    this.asking = this.readFacts(facts)
      .catch(() => undefined)
      .finally(() => (this.asking = undefined));
  }

  private async readFacts(facts: EnvironmentFacts): Promise<void> {
    const client = await this.client();
    const token = await this.options.token(this.profile);
    const signal = AbortSignal.timeout(factsTimeout);
    const [name, expiry] = await Promise.all([
      client.environmentName(signal).catch(unlessRefused),
      client.tokenExpiry(signal).catch(unlessRefused),
    ]);
    // What was told to another token is not true of this one.
    if (token !== (await this.options.token(this.profile))) return;
    // The token has just worked: what is past already means that it never expires, or the clock of this computer is wrong.
    const expiresAt = typeof expiry === 'number' && expiry > Date.now() ? expiry : undefined;
    await facts.learn(this.profile, { name, expiresAt, askedAt: Date.now() });
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

  /** How far all accounts have been listed by somebody, for another list to begin with. */
  get listed(): Page<Account> | undefined {
    return this.sight.listed;
  }

  set listed(listed: Page<Account> | undefined) {
    this.sight.listed = listed;
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
   * only what is known of the account counts, and the update itself will tell; but a status that was seen at another time is
   * asked for before it hinders anything. Never throws.
   */
  async askStanding(account: Account, signal?: AbortSignal, onAttempt?: OnAttempt): Promise<AccountStanding> {
    const { sight } = this;
    const ask = async <T>(read: (client: TrutoClient) => Promise<T>) =>
      this.client()
        .then(read)
        .catch(() => undefined);
    const capabilities = await ask((client) => client.getCapabilities(account.id, signal, onAttempt));
    const isHindered = brokenStates.has(writeObstacle(account, capabilities));
    const status =
      capabilities?.account.status ??
      (isHindered ? (await ask((client) => client.getAccount(account.id, signal, onAttempt)))?.status : undefined);
    if (capabilities ?? status) this.learn(account, capabilities, status, sight);
    const obstacle = writeObstacle({ ...account, ...(status !== undefined && { status }) }, capabilities);
    return { ...(obstacle && { obstacle }), ...(capabilities && { userMethods: capabilities.userMethods }) };
  }

  /**
   * What reading users of an account takes, as Truto describes it; asked once. Undefined where there was no such response, or
   * there is no description. Never throws.
   */
  async readMeta(
    accountId: string,
    method: UserMethod,
    signal?: AbortSignal,
    onAttempt?: OnAttempt,
  ): Promise<MethodMeta | undefined> {
    const { reads } = this.sight;
    const name = `${method} ${accountId}`;
    if (reads.has(name)) return reads.get(name);
    try {
      const client = await this.client();
      reads.set(name, await client.getMethodMeta(accountId, method, signal, onAttempt));
    } catch (error) {
      if (noDescription.has(explanationOf(error)?.status)) reads.set(name, undefined);
    }
    return reads.get(name);
  }

  /**
   * Finds out, on behalf of a row that shows the account, whether its integration offers an update of users: at most once
   * an hour for each integration, a few at a time. Never throws; `onDidChange` tells what came of it.
   */
  look(account: Account): Promise<void> {
    const { sight } = this;
    return sight.offers.findOut(account.integration.name, async () => {
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

  private learn(account: Account, told: Capabilities | undefined, status: string | undefined, sight: Sight): void {
    const { accounts, offers } = sight;
    const { name } = account.integration;
    const shown = () => [shownObstacle(account, sight), offers.of(name) === false];
    const before = shown();
    if (told) offers.set(name, told.canUpdateUsers);
    const known: SeenAccount = accounts.get(account.id) ?? account;
    const { status: now = known.status, isBlocked = known.isBlocked ?? false } = { status, ...told?.account };
    // Who shows an account goes by its identity: what says nothing new is the same.
    const isNew = now !== known.status || isBlocked !== (known.isBlocked ?? false);
    accounts.set(account.id, isNew ? { ...known, status: now, isBlocked } : known);
    const after = shown();
    if (before.some((value, index) => value !== after[index])) this.changed.fire({ learned: name });
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
      onRequest: (record) => {
        options.onRequest(record);
        // Who is in use anyway is asked once a day what it is.
        if (record.status !== undefined && record.status < 300) this.lookAtFacts();
      },
      tokenExpiredAt: () => {
        const { expiresAt = Infinity } = this.facts;
        return expiresAt <= Date.now() ? expiresAt : undefined;
      },
      pacer,
      ...(options.clock && { clock: options.clock }),
    });
  }
}

/** What Truto does not offer or does not show to this token is asked for again tomorrow. Any other failure is thrown. */
function unlessRefused(error: unknown): undefined {
  const { status = 0, code } = explanationOf(error) ?? {};
  if ((status < 400 || status >= 500 || status === 401 || status === 429) && code !== 'unexpectedResponse') throw error;
}

function shownObstacle(account: Account, { accounts, offers }: Sight): WriteObstacle | undefined {
  const seen: SeenAccount = accounts.get(account.id) ?? account;
  const { status, isBlocked = false } = seen;
  return writeObstacle(seen, {
    canUpdateUsers: offers.of(account.integration.name) !== false,
    account: { status, isBlocked },
  });
}
