import * as vscode from 'vscode';
import type { AccountRules } from '../../core/rules/accountRules';
import type { CheckOptions } from '../../core/check/checkUserText';
import type { Problem, Severity } from '../../core/check/problem';
import type { WorstProblems } from '../../core/check/worstProblems';
import { plainText } from '../../platform/plainText';
import { settings } from '../../platform/settings';
import { DocumentChecks, type CheckedVersion } from './documentChecks';
import { problemMessage } from '../../platform/words/problemWords';
import type { UserDocuments } from './userDocuments';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** VS Code keeps 1000 diagnostics of a file: the last one tells of the others. */
const shownLimit = 999;

/** What the account asks that a document's users are sent through. */
interface DocumentRules {
  of(document: vscode.TextDocument): AccountRules | undefined;
  /** Resolves when they are known, or are not to be waited for any longer. */
  ready(document: vscode.TextDocument): Promise<void>;
  readonly onDidChange: vscode.Event<void>;
}

/** Keeps the diagnostics of every open user file in step with its text. */
export class UserDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('truto');
  private readonly checks: DocumentChecks;
  private readonly checked = new Map<string, CheckedVersion>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  /** `workerFile` is the built checkWorker. */
  constructor(
    private readonly documents: UserDocuments,
    workerFile: vscode.Uri,
    private readonly rules?: DocumentRules,
  ) {
    this.checks = new DocumentChecks(workerFile);
    this.subscription = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => void this.update(document)),
      vscode.workspace.onDidChangeTextDocument((event) => {
        this.checks.edited(event);
        if (event.contentChanges.length > 0) void this.update(event.document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
      documents.onDidChange(() => this.updateAll()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('truto.validation')) this.updateAll();
      }),
    );
    if (rules)
      this.subscription = vscode.Disposable.from(
        this.subscription,
        rules.onDidChange(() => this.updateAll()),
      );
    this.updateAll();
  }

  /** All problems of the document's text as it is now. */
  async problems(document: vscode.TextDocument): Promise<readonly Problem[]> {
    await this.rules?.ready(document);
    const known = this.checked.get(document.uri.toString());
    if (known?.version === document.version && known.worst.length < shownLimit) return known.worst;
    const found = await this.check(document, Infinity);
    return found ? found.worst : this.problems(document);
  }

  /** What the text of a document is checked by: the person's settings, and the rules of its account as far as they are known. */
  optionsOf(document: vscode.TextDocument): CheckOptions {
    return { unknownFields: settings.unknownFields(document.uri), rules: this.rules?.of(document) };
  }

  /** The problems as they are shown: those of the last text that was checked, the worst of them when they are too many. */
  shownProblems(document: vscode.TextDocument): readonly Problem[] {
    return this.checked.get(document.uri.toString())?.worst ?? [];
  }

  dispose(): void {
    this.subscription.dispose();
    this.checks.dispose();
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
    const found = await this.check(document, shownLimit);
    // Otherwise a later text is being checked.
    if (found?.version !== document.version || document.isClosed) return;
    this.checked.set(document.uri.toString(), found);
    this.collection.set(document.uri, diagnosticsOf(document, found));
    this.changed.fire(document.uri);
  }

  private check(document: vscode.TextDocument, limit: number): Promise<CheckedVersion | undefined> {
    return this.checks.check(document, {
      options: this.optionsOf(document),
      limit,
      showsSyntaxErrors: !isJson(document),
    });
  }

  private forget(document: vscode.TextDocument): void {
    this.checks.forget(document.uri);
    this.checked.delete(document.uri.toString());
    if (!this.collection.has(document.uri)) return;
    this.collection.delete(document.uri);
    this.changed.fire(document.uri);
  }
}

/** VS Code's own JSON service marks syntax errors in JSON documents: once is enough. */
const isJson = (document: vscode.TextDocument) => document.languageId === 'json' || document.languageId === 'jsonc';

function diagnosticsOf(document: vscode.TextDocument, { worst, leftOut }: WorstProblems): vscode.Diagnostic[] {
  const shown = isJson(document) ? worst.filter(({ code }) => code !== 'syntaxError') : worst;
  const diagnostics = shown.map((problem) => toDiagnostic(document, problem));
  if (leftOut) diagnostics.push(toRemark(document, leftOut));
  return diagnostics;
}

/** Says how many problems are not shown, at the first of them. */
function toRemark(document: vscode.TextDocument, leftOut: NonNullable<WorstProblems['leftOut']>): vscode.Diagnostic {
  const { t } = vscode.l10n;
  const message =
    leftOut.count === 1 ? t('1 more problem is not shown.') : t('{0} more problems are not shown.', leftOut.count);
  const remark = new vscode.Diagnostic(
    problemRange(document, leftOut),
    plainText(message),
    vscode.DiagnosticSeverity.Information,
  );
  remark.source = 'truto';
  remark.code = 'moreProblems';
  return remark;
}

/** The range of a problem in its document. */
export function problemRange(
  document: vscode.TextDocument,
  { offset, length }: { readonly offset: number; readonly length: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

/** A problem as VS Code shows it. */
export function toDiagnostic(document: vscode.TextDocument, problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    problemRange(document, problem),
    plainText(problemMessage(problem)),
    severities[problem.severity],
  );
  diagnostic.source = 'truto';
  diagnostic.code = problem.code;
  if (problem.related) {
    diagnostic.relatedInformation = problem.related.map(
      (place) =>
        new vscode.DiagnosticRelatedInformation(
          new vscode.Location(document.uri, problemRange(document, place)),
          vscode.l10n.t('first here'),
        ),
    );
  }
  return diagnostic;
}
