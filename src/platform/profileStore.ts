import { createHash } from 'node:crypto';
import type { EnvironmentFacts } from '../api/environmentFacts';
import { keep, type Kept } from '../api/kept';
import { Listeners } from '../api/listeners';
import { isRecord } from '../core/json/isRecord';
import { profileKey, type Profile } from '../core/http/profile';
import type { StoredToken } from './storedToken';

const profilesKey = 'truto.profiles';
const activeKey = 'truto.activeProfile';
const secretPrefix = 'truto.token:';

/** As much of VS Code's SecretStorage as is needed. */
export interface Secrets {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  onDidChange(listener: (event: { readonly key: string }) => void): { dispose(): void };
}

export interface ProfileChange {
  /** The environment in use is another one, or has another token. */
  readonly concernsUse: boolean;
}

/**
 * The saved environments, and which of them this window uses. Names and base URLs live in global state; tokens live in
 * SecretStorage alone, read anew for each request, never kept in memory here. What a window uses is its own affair: only
 * what was chosen last, anywhere, is what a new window begins with.
 */
export class ProfileStore {
  private readonly changed = new Listeners<ProfileChange>();
  private readonly subscription: { dispose(): void };
  /** Digests of what was last written here, by key: the event of it, whenever it comes, is of our own making. */
  private readonly written = new Map<string, string>();
  /** Tokens that are being written here, by key: who reads one waits for it. */
  private readonly writing = new Map<string, Promise<void>>();
  /** Changes of the list or of a token that are being made here, each of several steps: nothing is told in between. */
  private underWay = 0;
  /** Whose tokens somebody else wrote meanwhile. */
  private readonly missed = new Set<string>();
  private chosen: Profile | undefined;
  private told: { readonly active: string | undefined; readonly list: string };
  /** Fires when the list, what this window uses or any token changed, in this window or another. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly window: Kept,
    private readonly shared: Kept,
    private readonly secrets: Secrets,
    private readonly facts?: Pick<EnvironmentFacts, 'forget' | 'forgetTold'>,
  ) {
    this.chosen = readProfile(window.get(activeKey));
    this.told = this.state();
    this.subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(secretPrefix)) void this.heard(key);
    });
  }

  list(): readonly Profile[] {
    const saved = this.shared.get(profilesKey);
    return Array.isArray(saved) ? saved.flatMap((value) => readProfile(value) ?? []) : [];
  }

  /** The environment of a key that was kept; undefined where it was removed. */
  byKey(key: string): Profile | undefined {
    return this.list().find((known) => profileKey(known) === key);
  }

  /**
   * The environment that this window uses. A window that has used none takes what was chosen last, and stays with it
   * whatever others do; once that is gone it uses none.
   */
  active(): Profile | undefined {
    const saved = this.list();
    this.chosen ??= saved.find(sameAs(readProfile(this.shared.get(activeKey)))) ?? saved[0];
    return saved.find(sameAs(this.chosen));
  }

  /** What this window used until it was removed, or until its name was given to another server. */
  lost(): Profile | undefined {
    return this.active() ? undefined : this.chosen;
  }

  find(name: string): Profile | undefined {
    return this.list().find((profile) => profile.name === name);
  }

  /** Saves an environment (a same-named one is replaced) and uses it. Throws when SecretStorage fails: nothing is saved then. */
  save(profile: Profile, token: string): Promise<void> {
    return this.asOne(async () => {
      const others = this.list().filter(({ name }) => name !== profile.name);
      const replaced = this.find(profile.name);
      await this.change(
        [...others, profile].sort((a, b) => a.name.localeCompare(b.name)),
        () => this.storeToken(profile, token),
      );
      if (replaced && !sameAs(replaced)(profile)) await this.facts?.forget(replaced);
      await this.use(profile);
    });
  }

  /** Uses another one of the saved environments, in this window. Throws RangeError when there is none of this name. */
  async switchTo(name: string): Promise<void> {
    const profile = this.find(name);
    if (!profile) throw new RangeError(`There is no environment of the name “${name}”.`);
    await this.asOne(() => this.use(profile));
  }

  replaceToken(profile: Profile, token: string): Promise<void> {
    return this.asOne(async () => {
      await this.storeToken(profile, token);
      this.tell(profile.name);
    });
  }

  /** Removes an environment and its token, unless its name is by now another one's. */
  async remove(profile: Profile): Promise<void> {
    if (!this.list().some(sameAs(profile))) return;
    await this.asOne(async () => {
      await this.change(
        this.list().filter(({ name }) => name !== profile.name),
        () => this.write(profile.name, undefined, (key) => this.secrets.delete(key)),
      );
      await this.facts?.forget(profile);
      if (this.list().length === 0) await this.choose(undefined);
      this.tell();
    });
  }

