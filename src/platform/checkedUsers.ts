import * as vscode from 'vscode';
import type { Environment } from '../api/environment';

/** A user whose box is checked in a list. */
export interface CheckedUser {
  readonly environment: Environment;
  readonly accountId: string;
  readonly userId: string;
  /** The parameters that reading it takes. */
  readonly query: Readonly<Record<string, unknown>>;
  /** As its row names it. */
  readonly label: string;
}

/** The same, with the ID of its row. */
interface RowUser extends CheckedUser {
  readonly id: string;
}

/** The users that are checked, in the order in which they were, whether their rows are shown or not. */
export class CheckedUsers implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly users = new Map<string, CheckedUser>();

  get all(): readonly CheckedUser[] {
    return [...this.users.values()];
  }

  get count(): number {
    return this.users.size;
  }

  /** @param id of its row */
  has(id: string): boolean {
    return this.users.has(id);
  }

  set(id: string, user: CheckedUser, isChecked: boolean): void {
    this.setAll([{ ...user, id }], isChecked);
  }

  /** Checks many at once, or none of them any more: it is told once. */
  setAll(users: readonly RowUser[], isChecked: boolean): void {
    if (users.length === 0) return;
    for (const user of users)
      if (isChecked) this.users.set(user.id, user);
      else this.users.delete(user.id);
    this.changed.fire();
  }

  clear(): void {
    if (this.users.size === 0) return;
    this.users.clear();
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}
