import * as vscode from 'vscode';
import type { DocumentInFront } from '../../platform/documentInFront';
import type { ShownTarget } from '../../platform/shownTarget';
import type { UserDocuments } from './userDocuments';
import type { UserTargets } from './userTargets';

/** Where the document in front goes, when it is a user file; else where a new one would go. */
export class TargetInFront implements ShownTarget, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: { dispose(): unknown }[];
  private documents: UserDocuments | undefined;
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly inFront: DocumentInFront,
    private readonly targets: UserTargets,
  ) {
    const tell = () => this.changed.fire();
    this.subscriptions = [this.changed, inFront.onDidChange(tell), targets.onDidChange(tell)];
  }

  /** From here on there are user files. */
  follow(documents: UserDocuments): void {
    const tell = () => this.changed.fire();
    this.documents = documents;
    this.subscriptions.push(
      documents.onDidChangeList(tell),
      documents.onDidChange(({ document, change }) => {
        if (change === 'text' && document === this.document()) tell();
      }),
    );
    tell();
  }

  current(): ReturnType<ShownTarget['current']> {
    const { environment, accountLabel } = this.document()?.target() ?? this.targets.ofNew();
    return environment && { environment, ...(accountLabel !== undefined && { accountLabel }) };
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private document() {
    const uri = this.inFront.uri();
    return uri && this.documents?.find(uri);
  }
}
