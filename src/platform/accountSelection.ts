import * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import { keep } from '../api/kept';
import type { DocumentMoves } from './documentMoves';
import { movedEntries } from '../core/update/movedEntries';

const defaultsKey = 'truto.defaultAccounts';
const documentsKey = 'truto.accountsOfDocuments';

/** An account as it was chosen: its label is kept so that it can be named without asking Truto. */
export interface ChosenAccount {
  readonly id: string;
  readonly label: string;
}

/** What was chosen for a document. Null: that is not known any more, and is to be asked for. */
type DocumentChoice = ChosenAccount | null;

/** By the key of an environment. */
type Defaults = Readonly<Record<string, ChosenAccount>>;

/** In which environment an account was chosen. */
type Where = Pick<Environment, 'key'>;

/** By the key of an environment, and below that by URI. */
type DocumentChoices = Readonly<Record<string, Readonly<Record<string, DocumentChoice>>>>;

/**
 * Which integrated account of an environment is meant: one by default, and one a document was pointed at, whatever its
 * name becomes. Kept per workspace, but for what was imported.
 */
export class AccountSelection implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly state: vscode.Memento,
    /** What all windows share. */
    private readonly shared: vscode.Memento,
    moves: Pick<DocumentMoves, 'onDidMove' | 'onDidLoseOrigin'>,
  ) {
    this.subscription = vscode.Disposable.from(
      moves.onDidMove((move) => void this.map((choices) => movedEntries(choices, move))),
      moves.onDidLoseOrigin(({ uri }) => void this.forget(uri)),
    );
  }

  /** The account of all documents that neither name one nor were pointed at one. */
  defaultAccount({ key }: Where): ChosenAccount | undefined {
    const [own, shared] = [this.state, this.shared].map((place) => place.get<Defaults>(defaultsKey)?.[key]);
    return own ?? shared;
  }

  /** The default account of an environment in all workspaces where nobody has chosen another one. */
  async setSharedDefault({ key }: Where, account: ChosenAccount): Promise<void> {
    await keep(this.shared, defaultsKey, { ...this.shared.get<Defaults>(defaultsKey, {}), [key]: account });
    this.changed.fire();
  }

  async setDefaultAccount({ key }: Where, account: ChosenAccount): Promise<void> {
    await keep(this.state, defaultsKey, { ...this.state.get<object>(defaultsKey, {}), [key]: account });
    this.changed.fire();
  }

  /** The account of a document that names none: the one chosen for it, else the default one; undefined to ask. */
  accountOf(environment: Where, uri: vscode.Uri): ChosenAccount | undefined {
    const choice = this.choices()[environment.key]?.[uri.toString()];
    return choice === undefined ? this.defaultAccount(environment) : (choice ?? undefined);
  }

  async setDocumentAccount({ key }: Where, uri: vscode.Uri, account: ChosenAccount): Promise<void> {
    const choices = this.choices();
    await this.keep({ ...choices, [key]: { ...choices[key], [uri.toString()]: account } });
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  /** Nothing goes to the default account only because nobody knows where a document comes from. */
  private async forget(uri: vscode.Uri): Promise<void> {
    await this.map((choices) => (Object.keys(choices).length === 0 ? choices : { ...choices, [uri.toString()]: null }));
  }

  private async map(
    change: (choices: Readonly<Record<string, DocumentChoice>>) => Readonly<Record<string, DocumentChoice>>,
  ): Promise<void> {
    const before = this.choices();
    const after = Object.fromEntries(Object.entries(before).map(([key, choices]) => [key, change(choices)]));
    if (JSON.stringify(after) !== JSON.stringify(before)) await this.keep(after);
  }

  private choices(): DocumentChoices {
    return this.state.get<DocumentChoices>(documentsKey, {});
  }

  private async keep(choices: DocumentChoices): Promise<void> {
    // It counts from here on, and is written later.
    const written = keep(this.state, documentsKey, choices);
    this.changed.fire();
    await written;
  }
}
