import * as vscode from 'vscode';
import type { Environments } from '../../api/environments';
import { obstacleTitle } from '../../platform/words/obstacleWords';
import type { ObstructedAccount } from '../send/accountObstacle';
import type { UserTarget, UserTargets } from './userTargets';
import { isUserList } from './isUserList';
import type { UserDocuments } from './userDocuments';

/** Internal: behind the lens that says why nothing can be sent. */
const tellObstacle = '_truto.tellObstacle';

/** The target and the actions above the first line of a user file. */
export class UserCodeLens implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly documents: UserDocuments,
    private readonly targets: UserTargets,
    private readonly environments: Environments,
  ) {
    const refresh = () => this.changed.fire();
    this.subscription = vscode.Disposable.from(
      documents.onDidChange(refresh),
      targets.onDidChange(refresh),
      vscode.commands.registerCommand(tellObstacle, async (account: ObstructedAccount, uri: vscode.Uri) =>
        (await import('../send/accountObstacle')).tellObstacle(account, uri),
      ),
    );
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!this.documents.has(document)) return [];
    const { readUserFile } = await import('../../core/update/userFile');
    const { t } = vscode.l10n;
    const isList = isUserList(document);
    const target = this.targets.of(isList ? undefined : readUserFile(document.getText()), document.uri);
    const obstructed = obstructedAccount(target);
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (title: string, command: string, ...args: unknown[]) =>
      new vscode.CodeLens(top, { title, command, arguments: args });
    return [
      ...(obstructed
        ? [lens(`$(warning)\u00a0${obstacleTitle(obstructed.obstacle)}`, tellObstacle, obstructed, document.uri)]
        : []),
      lens(`$(send)\u00a0${t('Send Update')}`, 'truto.sendUser', document.uri),
      lens(`$(diff)\u00a0${t('Preview Changes')}`, 'truto.previewUpdate', document.uri),
      ...(isList ? [] : [lens(`$(settings)\u00a0${t('Parameters')}`, 'truto.setQueryParameters', document.uri)]),
      target.environment
        ? lens(`$(cloud)\u00a0${target.environment.profile.name}`, 'truto.switchProfile')
        : this.environments.lost()
          ? lens(`$(cloud)\u00a0${t('Switch Environment...')}`, 'truto.switchProfile')
          : lens(`$(cloud)\u00a0${t('Add Environment...')}`, 'truto.addProfile'),
      lens(`$(plug)\u00a0${target.accountLabel ?? t('Select Account...')}`, 'truto.selectAccount', {
        uri: document.uri,
      }),
      ...(target.userId === undefined ? [] : [lens(`$(account)\u00a0${target.userId}`, '')]),
    ];
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

function obstructedAccount({
  environment,
  obstacle,
  accountId,
  accountLabel,
}: UserTarget): ObstructedAccount | undefined {
  return environment && obstacle && accountId !== undefined && accountLabel !== undefined
    ? { environment, obstacle, accountId, accountLabel }
    : undefined;
}