  /**
   * The token of an environment; undefined when there is none or when it was saved for another origin. Throws when
   * SecretStorage fails or holds something else: not a word of it is in the error.
   */
  async token(profile: Profile): Promise<string | undefined> {
    const key = secretPrefix + profile.name;
    await this.writing.get(key)?.catch(() => undefined);
    const text = await this.secrets.get(key);
    if (text === undefined) return undefined;
    const { readStoredToken } = await import('./storedToken');
    const stored = readStoredToken(text);
    if (!stored) throw new Error(`What is stored as the API token of “${profile.name}” is damaged.`);
    return stored.origin === new URL(profile.baseUrl).origin ? stored.token : undefined;
  }

  /** Tells what other windows changed without a word, as VS Code has no event for it. */
  catchUp(): void {
    if (this.underWay > 0) return;
    const { active, list } = this.state();
    if (active !== this.told.active || list !== this.told.list) this.tell();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  /** What is told of a change is told when all of it is made, and after it what others did meanwhile. */
  private async asOne(change: () => Promise<void>): Promise<void> {
    this.underWay += 1;
    try {
      await change();
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) this.tellMissed();
    }
  }

  private tellMissed(): void {
    const missed = [...this.missed];
    this.missed.clear();
    for (const key of missed) void this.heard(key);
    this.catchUp();
  }

  private async use(profile: Profile): Promise<void> {
    await this.choose(profile);
    await keep(this.shared, activeKey, profile);
    this.tell(profile.name);
  }

  private async choose(profile: Profile | undefined): Promise<void> {
    this.chosen = profile;
    // Where a window can keep nothing, the choice lasts as long as the window.
    await keep(this.window, activeKey, profile).catch(() => undefined);
  }

  /**
   * Changes the list together with the token, or neither. The list goes first: by the time that other windows hear of
   * the token it is there.
   */
  private async change(list: readonly Profile[], changeToken: () => Promise<void>): Promise<void> {
    const before = this.list();
    await keep(this.shared, profilesKey, list);
    try {
      await changeToken();
    } catch (error) {
      await keep(this.shared, profilesKey, before);
      throw error;
    }
  }

  private async storeToken(profile: Profile, token: string): Promise<void> {
    const stored: StoredToken = { origin: new URL(profile.baseUrl).origin, token };
    const text = JSON.stringify(stored);
    await this.write(profile.name, text, (key) => this.secrets.store(key, text));
    await this.facts?.forgetTold(profile);
  }

  /** @param text what will be there; undefined when nothing will */
  private async write(name: string, text: string | undefined, run: (key: string) => PromiseLike<void>): Promise<void> {
    const key = secretPrefix + name;
    this.written.set(key, digest(text));
    const writing = Promise.resolve().then(() => run(key));
    this.writing.set(key, writing);
    try {
      await writing;
    } catch (error) {
      this.written.delete(key);
      throw error;
    } finally {
      if (this.writing.get(key) === writing) this.writing.delete(key);
    }
  }

  /** Somebody wrote a token: another window, unless it is what was written here. */
  private async heard(key: string): Promise<void> {
    const own = this.written.get(key);
    if (own !== undefined && own === (await this.storedDigest(key))) return;
    if (this.underWay > 0) this.missed.add(key);
    else this.tell(key.slice(secretPrefix.length));
  }

  /** Undefined when SecretStorage fails. */
  private async storedDigest(key: string): Promise<string | undefined> {
    try {
      return digest(await this.secrets.get(key));
    } catch {
      return undefined;
    }
  }

  /** @param name whose token may have changed */
  private tell(name?: string): void {
    const before = this.told;
    this.told = this.state();
    const concernsUse = before.active !== this.told.active || (name !== undefined && name === this.active()?.name);
    this.changed.fire({ concernsUse });
  }

  private state(): ProfileStore['told'] {
    const active = this.active();
    return { active: active && profileKey(active), list: this.list().map(profileKey).join() };
  }
}

const digest = (text = ''): string => createHash('sha256').update(text).digest('base64');

const sameAs =
  (profile: Profile | undefined) =>
  (other: Profile): boolean =>
    profile !== undefined && profileKey(other) === profileKey(profile);

/** What was kept may be of another version, or damaged. */
function readProfile(value: unknown): Profile | undefined {
  if (!isRecord(value)) return undefined;
  const { name, baseUrl } = value;
  return typeof name === 'string' && typeof baseUrl === 'string' && URL.canParse(baseUrl)
    ? { name, baseUrl }
    : undefined;
}
