import * as vscode from 'vscode';
import type { DocumentInFront } from '../../platform/documentInFront';
import type { ShownTarget } from '../../platform/shownTarget';
import type { UserDocuments } from './userDocuments';
import type { UserTargets } from './userTargets';

/** Where the document in front goes, when it is a user file; else where a new one would go. */
export class TargetInFront implements ShownTarget, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly inFront: DocumentInFront,
    private readonly documents: UserDocuments,
    private readonly targets: UserTargets,
  ) {
    const tell = () => this.changed.fire();
    this.subscription = vscode.Disposable.from(
      inFront.onDidChange(tell),
      targets.onDidChange(tell),
      documents.onDidChangeList(tell),
      documents.onDidChange(({ document, change }) => {
        if (change === 'text' && document === this.document()) tell();
      }),
    );
  }

  current(): ReturnType<ShownTarget['current']> {
    const { environment, accountLabel } = this.document()?.target() ?? this.targets.ofNew();
    return environment && { environment, ...(accountLabel !== undefined && { accountLabel }) };
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private document() {
    const uri = this.inFront.uri();
    return uri && this.documents.find(uri);
  }
}
