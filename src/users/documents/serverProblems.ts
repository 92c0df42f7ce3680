import type * as vscode from 'vscode';
import type { FieldProblem } from '../../core/errors/errorExplanation';
import type { Problem } from '../../core/check/problem';
import { afterChanges, placeServerProblems, type ServerProblem } from '../../core/errors/serverProblems';
import { toDiagnostic } from './documentProblems';

/** What the server refused of one document, shown at its place until that place is edited or the file is sent again. */
export class ServerProblems implements vscode.Disposable {
  private problems: readonly ServerProblem[] = [];

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly diagnostics: vscode.DiagnosticCollection,
    private readonly changed: () => void,
  ) {}

  get shown(): readonly Problem[] {
    return this.problems;
  }

  /** Marks what a response complained about. `text` is what was sent; when it has changed since, nothing is marked. */
  show(text: string, complaints: readonly FieldProblem[], integration: string): void {
    if (!this.document.isClosed && this.document.getText() === text)
      this.set(placeServerProblems(text, complaints, integration));
  }

  edited(contentChanges: readonly vscode.TextDocumentContentChangeEvent[]): void {
    if (this.problems.length === 0) return;
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      length: rangeLength,
      text,
    }));
    this.set(afterChanges(this.problems, changes));
  }

  clear(): void {
    if (this.problems.length > 0) this.set([]);
  }

  dispose(): void {
    this.diagnostics.delete(this.document.uri);
  }

  private set(problems: readonly ServerProblem[]): void {
    const { document } = this;
    this.problems = problems;
    this.diagnostics.set(
      document.uri,
      problems.map((problem) => toDiagnostic(document, problem)),
    );
    this.changed();
  }
}
