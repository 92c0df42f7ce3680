import * as vscode from 'vscode';
import type { Connection } from '../../api/connection';
import type { Account } from '../../api/trutoClient';
import type { UserFile } from '../../core/update/userFile';
import type { WriteObstacle } from '../../core/update/writeObstacle';
import type { AccountSelection } from '../../platform/accountSelection';
import type { ProfileStore } from '../../platform/profileStore';

/** Where an update goes, each part known or still to be asked for. */
export interface UserTarget {
  readonly environment?: string;
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
  private readonly asked = new Set<string>();
  /** Fires when a target may have changed other than by an edit of its file. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly profiles: ProfileStore,
    private readonly selection: AccountSelection,
    private readonly connection: Connection,
  ) {
    const lookAnew = () => {
      this.asked.clear();
      this.changed.fire();
    };
    this.subscription = vscode.Disposable.from(
      profiles.onDidChange(() => this.changed.fire()),
      selection.onDidChange(() => this.changed.fire()),
      connection.onDidChange((change) => (change === 'forgotten' ? lookAnew() : this.changed.fire())),
      vscode.workspace.onDidGrantWorkspaceTrust(lookAnew),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.lookAtObstacles();
      }),
    );
  }

  /** The account is the one `$truto` names, else the one chosen for the document, else the default one. */
  of(file: UserFile | undefined, uri: vscode.Uri): UserTarget {
    const chosen = this.selection.documentAccount(uri) ?? this.selection.defaultAccount();
    const accountId = file?.accountId ?? chosen?.id;
    const environment = this.profiles.active()?.name;
    const account = accountId === undefined ? undefined : this.seen(accountId);
    const obstacle = account && this.connection.obstacle(account);
    return {
      ...(environment !== undefined && { environment }),
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
  private seen(accountId: string): Account | undefined {
    if (!this.asked.has(accountId) && this.profiles.active()) {
      this.asked.add(accountId);
      this.look(accountId).catch(() => undefined); // The failed request is in the log, and the id is shown.
    }
    return this.connection.knownAccount(accountId);
  }

  /** What an account can do is asked once, and never on behalf of an untrusted workspace. */
  private async look(accountId: string): Promise<void> {
    const isNew = this.connection.knownAccount(accountId) === undefined;
    const account = await this.connection.account(accountId);
    if (isNew) this.changed.fire();
    if (vscode.workspace.isTrusted) await this.connection.askObstacle(account);
  }

  /** The person may come back from having connected an account anew. */
  private lookAtObstacles(): void {
    if (!vscode.workspace.isTrusted) return;
    for (const accountId of this.asked) {
      const account = this.connection.knownAccount(accountId);
      if (account && this.connection.obstacle(account)) void this.connection.askObstacle(account);
    }
  }
}
