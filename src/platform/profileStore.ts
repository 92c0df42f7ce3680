import * as vscode from 'vscode';
import type { Profile } from '../core/http/profile';

const profilesKey = 'truto.profiles';
const activeKey = 'truto.activeProfile';
const secretPrefix = 'truto.token:';

/** What SecretStorage holds for one environment: the token and the one origin it may be sent to. */
interface StoredToken {
  readonly origin: string;
  readonly token: string;
}

/**
 * The saved environments. Names and base URLs live in global state; tokens live in SecretStorage alone, read anew
 * for each request, never kept in memory here.
 */
export class ProfileStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  /** Keys written here whose event is still to come: what changed was told already. */
  private readonly ownWrites = new Set<string>();
  /** Fires when the list, the active environment or any token changed, in this window or another. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly state: vscode.Memento,
    private readonly secrets: vscode.SecretStorage,
  ) {
    this.subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(secretPrefix) && !this.ownWrites.delete(key)) this.changed.fire();
    });
  }

  list(): readonly Profile[] {
    return this.state.get<readonly Profile[]>(profilesKey, []);
  }

  /** The environment in use: the chosen one, else the only or first one. */
  active(): Profile | undefined {
    const name = this.state.get<string>(activeKey);
    return this.find(name) ?? this.list()[0];
  }

  find(name: string | undefined): Profile | undefined {
    return this.list().find((profile) => profile.name === name);
  }

  /** Saves an environment (a same-named one is replaced) and makes it the active one. Throws when SecretStorage fails. */
  async save(profile: Profile, token: string): Promise<void> {
    await this.storeToken(profile, token);
    const others = this.list().filter(({ name }) => name !== profile.name);
    await this.state.update(
      profilesKey,
      [...others, profile].sort((a, b) => a.name.localeCompare(b.name)),
    );
    await this.switchTo(profile.name);
  }

  async switchTo(name: string): Promise<void> {
    await this.state.update(activeKey, name);
    this.changed.fire();
  }

  async replaceToken(profile: Profile, token: string): Promise<void> {
    await this.storeToken(profile, token);
    this.changed.fire();
  }

  async remove(name: string): Promise<void> {
    await this.secrets.delete(secretPrefix + name);
    await this.state.update(
      profilesKey,
      this.list().filter((profile) => profile.name !== name),
    );
    this.changed.fire();
  }

  /** The token of an environment; undefined when there is none or when it was saved for another origin. */
  async token(profile: Profile): Promise<string | undefined> {
    const text = await this.secrets.get(secretPrefix + profile.name);
    const stored = text === undefined ? undefined : (JSON.parse(text) as StoredToken);
    return stored?.origin === new URL(profile.baseUrl).origin ? stored.token : undefined;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private async storeToken(profile: Profile, token: string): Promise<void> {
    const stored: StoredToken = { origin: new URL(profile.baseUrl).origin, token };
    this.ownWrites.add(secretPrefix + profile.name);
    await this.secrets.store(secretPrefix + profile.name, JSON.stringify(stored));
  }
}
