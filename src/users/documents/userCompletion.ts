import * as vscode from 'vscode';
import type { ChoiceLists } from '../../api/choiceList';
import type { Completion } from '../../core/hints/hintsAt';
import { appendPlain } from '../../platform/labels';
import { plainText } from '../../platform/plainText';
import { askedLabel, askedWords } from '../../platform/words/askedWords';
import { rangeIn } from '../../platform/textRange';
import { choiceCompletions } from './choiceCompletion';
import type { UserDocuments } from './userDocuments';

/** Offers the fields and values of a user file: those of every user, and those of the account it goes to. */
export class UserCompletion implements vscode.CompletionItemProvider {
  constructor(
    private readonly documents: UserDocuments,
    private readonly lists: ChoiceLists,
  ) {}

  /**
   * JSON by name: a provider for all languages ranks below VS Code's own for JSON, and is not asked beside it. In other
   * languages, which are not about JSON, a space or a colon asks for nothing.
   */
  register(): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.languages.registerCompletionItemProvider(['json', 'jsonc', 'json5', 'jsonl'], this, '"', ':', ' '),
      vscode.languages.registerCompletionItemProvider('*', this, '"'),
    );
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[] | undefined> {
    const user = this.documents.of(document);
    if (!user) return undefined;
    const { version } = document;
    const [found, choices] = await Promise.all([
      user.completionsAt(position),
      choiceCompletions(user, position, this.lists),
    ]);
    if (document.version !== version) return undefined;
    return found && [...choices, ...found.map((completion, index) => toItem(document, completion, index))];
  }
}

function toItem(
  document: vscode.TextDocument,
  { kind, label, snippet, title, words, account, range, before }: Completion,
  index: number,
): vscode.CompletionItem {
  const itemLabel = account
    ? { label: plainText(label), description: plainText(askedLabel(account)) }
    : plainText(label);
  const item = new vscode.CompletionItem(
    itemLabel,
    kind === 'field' ? vscode.CompletionItemKind.Property : vscode.CompletionItemKind.Value,
  );
  const replaced = rangeIn(document, range);
  item.range = replaced;
  item.insertText = new vscode.SnippetString(snippet);
  // What is written already may begin with a quote.
  item.filterText = kind === 'field' && document.getText(replaced).startsWith('"') ? JSON.stringify(label) : label;
  item.sortText = String(index).padStart(3, '0');
  item.documentation = documentation(words, kind === 'field' && account ? askedWords(account) : '');
  if (title !== undefined) item.detail = title;
  if (before) item.additionalTextEdits = [vscode.TextEdit.insert(document.positionAt(before.offset), before.text)];
  return item;
}

/** The account's words are the server's, at least in part: they are text, whatever they hold. */
function documentation(words: string, ofAccount: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(words);
  if (ofAccount === '') return markdown;
  return appendPlain(words === '' ? markdown : markdown.appendMarkdown('\n\n'), ofAccount);
}
