import * as vscode from 'vscode';
import { needsOwnHints } from './ownHints';
import { problemRange } from './userDiagnostics';
import type { UserDocuments } from './userDocuments';

/** Tells what a field means, in user files that VS Code's own JSON service does not know as such. */
export class UserHover implements vscode.HoverProvider {
  constructor(private readonly documents: UserDocuments) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    if (!needsOwnHints(document, this.documents)) return undefined;
    const { hintAt } = await import('../../core/hints/hintsAt');
    const hint = hintAt(document.getText(), document.offsetAt(position));
    if (!hint) return undefined;
    const words = new vscode.MarkdownString().appendText(hint.title).appendMarkdown(`\n\n${hint.words}`);
    return new vscode.Hover(words, problemRange(document, hint.range));
  }
}
