import * as vscode from 'vscode';
import type { UserServices } from '../userServices';
import { userTarget } from '../userTarget';

/** The target and the actions above the first line of a user file. */
export class UserCodeLens implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  /** Accounts already asked for: one that cannot be read is not asked for at every keystroke. */
  private readonly asked = new Set<string>();
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly services: UserServices) {
    const refresh = () => this.changed.fire();
    this.subscription = vscode.Disposable.from(
      services.profiles.onDidChange(() => {
        this.asked.clear();
        refresh();
      }),
      services.selection.onDidChange(refresh),
      services.documents.onDidChange(refresh),
    );
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!this.services.documents.has(document)) return [];
    const { readUserFile } = await import('../../core/userFile');
    const { t } = vscode.l10n;
    const { profiles, selection, connection } = this.services;
    const target = userTarget(readUserFile(document.getText()), document.uri, selection, connection);
    if (target.accountId !== undefined && target.accountLabel === target.accountId) this.learn(target.accountId);
    const environment = profiles.active()?.name;
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (title: string, command: string, ...args: unknown[]) => new vscode.CodeLens(top, { title, command, arguments: args });
    return [
      lens(`$(send) ${t('Send Update')}`, 'truto.sendUser', document.uri),
      lens(`$(diff) ${t('Preview Changes')}`, 'truto.previewUpdate', document.uri),
      environment === undefined
        ? lens(`$(cloud) ${t('Add environment…')}`, 'truto.addProfile')
        : lens(`$(cloud) ${environment}`, 'truto.switchProfile'),
      lens(`$(plug) ${target.accountLabel ?? t('Select account…')}`, 'truto.selectAccount', { uri: document.uri }),
      ...(target.userId === undefined ? [] : [lens(`$(account) ${target.userId}`, '')]),
    ];
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  /** Finds out what an account is called and shows it; when that fails its id stays. */
  private learn(accountId: string): void {
    if (this.asked.has(accountId) || !this.services.profiles.active()) return;
    this.asked.add(accountId);
    this.services.connection.account(accountId).then(
      () => this.changed.fire(),
      (error: unknown) => this.services.log.debug(`account ${accountId} not read: ${error instanceof Error ? error.message : ''}`),
    );
  }
}
