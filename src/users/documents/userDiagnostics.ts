import * as vscode from 'vscode';
import type { Problem, Severity } from '../../core/problem';
import { settings } from '../../platform/settings';
import { problemMessage } from './problemMessage';
import type { UserDocuments } from './userDocuments';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** Keeps the diagnostics of every open user file in step with its text. */
export class UserDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('truto');
  private readonly checked = new Map<string, { readonly version: number; readonly problems: readonly Problem[] }>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor(private readonly documents: UserDocuments) {
    this.subscription = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => void this.update(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) void this.update(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
      documents.onDidChange(() => this.updateAll()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('truto.validation')) this.updateAll();
      }),
    );
    this.updateAll();
  }

  /** The problems of the document's text as it is now. */
  async problems(document: vscode.TextDocument): Promise<readonly Problem[]> {
    const known = this.checked.get(document.uri.toString());
    return known?.version === document.version ? known.problems : this.check(document);
  }

  /** The problems as they are shown: those of the last text that was checked. */
  shownProblems(document: vscode.TextDocument): readonly Problem[] {
    return this.checked.get(document.uri.toString())?.problems ?? [];
  }

  dispose(): void {
    this.subscription.dispose();
    this.collection.dispose();
    this.changed.dispose();
  }

  private updateAll(): void {
    this.checked.clear();
    for (const document of vscode.workspace.textDocuments) void this.update(document);
  }

  private async update(document: vscode.TextDocument): Promise<void> {
    if (!this.documents.has(document)) {
      this.forget(document);
      return;
    }
    const version = document.version;
    const problems = await this.check(document);
    if (document.version !== version || document.isClosed) return;
    this.checked.set(document.uri.toString(), { version, problems });
    // VS Code's own JSON service marks syntax errors in JSON documents: once is enough.
    const shown = isJson(document) ? problems.filter(({ code }) => code !== 'syntaxError') : problems;
    this.collection.set(document.uri, shown.map((problem) => toDiagnostic(document, problem)));
    this.changed.fire(document.uri);
  }

  /** The checks are loaded with the first user file, so that no other JSON file pays for them. */
  private async check(document: vscode.TextDocument): Promise<readonly Problem[]> {
    const { checkUserText } = await import('../../core/checkUserText');
    return checkUserText(document.getText(), { unknownFields: settings.unknownFields(document.uri) });
  }

  private forget(document: vscode.TextDocument): void {
    if (!this.checked.delete(document.uri.toString())) return;
    this.collection.delete(document.uri);
    this.changed.fire(document.uri);
  }
}

const isJson = (document: vscode.TextDocument) => document.languageId === 'json' || document.languageId === 'jsonc';

/** The range of a problem in its document. */
export function problemRange(document: vscode.TextDocument, { offset, length }: { readonly offset: number; readonly length: number }): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

function toDiagnostic(document: vscode.TextDocument, problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(problemRange(document, problem), problemMessage(problem), severities[problem.severity]);
  diagnostic.source = 'truto';
  diagnostic.code = problem.code;
  if (problem.related) {
    diagnostic.relatedInformation = problem.related.map(
      (place) => new vscode.DiagnosticRelatedInformation(new vscode.Location(document.uri, problemRange(document, place)), vscode.l10n.t('first here')),
    );
  }
  return diagnostic;
}
