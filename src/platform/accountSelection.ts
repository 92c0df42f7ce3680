import * as vscode from 'vscode';
import type { ProfileStore } from './profileStore';

const defaultsKey = 'truto.defaultAccounts';
const documentsKey = 'truto.documentAccounts';

/** An account as it was chosen: its label is kept so that it can be named without asking Truto. */
export interface ChosenAccount {
  readonly id: string;
  readonly label: string;
}

type ChosenAccounts = Readonly<Record<string, ChosenAccount>>;

/** Which integrated account is meant: one by default per environment, and one a document was pointed at. Kept per workspace. */
export class AccountSelection implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly state: vscode.Memento,
    private readonly profiles: ProfileStore,
  ) {}

  defaultAccount(): ChosenAccount | undefined {
    const profile = this.profiles.active();
    return profile && this.state.get<ChosenAccounts>(defaultsKey, {})[profile.name];
  }

  async setDefaultAccount(account: ChosenAccount): Promise<void> {
    const profile = this.profiles.active();
    if (profile) await this.store(defaultsKey, profile.name, account);
  }

  /** The account chosen for this document alone. */
  documentAccount(uri: vscode.Uri): ChosenAccount | undefined {
    return this.state.get<ChosenAccounts>(documentsKey, {})[this.documentKey(uri)];
  }

  async setDocumentAccount(uri: vscode.Uri, account: ChosenAccount): Promise<void> {
    await this.store(documentsKey, this.documentKey(uri), account);
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** A document's choice counts for the environment it was made in. */
  private documentKey(uri: vscode.Uri): string {
    return `${this.profiles.active()?.name ?? ''} ${uri.toString()}`;
  }

  private async store(key: string, name: string, account: ChosenAccount): Promise<void> {
    await this.state.update(key, { ...this.state.get<ChosenAccounts>(key, {}), [name]: account });
    this.changed.fire();
  }
}
