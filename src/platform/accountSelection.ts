import * as vscode from 'vscode';
import type { Environment } from '../api/environment';

const defaultsKey = 'truto.defaultAccounts';
const documentsKey = 'truto.documentAccounts';

/** An account as it was chosen: its label is kept so that it can be named without asking Truto. */
export interface ChosenAccount {
  readonly id: string;
  readonly label: string;
}

type ChosenAccounts = Readonly<Record<string, ChosenAccount>>;

/** In which environment an account was chosen. */
type Where = Pick<Environment, 'key'>;

/**
 * Which integrated account of an environment is meant: one by default, and one a document was pointed at. Kept per
 * workspace.
 */
export class AccountSelection implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly state: vscode.Memento) {}

  defaultAccount({ key }: Where): ChosenAccount | undefined {
    return this.chosen(defaultsKey, key);
  }

  async setDefaultAccount({ key }: Where, account: ChosenAccount): Promise<void> {
    await this.store(defaultsKey, key, account);
  }

  /** The account chosen for this document alone. */
  documentAccount(environment: Where, uri: vscode.Uri): ChosenAccount | undefined {
    return this.chosen(documentsKey, documentKey(environment, uri));
  }

  async setDocumentAccount(environment: Where, uri: vscode.Uri, account: ChosenAccount): Promise<void> {
    await this.store(documentsKey, documentKey(environment, uri), account);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private chosen(key: string, name: string): ChosenAccount | undefined {
    return this.state.get<ChosenAccounts>(key, {})[name];
  }

  private async store(key: string, name: string, account: ChosenAccount): Promise<void> {
    await this.state.update(key, { ...this.state.get<ChosenAccounts>(key, {}), [name]: account });
    this.changed.fire();
  }
}

/** A document's choice counts for the environment it was made in. */
const documentKey = ({ key }: Where, uri: vscode.Uri): string => `${key} ${uri.toString()}`;
