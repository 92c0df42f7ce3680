import * as vscode from 'vscode';
import { appendPlain } from '../../platform/labels';
import { askedWords } from '../../platform/words/askedWords';
import { rangeIn } from '../../platform/textRange';
import type { UserDocuments } from './userDocuments';
import { isJson } from './userText';

/** Tells what a field means, and what the account asks of it. */
export class UserHover implements vscode.HoverProvider {
  constructor(private readonly documents: UserDocuments) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const user = this.documents.of(document);
    if (!user) return undefined;
    const { version } = document;
    const { hint, namesSchema } = (await user.hintAt(position)) ?? {};
    if (!hint || document.version !== version) return undefined;
    const general =
      (hasSchema(document) && !namesSchema) || hint.words === ''
        ? []
        : [appendPlain(new vscode.MarkdownString(), hint.title).appendMarkdown(`\n\n${hint.words}`)];
    const own = hint.account ? [appendPlain(new vscode.MarkdownString(), askedWords(hint.account))] : [];
    return general.length + own.length === 0
      ? undefined
      : new vscode.Hover([...general, ...own], rangeIn(document, hint.range));
  }
}

/**
 * Of JSON files whose names say what they are, VS Code's own JSON service tells what it knows from the schema in the manifest,
 * unless the file names another one.
 */
function hasSchema(document: vscode.TextDocument): boolean {
  return isJson(document) && document.uri.path.endsWith('.truto-user.json');
}
