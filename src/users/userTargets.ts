import * as vscode from 'vscode';
import type { Connection } from '../api/connection';
import type { Account } from '../api/trutoClient';
import type { UserFile } from '../core/userFile';
import type { AccountSelection } from '../platform/accountSelection';
import type { ProfileStore } from '../platform/profileStore';

/** Where an update goes, each part known or still to be asked for. */
export interface UserTarget {
  readonly environment?: string;
  readonly accountId?: string;
  /** What to call the account: its integration and tenant when known, else its id. */
  readonly accountLabel?: string;
  readonly userId?: string;
}

/** The label of an account: `HubSpot · acme`. */
export function accountLabel(account: Account): string {
  return [account.integration.label, account.tenantId].filter(Boolean).join(' · ');
}

/** Tells where the update of a user file goes. */
export class UserTargets implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  /** Accounts already asked for: one that cannot be read is not asked for at every keystroke. */
  private readonly asked = new Set<string>();
  /** Fires when a target may have changed other than by an edit of its file. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly profiles: ProfileStore,
    private readonly selection: AccountSelection,
    private readonly connection: Connection,
  ) {
    this.subscription = vscode.Disposable.from(
      profiles.onDidChange(() => {
        this.asked.clear();
        this.changed.fire();
      }),
      selection.onDidChange(() => this.changed.fire()),
    );
  }

  /** The account is the one `$truto` names, else the one chosen for the document, else the default one. */
  of(file: UserFile | undefined, uri: vscode.Uri): UserTarget {
    const chosen = this.selection.documentAccount(uri) ?? this.selection.defaultAccount();
    const accountId = file?.accountId ?? chosen?.id;
    const environment = this.profiles.active()?.name;
    return {
      ...(environment !== undefined && { environment }),
      ...(accountId !== undefined && { accountId, accountLabel: accountId === chosen?.id ? chosen.label : this.label(accountId) }),
      ...(file?.userId !== undefined && { userId: file.userId }),
    };
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  /** What an account is called; its id until that has been found out, or when it cannot be. */
  private label(accountId: string): string {
    const account = this.connection.knownAccount(accountId);
    if (account) return accountLabel(account);
    if (!this.asked.has(accountId) && this.profiles.active()) {
      this.asked.add(accountId);
      this.connection.account(accountId).then(
        () => this.changed.fire(),
        () => undefined, // The failed request is in the log, and the id is shown.
      );
    }
    return accountId;
  }
}
