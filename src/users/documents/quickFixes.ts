import * as vscode from 'vscode';
import { checkUserText, type CheckOptions } from '../../core/check/checkUserText';
import { changesText, type Fix } from '../../core/fixes/fix';
import { FixableText } from '../../core/fixes/fixableText';
import { fixAll, fixLike, hasFixLike, sureFix } from '../../core/fixes/fixAll';
import { fixesFor } from '../../core/fixes/fixesFor';
import type { AccountRules } from '../../core/rules/accountRules';
import type { PlainValue } from '../../core/rules/describedSchema';
import { plainText } from '../../platform/plainText';
import { textStyle } from '../../platform/textStyle';
import type { TextEdit } from '../../core/json/textEdit';
import type { Problem } from '../../core/check/problem';
import { fixTitle } from '../../platform/words/fixWords';
import { problemMessage } from '../../platform/words/problemWords';
import { rangeIn } from '../../platform/textRange';
import type { UserDocuments } from './userDocuments';

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('truto');

/** In files up to this length (UTF-16 units) it is looked beforehand whether a fix changes anything. */
const quickLength = 200_000;

/** An action whose edit is made once it is chosen: that takes a parser, and lists of actions are made at every move of the cursor. */
class FixAction extends vscode.CodeAction {
  constructor(
    title: string,
    kind: vscode.CodeActionKind,
    readonly makeEdit: () => Promise<vscode.WorkspaceEdit> | vscode.WorkspaceEdit,
  ) {
    super(plainText(title), kind);
  }
}

/** Mends the problems of user files: one, all like one, or all that can be mended for sure. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAllKind],
  };

  constructor(private readonly documents: UserDocuments) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics, only }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const user = this.documents.of(document);
    if (!user) return [];
    const wantsAll = only?.contains(fixAllKind) === true;
    const marked =
      only === undefined || only.contains(vscode.CodeActionKind.QuickFix)
        ? diagnostics.filter(({ source }) => source === 'truto')
        : [];
    if (!wantsAll && marked.length === 0) return [];
    const { version } = document;
    const problems = await user.fixableProblems();
    if (token.isCancellationRequested || document.version !== version) return [];
    return [
      ...quickFixes(document, problems, marked, user.rules()),
      ...(wantsAll ? fixAllActions(document, problems, user.problems.options) : []),
    ];
  }

  async resolveCodeAction(action: vscode.CodeAction): Promise<vscode.CodeAction> {
    if (action instanceof FixAction) action.edit = await action.makeEdit();
    return action;
  }
}

function quickFixes(
  document: vscode.TextDocument,
  problems: readonly Problem[],
  marked: readonly vscode.Diagnostic[],
  rules: AccountRules | undefined,
): vscode.CodeAction[] {
  const source = new FixableText(document.getText(), textStyle(document), rules);
  const actions: vscode.CodeAction[] = [];
  for (const diagnostic of marked) {
    // One place can lack several things.
    const problem = problems.find(
      (candidate) =>
        candidate.code === diagnostic.code &&
        rangeIn(document, candidate).isEqual(diagnostic.range) &&
        plainText(problemMessage(candidate)) === diagnostic.message,
    );
    if (problem === undefined) continue;
    const fixes = fixesFor(source, problem).filter((fix) => source.text.length > quickLength || changesText(fix));
    for (const fix of fixes) addAction(actions, fixAction(document, problem, fix), diagnostic);
    const [first] = fixes;
    const all = first && fixLikeAction(document, source, problems, problem, first);
    if (all) addAction(actions, all, diagnostic);
    if (problem.code === 'replacementCharacter') addAction(actions, encodingAction(), diagnostic);
    if (problem.code === 'unknownField') addAction(actions, unknownFieldsAction(), diagnostic);
  }
  return actions;
}

/** Two problems of one value can be mended in the same way: that is one action. */
function addAction(actions: vscode.CodeAction[], action: vscode.CodeAction, diagnostic: vscode.Diagnostic): void {
  const same = actions.find(
    ({ title, diagnostics }) => title === action.title && diagnostics?.[0]?.range.isEqual(diagnostic.range),
  );
  const target = same ?? action;
  target.diagnostics = [...(target.diagnostics ?? []), diagnostic];
  if (!same) actions.push(action);
}

function fixAction(document: vscode.TextDocument, { path }: Problem, fix: Fix): vscode.CodeAction {
  const { version } = document;
  const action = new FixAction(fixTitle(fix.action, path), vscode.CodeActionKind.QuickFix, () =>
    workspaceEdit(document, version, fix.edits(), fix),
  );
  action.isPreferred = fix.preferred;
  return action;
}

