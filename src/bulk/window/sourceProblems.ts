import * as vscode from 'vscode';
import { plainText } from '../../platform/plainText';
import { rowProblemMessage, sourceFaultWords } from '../../platform/words/bulkWords';
import type { PlanProblem } from '../plan/planFile';
import type { SourceFault } from '../source/sourceFault';

const source = 'truto';
/** So many problems of a file are listed: the plan has them all. */
const maxListed = 500;
/** In ms: the list is shown at once, and then not more often. */
const showEvery = 500;

/** The list of one source while it is read. */
interface ShownProblems {
  add(problems: readonly PlanProblem[]): void;
  /** Nothing behind this place can be read. */
  break(fault: SourceFault): void;
  /** Shows the last of it. */
  end(): void;
}

/** What is wrong with the rows of sources, in the panel of problems, from when a source is read until it is changed. */
export class SourceProblems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('truto-bulk');
  private readonly subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) this.forget(document.uri);
  });
  /** By URI: what tells that a file is gone. */
  private readonly watchers = new Map<string, vscode.Disposable>();

  /** Begins the list of a source anew. */
  begin(uri: vscode.Uri): ShownProblems {
    this.forget(uri);
    // What is open as a user file shows its problems by itself.
    const isShown = vscode.languages.getDiagnostics(uri).some((diagnostic) => diagnostic.source === source);
    if (isShown) return { add: () => undefined, break: () => undefined, end: () => undefined };
    const found: vscode.Diagnostic[] = [];
    let shown = 0;
    let shownAt = -Infinity;
    const show = () => {
      if (shown === found.length) return;
      [shown, shownAt] = [found.length, performance.now()];
      this.collection.set(uri, found);
      this.watch(uri);
    };
    return {
      add: (problems) => {
        for (const problem of problems) if (found.length < maxListed) found.push(problemDiagnostic(problem));
        if (performance.now() - shownAt >= showEvery) show();
      },
      break: ({ fault, line, column }) => {
        const words = sourceFaultWords(fault.code, fault.params);
        found.push(diagnosticAt({ line, column }, words, vscode.DiagnosticSeverity.Error, fault.code));
      },
      end: show,
    };
  }

  private forget(uri: vscode.Uri): void {
    this.collection.delete(uri);
    this.watchers.get(uri.toString())?.dispose();
    this.watchers.delete(uri.toString());
  }

  /** With a folder that is deleted VS Code tells of nothing in it. */
  private watch(uri: vscode.Uri): void {
    if (this.watchers.has(uri.toString())) return;
    const folder = vscode.Uri.joinPath(uri, '..');
    const watched = [uri, folder].map((one) => {
      const parent = vscode.Uri.joinPath(one, '..');
      const name = one.path.slice(parent.path.length).replace(/^\//, '');
      const pattern = new vscode.RelativePattern(parent, name.replace(/[?*[\]{}]/g, '[$&]'));
      const watcher = vscode.workspace.createFileSystemWatcher(pattern, true, true);
      return vscode.Disposable.from(
        watcher,
        watcher.onDidDelete(() => this.forget(uri)),
      );
    });
    this.watchers.set(uri.toString(), vscode.Disposable.from(...watched));
  }

  dispose(): void {
    this.subscription.dispose();
    for (const watcher of this.watchers.values()) watcher.dispose();
    this.collection.dispose();
  }
}

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
} as const;

const problemDiagnostic = (problem: PlanProblem): vscode.Diagnostic =>
  diagnosticAt(problem, rowProblemMessage(problem), severities[problem.severity], problem.code);

function diagnosticAt(
  { line, column }: Pick<PlanProblem, 'line' | 'column'>,
  words: string,
  severity: vscode.DiagnosticSeverity,
  code: string,
): vscode.Diagnostic {
  const start = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  const diagnostic = new vscode.Diagnostic(new vscode.Range(start, start.translate(0, 1)), plainText(words), severity);
  diagnostic.source = source;
  diagnostic.code = code;
  return diagnostic;
}
