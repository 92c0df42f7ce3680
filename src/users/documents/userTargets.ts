import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import type { Environments } from '../../api/environments';
import type { Account } from '../../api/trutoClient';
import type { UserFile } from '../../core/update/userFile';
import type { WriteObstacle } from '../../core/update/writeObstacle';
import type { AccountSelection } from '../../platform/accountSelection';

/** Where an update goes, each part known or still to be asked for. */
export interface UserTarget {
  readonly environment?: Environment;
  readonly accountId?: string;
  /** What to call the account: its integration and tenant when known, else its id. */
  readonly accountLabel?: string;
  readonly userId?: string;
  /** Why the account takes no update, as far as is known. */
  readonly obstacle?: WriteObstacle;
}

/** The label of an account: `HubSpot · acme`. */
export function accountLabel(account: Account): string {
  return [account.integration.label, account.tenantId].filter(Boolean).join(' · ');
}

/** Tells where the update of a user file goes. */
export class UserTargets implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  /** Accounts already looked at: they are not asked for at every keystroke. */
  private readonly asked = new Map<string, { readonly environment: Environment; readonly accountId: string }>();
  /** Fires when a target may have changed other than by an edit of its file. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly environments: Environments,
    private readonly selection: AccountSelection,
    profiles: { onDidChange(listener: () => void): { dispose(): void } },
  ) {
    const lookAnew = (environment?: Environment) => {
      for (const [key, asked] of this.asked)
        if (environment === undefined || asked.environment === environment) this.asked.delete(key);
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
   * Where an update goes in an environment: the one in use, or the one that an action has begun with. The account is the
   * one `$truto` names, else the one chosen there for the document, else the default one.
   */
  of(file: UserFile | undefined, uri: vscode.Uri, environment = this.environments.active()): UserTarget {
    const chosen =
      environment && (this.selection.documentAccount(environment, uri) ?? this.selection.defaultAccount(environment));
    const accountId = file?.accountId ?? chosen?.id;
    const account = accountId === undefined ? undefined : environment && this.seen(environment, accountId);
    const obstacle = account && environment?.obstacle(account);
    return {
      ...(environment && { environment }),
      ...(accountId !== undefined && {
        accountId,
        accountLabel: accountId === chosen?.id ? chosen.label : account ? accountLabel(account) : accountId,
      }),
      ...(file?.userId !== undefined && { userId: file.userId }),
      ...(obstacle !== undefined && { obstacle }),
    };
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  /** An account as it was last seen. The first time it is looked at: a change tells what came of it. */
  private seen(environment: Environment, accountId: string): Account | undefined {
    const key = `${environment.key} ${accountId}`;
    if (!this.asked.has(key)) {
      this.asked.set(key, { environment, accountId });
      this.look(environment, accountId).catch(() => undefined); // The failed request is in the log, and the id is shown.
    }
    return environment.knownAccount(accountId);
  }

  /** What an account can do is asked once, and never on behalf of an untrusted workspace. */
  private async look(environment: Environment, accountId: string): Promise<void> {
    const isNew = environment.knownAccount(accountId) === undefined;
    const account = await environment.account(accountId);
    if (isNew) this.changed.fire();
    if (vscode.workspace.isTrusted) await environment.askObstacle(account);
  }

  /** The person may come back from having connected an account anew. */
  private lookAtObstacles(): void {
    if (!vscode.workspace.isTrusted) return;
    for (const { environment, accountId } of this.asked.values()) {
      const account = environment.knownAccount(accountId);
      if (account && environment.obstacle(account)) void environment.askObstacle(account);
    }
  }
}
