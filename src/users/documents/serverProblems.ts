import * as vscode from 'vscode';
import type { FieldProblem } from '../../core/errors/errorExplanation';
import type { Problem } from '../../core/check/problem';
import type { ServerProblem } from '../../core/errors/serverProblems';
import { toDiagnostic } from './userDiagnostics';

/** What the server refused, shown at its place in the file until that place is edited or the file is sent again. */
export class ServerProblems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('truto-server');
  private readonly problems = new Map<string, readonly ServerProblem[]>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor() {
    this.subscription = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument((event) => void this.edited(event)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.clear(uri)),
    );
  }

  of(document: vscode.TextDocument): readonly Problem[] {
    return this.problems.get(document.uri.toString()) ?? [];
  }

  /** Marks what a response complained about. `text` is what was sent; when it has changed since, nothing is marked. */
  async show(
    document: vscode.TextDocument,
    text: string,
    complaints: readonly FieldProblem[],
    integration: string,
  ): Promise<void> {
    const { placeServerProblems } = await import('../../core/errors/serverProblems');
    if (document.getText() === text) this.set(document, placeServerProblems(text, complaints, integration));
  }

  clear(uri: vscode.Uri): void {
    if (!this.problems.delete(uri.toString())) return;
    this.collection.delete(uri);
    this.changed.fire(uri);
  }

  dispose(): void {
    this.subscription.dispose();
    this.collection.dispose();
    this.changed.dispose();
  }

  private async edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): Promise<void> {
    if (contentChanges.length === 0 || !this.problems.has(document.uri.toString())) return;
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      length: rangeLength,
      text,
    }));
    const { afterChanges } = await import('../../core/errors/serverProblems');
    this.set(document, afterChanges(this.problems.get(document.uri.toString()) ?? [], changes));
  }

  private set(document: vscode.TextDocument, problems: readonly ServerProblem[]): void {
    this.problems.set(document.uri.toString(), problems);
    this.collection.set(
      document.uri,
      problems.map((problem) => toDiagnostic(document, problem)),
    );
    this.changed.fire(document.uri);
  }
}