function fixLikeAction(
  document: vscode.TextDocument,
  source: FixableText,
  problems: readonly Problem[],
  problem: Problem,
  fix: Fix,
): vscode.CodeAction | undefined {
  if (problem.code === 'notAUser') return undefined;
  const alike = problems.filter((other) => hasFixLike(source, fix, problem, other));
  if (alike.length < 2) return undefined;
  const { version } = document;
  const { t } = vscode.l10n;
  const title = fix.preferred
    ? t('Fix all {0} problems like this', alike.length)
    : t('{0}, {1} times', fixTitle(fix.action, problem.path), alike.length);
  return new FixAction(title, vscode.CodeActionKind.QuickFix, () =>
    workspaceEdit(
      document,
      version,
      fixAll(source.text, alike, { choose: fixLike(fix, problem), style: source.style, rules: source.rules }),
    ),
  );
}

/** What one fix brings to light (a name put right, then the value below it) is mended too. */
function fixAllActions(
  document: vscode.TextDocument,
  problems: readonly Problem[],
  options: CheckOptions,
): vscode.CodeAction[] {
  // What the live user has is nobody's mistake here.
  const live = new Set(problems.filter(({ isLive }) => isLive).map(({ path }) => JSON.stringify(path)));
  const fixable = (found: readonly Problem[]) => found.filter(({ path }) => !live.has(JSON.stringify(path)));
  // Nobody knows what broken JSON was to be.
  const isBroken = problems.some(({ code }) => code === 'syntaxError' || code === 'foreignSyntax');
  if (fixable(problems).length === 0 || isBroken) return [];
  const { version } = document;
  const recheck = (userText: string) => fixable(checkUserText(userText, options));
  const action = new FixAction(vscode.l10n.t('Fix all safe problems'), fixAllKind, () =>
    workspaceEdit(
      document,
      version,
      fixAll(document.getText(), fixable(problems), {
        choose: sureFix,
        style: textStyle(document),
        rules: options.rules,
        recheck,
      }),
    ),
  );
  return [action];
}

/** Only reading the file again brings back what it says. */
function encodingAction(): vscode.CodeAction {
  const title = vscode.l10n.t('Reopen with Encoding...');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: 'workbench.action.editor.changeEncoding' };
  return action;
}

/** For those who keep fields that no page names. */
function unknownFieldsAction(): vscode.CodeAction {
  const title = vscode.l10n.t('Keep it: change how unknown fields are reported...');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = {
    title,
    command: 'workbench.action.openSettings',
    arguments: ['@id:truto.validation.unknownFields'],
  };
  return action;
}

/** No edit at all when the text has changed since. */
function workspaceEdit(
  document: vscode.TextDocument,
  version: number,
  edits: readonly TextEdit[],
  fix?: Fix,
): vscode.WorkspaceEdit {
  const change = new vscode.WorkspaceEdit();
  if (document.version !== version) return change;
  const added = fix?.action.kind === 'addField' ? fix.action : undefined;
  change.set(
    document.uri,
    edits.map((edit) => {
      const range = rangeIn(document, edit);
      return added && edit.text.includes(JSON.stringify(added.field))
        ? toFillIn(range, edit.text, added)
        : vscode.TextEdit.replace(range, edit.text);
    }),
  );
  return change;
}

/** Puts the cursor at the empty value, or offers the values that there are. */
function toFillIn(
  range: vscode.Range,
  text: string,
  { field, allowed }: { readonly field: string; readonly allowed?: readonly PlainValue[] },
): vscode.SnippetTextEdit {
  const start = text.indexOf(JSON.stringify(field)) + JSON.stringify(field).length;
  const [value = '', before = ''] = /^([^]*?)(?:""|false|0|\{\})/.exec(text.slice(start)) ?? [];
  const blank = value.slice(before.length);
  const valueAt = start + before.length;
  const snippet = new vscode.SnippetString().appendText(text.slice(0, valueAt));
  if (allowed) snippet.appendChoice(allowed.map((choice) => JSON.stringify(choice)));
  else if (blank === '""' || blank === '{}')
    snippet.appendText(blank.slice(0, 1)).appendTabstop(1).appendText(blank.slice(1));
  else snippet.appendPlaceholder(blank);
  const edit = new vscode.SnippetTextEdit(range, snippet.appendText(text.slice(valueAt + blank.length)));
  edit.keepWhitespace = true;
  return edit;
}
