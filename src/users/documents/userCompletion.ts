import * as vscode from 'vscode';
import type { Completion } from '../../core/hints/hintsAt';
import { needsOwnHints } from './ownHints';
import { problemRange } from './userDiagnostics';
import type { UserDocuments } from './userDocuments';

/** Offers fields and values, in user files that VS Code's own JSON service does not know as such. */
export class UserCompletion implements vscode.CompletionItemProvider {
  /** JSON by name: a provider for all languages ranks below VS Code's own for JSON, and is not asked beside it. */
  static readonly selector: vscode.DocumentSelector = ['json', 'jsonc', '*'];

  constructor(private readonly documents: UserDocuments) {}

  async provideCompletionItems(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[] | undefined> {
    if (!needsOwnHints(document, this.documents)) return undefined;
    const { completionsAt } = await import('../../core/hints/hintsAt');
    return completionsAt(document.getText(), document.offsetAt(position)).map((completion, index) => toItem(document, completion, index));
  }
}

function toItem(document: vscode.TextDocument, { kind, label, snippet, title, words, range }: Completion, index: number): vscode.CompletionItem {
  const item = new vscode.CompletionItem(label, kind === 'field' ? vscode.CompletionItemKind.Property : vscode.CompletionItemKind.Value);
  const replaced = problemRange(document, range);
  item.range = replaced;
  item.insertText = new vscode.SnippetString(snippet);
  // What is written already may begin with a quote.
  item.filterText = kind === 'field' && document.getText(replaced).startsWith('"') ? JSON.stringify(label) : label;
  item.sortText = String(index).padStart(3, '0');
  item.documentation = new vscode.MarkdownString(words);
  if (title !== undefined) item.detail = title;
  return item;
}
