import * as vscode from 'vscode';
import { plainText } from '../../platform/plainText';
import type { RulesState } from './accountRulesStore';
import type { UserDocument } from './userDocument';
import type { UserDocuments } from './userDocuments';

/** Internal: behind the button of the status. */
const readAgain = '_truto.readAccountRules';

/** Says in the language status of a user file which account's rules it is checked by, and how old they are. */
export class AccountRulesStatus implements vscode.Disposable {
  private item: vscode.LanguageStatusItem | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly documents: UserDocuments) {
    const update = () => this.update();
    this.subscription = vscode.Disposable.from(
      documents.onDidChange(update),
      documents.onDidChangeList(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.commands.registerCommand(readAgain, () => {
        this.document()?.readRulesAgain();
      }),
    );
    update();
  }

  dispose(): void {
    this.item?.dispose();
    this.subscription.dispose();
  }

  private document(): UserDocument | undefined {
    const editor = vscode.window.activeTextEditor;
    return editor && this.documents.of(editor.document);
  }

  /** The item shows for the active editor whatever it holds, so it is only there while that is a user file. */
  private update(): void {
    const state = this.document()?.rulesState();
    if (!state || (!state.rules && !state.failed)) {
      this.item?.dispose();
      this.item = undefined;
      return;
    }
    const { t } = vscode.l10n;
    this.item ??= vscode.languages.createLanguageStatusItem('truto.accountRules', '*');
    this.item.name = t('Truto Account Rules');
    this.item.text = state.rules ? plainText(t('{0} rules', state.rules.integration)) : t('General rules');
    this.item.detail = origin(state);
    this.item.severity = state.failed
      ? vscode.LanguageStatusSeverity.Warning
      : vscode.LanguageStatusSeverity.Information;
    this.item.command = {
      title: t('Reload'),
      command: readAgain,
      tooltip: t('Load the rules of this account again'),
    };
  }
}

function origin({ rules, failed }: RulesState): string {
  const { t } = vscode.l10n;
  if (!rules) return t('the rules of the account could not be loaded');
  if (rules.source === 'integration') return t('from Truto’s reference; the rules of the account could not be loaded');
  if (!failed || rules.asOf === undefined) return t('from this account');
  return t('last copy, from {0}; Truto could not be reached', timeWords(rules.asOf));
}

const timeWords = (time: number): string =>
  new Date(time).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
