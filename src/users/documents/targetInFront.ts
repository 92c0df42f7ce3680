import * as vscode from 'vscode';
import type { DocumentInFront } from '../../platform/documentInFront';
import { setContext } from '../../platform/commands';
import type { ShownTarget } from '../../platform/shownTarget';
import type { UserDocuments } from './userDocuments';
import type { UserTarget, UserTargets } from './userTargets';

/**
 * Where the document in front goes, when it is a user file; of a response, a preview or the like, the user that it is about.
 * Else where a new one would go.
 */
export class TargetInFront implements ShownTarget, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: { dispose(): unknown }[];
  private documents: UserDocuments | undefined;
  private shown: ((uri: vscode.Uri) => UserTarget | undefined) | undefined;
  private readonly achieved = new Set<string>();
  /** What was told last. */
  private told: UserTarget = {};
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly inFront: DocumentInFront,
    private readonly targets: UserTargets,
  ) {
    const tell = () => this.tell();
    this.subscriptions = [this.changed, inFront.onDidChange(tell), targets.onDidChange(tell)];
    tell();
  }

  /**
   * From here on there are user files.
   * @param shown tells which user a read-only document is about
   */
  follow(documents: UserDocuments, shown?: (uri: vscode.Uri) => UserTarget | undefined): void {
    const tell = () => this.tell();
    this.documents = documents;
    this.shown = shown;
    this.subscriptions.push(
      documents.onDidChangeList(tell),
      documents.onDidChange(({ document, change }) => {
        if (change === 'text' && document === this.document()) this.followText();
      }),
    );
    tell();
  }

  current(): ReturnType<ShownTarget['current']> {
    const { environment, accountLabel } = this.target();
    return environment && { environment, ...(accountLabel !== undefined && { accountLabel }) };
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  /** Few keystrokes change where a text goes: who shows it is told of those alone. */
  private followText(): void {
    const { told } = this;
    const target = this.target();
    const parts = ['environment', 'accountId', 'accountLabel', 'userId'] as const;
    if (parts.some((part) => target[part] !== told[part])) this.tell(target);
  }

  private tell(target = this.target()): void {
    this.told = target;
    const { environment, accountId, userId } = target;
    if (environment && accountId !== undefined) this.achieve('hasAccount');
    if (environment && accountId !== undefined && userId !== undefined) this.achieve('userOpened');
    this.changed.fire();
  }

  /** Steps of the walkthrough: done once is done. */
  private achieve(step: string): void {
    if (!this.achieved.has(step)) setContext(step, true);
    this.achieved.add(step);
  }

  private target(): UserTarget {
    const uri = this.inFront.uri();
    return (uri && (this.documents?.find(uri)?.target() ?? this.shown?.(uri))) ?? this.targets.ofNew();
  }

  private document() {
    const uri = this.inFront.uri();
    return uri && this.documents?.find(uri);
  }
}
