import * as vscode from 'vscode';
import type { Environments } from '../../api/environments';
import { iconLabel } from '../../platform/labels';
import { environmentName } from '../../platform/words/environmentWords';
import { obstacleTitle } from '../../platform/words/obstacleWords';
import type { Obstructed } from '../../updates/prepared';
import type { UserTarget } from './userTargets';
import type { UserDocuments } from './userDocuments';

/** Internal: behind the lens that says why nothing can be sent. Takes an Obstructed and the Uri of the document. */
export const tellObstacleCommand = '_truto.tellObstacle';

/** Which live users were saved here and not sent. */
export interface Drafts {
  isDraft(uri: vscode.Uri): boolean;
  readonly onDidChangeDraft: vscode.Event<vscode.Uri>;
}

/** The target and the actions above the first line of a user file. */
export class UserCodeLens implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly documents: UserDocuments,
    private readonly environments: Environments,
    private readonly drafts: Drafts,
  ) {
    this.subscription = vscode.Disposable.from(
      drafts.onDidChangeDraft(() => this.changed.fire()),
      documents.onDidChangeList(() => this.changed.fire()),
      // After an edit VS Code asks by itself.
      documents.onDidChange(({ change }) => {
        if (change === 'target') this.changed.fire();
      }),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const user = this.documents.of(document);
    if (!user) return [];
    const { t } = vscode.l10n;
    const { isList } = user.text;
    const target = user.target();
    const obstructed = obstructedAccount(target);
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (title: string, command: string, ...args: unknown[]) =>
      new vscode.CodeLens(top, { title, command, arguments: args });
    return [
      ...(obstructed
        ? [
            lens(
              iconLabel('warning', obstacleTitle(obstructed.obstacle)),
              tellObstacleCommand,
              obstructed,
              document.uri,
            ),
          ]
        : []),
      ...(this.drafts.isDraft(document.uri)
        ? [lens(iconLabel('circle-filled', t('Saved here, not sent')), 'truto.previewUpdate', document.uri)]
        : []),
      ...(isList
        ? [lens(iconLabel('cloud-upload', t('Plan Updates...')), 'truto.updateUsersFromFile', document.uri)]
        : [
            lens(iconLabel('send', t('Send Update')), 'truto.sendUser', document.uri),
            lens(iconLabel('diff', t('Preview Changes')), 'truto.previewUpdate', document.uri),
            lens(iconLabel('settings', t('Parameters')), 'truto.setQueryParameters', document.uri),
          ]),
      target.environment
        ? lens(
            iconLabel(target.environment.isProduction ? 'alert' : 'cloud', environmentName(target.environment)),
            target.isFixed ? '' : 'truto.switchProfile',
          )
        : this.environments.lost() && !target.isFixed
          ? lens(iconLabel('cloud', t('Switch Environment...')), 'truto.switchProfile')
          : lens(iconLabel('cloud', t('Add Environment...')), 'truto.addProfile'),
      lens(
        iconLabel('plug', target.accountLabel ?? t('Select Account...')),
        target.isFixed ? '' : 'truto.selectAccount',
        { kind: 'document', uri: document.uri },
      ),
      ...(target.userId === undefined ? [] : [lens(iconLabel('account', target.userId), '')]),
    ];
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

function obstructedAccount({ environment, obstacle, accountId, accountLabel }: UserTarget): Obstructed | undefined {
  return environment && obstacle && accountId !== undefined && accountLabel !== undefined
    ? { environment, obstacle, accountId, accountLabel }
    : undefined;
}
