import * as vscode from 'vscode';
import { accountLabel } from '../../api/accountLabel';
import type { Environment } from '../../api/environment';
import type { Environments } from '../../api/environments';
import type { Account } from '../../api/trutoClient';
import { isAccountId } from '../../core/update/accountId';
import type { NamedTarget } from '../../core/update/userFile';
import type { WriteObstacle } from '../../core/update/writeObstacle';
import type { Profile } from '../../core/http/profile';
import { isInSight } from '../../platform/editorInputs';
import type { AccountSelection, ChosenAccount } from '../../platform/accountSelection';
import { readLiveUserUri } from '../../platform/liveUserUri';
import type { LiveOrigins } from './liveOrigins';

/** An account that is looked at for the sake of a file. */
interface Asked {
  readonly environment: Environment;
  readonly accountId: string;
  /** What was seen is forgotten: it is looked at again for a file in sight. */
  isOutdated: boolean;
}

/** Where an update goes, each part known or still to be asked for. */
export interface UserTarget {
  readonly environment?: Environment;
  readonly accountId?: string;
  /** What to call the account: its integration and tenant when known, else its id. */
  readonly accountLabel?: string;
  readonly userId?: string;
  /** Why the account takes no update, as far as is known. */
  readonly obstacle?: WriteObstacle;
  /** It is a live user's own, and nobody's to choose. */
  readonly isFixed?: true;
  /** The text names another account or user than the document is of: nothing is sent. */
  readonly isContradicted?: true;
}

/** Tells where the update of a user file goes. */
export class UserTargets implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  /** Accounts already looked at: they are not asked for at every keystroke. */
  private readonly asked = new Map<string, Asked>();
  /** Fires when a target may have changed other than by an edit of its file. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly environments: Environments,
    private readonly selection: AccountSelection,
    private readonly profiles: {
      onDidChange(listener: () => void): { dispose(): void };
      list(): readonly Profile[];
    },
    private readonly origins: LiveOrigins,
  ) {
    const lookAnew = (environment?: Environment) => {
      for (const asked of this.asked.values())
        if (environment === undefined || asked.environment === environment) asked.isOutdated = true;
      this.changed.fire();
    };
    this.subscription = vscode.Disposable.from(
      profiles.onDidChange(() => this.changed.fire()),
      selection.onDidChange(() => this.changed.fire()),
      environments.onDidChange(({ environment, change }) => {
        if (change === 'forgotten') lookAnew(environment);
        else this.changed.fire();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => lookAnew()),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.lookAtObstacles();
      }),
    );
  }

  /**
   * Where an update goes in an environment: that of the document, or the one that an action has begun with. Of a live user, to
   * that user, whatever the text says. Else the account is the one `$truto` names, else the one chosen there for the document,
   * else the default one.
   */
  of(named: NamedTarget | undefined, uri: vscode.Uri, environment = this.environmentOf(uri)): UserTarget {
    const live = readLiveUserUri(uri);
    const chosen = environment && this.selection.accountOf(environment, uri);
    const target = this.target(live ?? named, environment, chosen, uri);
    if (!live) return target;
    const { accountId = live.accountId, userId = live.userId } = named ?? {};
    const isContradicted = accountId !== live.accountId || userId !== live.userId;
    return { ...target, isFixed: true, ...(isContradicted && { isContradicted }) };
  }

  /**
   * The environment that a live user was taken from, whatever the window uses, undefined when it was removed or its name was
   * given to another server; of any other document the one in use.
   */
  environmentOf(uri: vscode.Uri | undefined): Environment | undefined {
    if (!uri || !readLiveUserUri(uri)) return this.environments.active();
    const environment = this.environmentNamed(uri);
    return environment && this.origins.areOf(uri, environment.key) ? environment : undefined;
  }

  /** The environment that has the name in the address of a live user now: to read it anew from there, and for nothing else. */
  environmentNamed(uri: vscode.Uri): Environment | undefined {
    const live = readLiveUserUri(uri);
    const profile = live && this.profiles.list().find(({ name }) => name === live.environment);
    return profile && this.environments.of(profile);
  }

  /** A document of a live user begins with the user as this environment has it. */
  take(uri: vscode.Uri, environment: Environment): void {
    if (this.origins.note(uri, environment)) this.changed.fire();
  }

  /** Where a new file would go, in the environment in use. */
  ofNew(): UserTarget {
    const environment = this.environments.active();
    return this.target(undefined, environment, environment && this.selection.defaultAccount(environment));
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private target(
    named: NamedTarget | undefined,
    environment: Environment | undefined,
    chosen: ChosenAccount | undefined,
    uri?: vscode.Uri,
  ): UserTarget {
    const accountId = named?.accountId ?? chosen?.id;
    const account = accountId === undefined ? undefined : environment && this.seen(environment, accountId, uri);
    const obstacle = account && environment?.obstacle(account);
    return {
      ...(environment && { environment }),
      ...(accountId !== undefined && {
        accountId,
        accountLabel: accountId === chosen?.id ? chosen.label : account ? accountLabel(account) : accountId,
      }),
      ...(named?.userId !== undefined && { userId: named.userId }),
      ...(obstacle !== undefined && { obstacle }),
    };
  }

  /**
   * An account as it was last seen. The first time it is looked at, but not while its id is being typed, nor where nothing is
   * sent: a change tells what came of it. It is looked at again for a file that is in sight, and for none.
   */
  private seen(environment: Environment, accountId: string, uri: vscode.Uri | undefined): Account | undefined {
    const key = `${environment.key} ${accountId}`;
    const isWhole = isAccountId(accountId) || environment.knownAccount(accountId) !== undefined;
    const before = this.asked.get(key);
    const isDue = !before || (before.isOutdated && (!uri || isInSight(uri)));
    if (isWhole && isDue && vscode.workspace.isTrusted) {
      const asked = { environment, accountId, isOutdated: false };
      this.asked.set(key, asked);
      this.look(key, asked).catch(() => undefined); // The failed request is in the log, and the id is shown.
    }
    return environment.knownAccount(accountId);
  }

  /** What an account can do is asked once, also when several hear of another environment and one of them forgets the accounts. */
  private async look(key: string, asked: Asked): Promise<void> {
    await Promise.resolve();
    if (this.asked.get(key) !== asked) return;
    asked.isOutdated = false;
    const { environment, accountId } = asked;
    const isNew = environment.knownAccount(accountId) === undefined;
    const account = await environment.account(accountId);
    if (isNew) this.changed.fire();
    await environment.askStanding(account);
  }

  /** The person may come back from having connected an account anew. */
  private lookAtObstacles(): void {
    if (!vscode.workspace.isTrusted) return;
    for (const { environment, accountId } of this.asked.values()) {
      const account = environment.knownAccount(accountId);
      if (account && environment.obstacle(account)) void environment.askStanding(account);
    }
  }
}
