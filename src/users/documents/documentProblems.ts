import * as vscode from 'vscode';
import type { AccountRules } from '../../core/rules/accountRules';
import type { CheckOptions } from '../../core/check/checkUserText';
import { mayBeLive, withLiveProblems } from '../../core/check/liveProblems';
import type { Problem, Severity } from '../../core/check/problem';
import type { WorstProblems } from '../../core/check/worstProblems';
import { exactJsonOf } from '../../core/json/exactJson';
import type { KeptUser } from '../../core/secrets/keptUser';
import { fieldValues, type NamedTarget } from '../../core/update/userFile';
import { plainText } from '../../platform/plainText';
import { settings } from '../../platform/settings';
import { rangeIn } from '../../platform/textRange';
import type { CheckedVersion, DocumentChecks } from './documentChecks';
import { problemMessage } from '../../platform/words/problemWords';
import { isJson, type UserText } from './userText';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** VS Code keeps 1000 diagnostics of a file: the last one tells of the others. */
const maxShown = 999;

/** What the problems of a document are found with and shown in. */
export interface ProblemServices {
  readonly checks: DocumentChecks;
  readonly diagnostics: vscode.DiagnosticCollection;
}

/** What a text is checked by besides the person's settings. */
export interface CheckedBy {
  /** Those of the account that the update goes to, as far as they are known. */
  readonly rules: () => AccountRules | undefined;
  /** The live user as the edit began; undefined where none has begun. */
  readonly editBase: () => Promise<KeptUser | undefined>;
}

/** What is wrong with the text of one document; in step with it while the document is a user file. */
export class DocumentProblems implements vscode.Disposable {
  private checked: CheckedVersion | undefined;
  /** Counts how often there was reason to check anew: what was found for an earlier one is worth nothing. */
  private occasion = 0;
  private isDisposed = false;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly text: UserText,
    private readonly by: CheckedBy,
    private readonly changed: () => void,
    private readonly told: (named: NamedTarget | undefined) => void,
    private readonly services: ProblemServices,
  ) {}

  /** The problems as they are shown: those of the last text that was checked, the worst of them when they are too many. */
  get shown(): readonly Problem[] {
    return this.checked?.worst ?? [];
  }

  /** Compares what is shown with the live user again: the edit has begun, or begins anew. */
  async compareAgain(): Promise<void> {
    if (this.shown.some(mayBeLive)) await this.update();
  }

  /** What the text is checked by: the person's settings, and the rules of its account as far as they are known. */
  get options(): CheckOptions {
    return this.optionsBy(this.by);
  }

  /** All problems of the text as it is now. */
  async all(): Promise<readonly Problem[]> {
    const { checked, occasion } = this;
    // What the live user has may be known better by now.
    if (checked?.version === this.document.version && checked.worst.length < maxShown)
      return (await this.compared(checked))?.worst ?? this.all();
    const found = await this.check(Infinity);
    return found && occasion === this.occasion ? found.worst : this.all();
  }

  /** All problems of the text as it is now, for another target than the one that is shown: nothing of it is shown or kept. */
  async allBy(by: CheckedBy): Promise<readonly Problem[]> {
    const found = await this.check(Infinity, by);
    return found ? found.worst : this.allBy(by);
  }

  /** Checks the text as it is now, and shows what was found. */
  async update(): Promise<void> {
    const { document, occasion } = this;
    const found = await this.check(maxShown);
    // Otherwise a later text is being checked, or by other rules.
    if (found?.version !== document.version || occasion !== this.occasion) return;
    if (document.isClosed || this.isDisposed) return;
    this.checked = found;
    this.services.diagnostics.set(document.uri, diagnosticsOf(document, found));
    this.changed();
  }

  /** The text is to be checked anew before anything is said of it: by other rules, it may have other problems. */
  forget(): void {
    this.checked = undefined;
    this.occasion++;
  }

  /** Shows nothing any more. */
  clear(): void {
    const { uri } = this.document;
    this.forget();
    this.services.checks.forget(uri);
    if (!this.services.diagnostics.has(uri)) return;
    this.services.diagnostics.delete(uri);
    this.changed();
  }

  dispose(): void {
    this.isDisposed = true;
    this.clear();
  }

  private async check(limit: number, by = this.by): Promise<CheckedVersion | undefined> {
    const { document, text } = this;
    const kind = { options: this.optionsBy(by), limit, showsSyntaxErrors: !isJson(document) };
    const found = await this.services.checks.check(document, text, kind);
    // First where it goes: what it is compared with depends on that.
    if (found && text.isLarge)
      this.told(found.named === undefined ? undefined : (exactJsonOf(found.named) as NamedTarget));
    return found && this.compared(found, by);
  }

  private optionsBy({ rules }: CheckedBy): CheckOptions {
    return { unknownFields: settings.unknownFields(this.document.uri), rules: rules() };
  }

  /** What was found, compared with the live user as the edit began; undefined when the document has changed meanwhile. */
  private async compared(found: CheckedVersion, by = this.by): Promise<CheckedVersion | undefined> {
    const base = found.worst.some(mayBeLive) ? await by.editBase() : undefined;
    if (found.version !== this.document.version) return undefined;
    const file = base && this.text.file;
    if (!file) return found;
    const fields = fieldValues(file.fields);
    return { ...found, worst: withLiveProblems(found.worst, fields, base) };
  }
}

function diagnosticsOf(document: vscode.TextDocument, { worst, leftOut }: WorstProblems): vscode.Diagnostic[] {
  // VS Code's own JSON service marks syntax errors in JSON documents: once is enough.
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
    rangeIn(document, leftOut),
    plainText(message),
    vscode.DiagnosticSeverity.Information,
  );
  remark.source = 'truto';
  remark.code = 'moreProblems';
  return remark;
}

/** A problem as VS Code shows it. */
export function toDiagnostic(document: vscode.TextDocument, problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeIn(document, problem),
    plainText(problemMessage(problem)),
    severities[problem.severity],
  );
  diagnostic.source = 'truto';
  diagnostic.code = problem.code;
  if (problem.related) {
    diagnostic.relatedInformation = problem.related.map(
      (place) =>
        new vscode.DiagnosticRelatedInformation(
          new vscode.Location(document.uri, rangeIn(document, place)),
          vscode.l10n.t('first here'),
        ),
    );
  }
  return diagnostic;
}
