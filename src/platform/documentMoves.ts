import * as vscode from 'vscode';
import type { DocumentInFront } from './documentInFront';
import { isEditable, isOpen } from './editorInputs';
import type { DocumentMove } from '../core/update/movedEntries';

/** A document that holds the text of another one, which cannot be told. */
export interface UnknownOrigin {
  readonly uri: vscode.Uri;
}

/**
 * Tells when documents get other names: by renaming files or folders, and by saving under another name, of which VS Code
 * itself does not tell. It then opens the new document, gives it the text of the old one and saves it before it shows it:
 * so a document that is saved while another one is in front has the text of the one it was saved from, which is still open.
 */
export class DocumentMoves implements vscode.Disposable {
  /** Where documents behind the one in front may have their new text from, until they are saved. */
  private readonly origins = new WeakMap<vscode.TextDocument, readonly vscode.TextDocument[]>();
  private readonly moved = new vscode.EventEmitter<DocumentMove>();
  private readonly lost = new vscode.EventEmitter<UnknownOrigin>();
  private readonly subscription: vscode.Disposable;
  readonly onDidMove = this.moved.event;
  /** A document was saved under this name, and more than one could be what it was saved from. */
  readonly onDidLoseOrigin = this.lost.event;

  constructor(private readonly inFront: DocumentInFront) {
    const { workspace } = vscode;
    this.subscription = vscode.Disposable.from(
      workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files)
          this.moved.fire({ from: oldUri.toString(), to: newUri.toString(), isCopy: false });
      }),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && !this.isInFront(document)) this.noteOrigin(document);
      }),
      workspace.onDidSaveTextDocument((document) => {
        if (this.isInFront(document)) this.origins.delete(document);
        else this.savedBehind(document);
      }),
      // The next untitled document may have the same name. One that only changes its language is not closed.
      workspace.onDidCloseTextDocument(({ isClosed, isUntitled, uri }) => {
        if (isClosed && isUntitled) this.moved.fire({ from: uri.toString(), to: undefined, isCopy: false });
      }),
    );
  }

  dispose(): void {
    this.subscription.dispose();
    this.moved.dispose();
    this.lost.dispose();
  }

  /**
   * What has a tab already is no new name. What others change while it is saved (a formatter, say) comes after, and counts no
   * more.
   */
  private noteOrigin(document: vscode.TextDocument): void {
    if (this.origins.has(document) || isOpen(document.uri)) return;
    const likely = this.likelyOrigins(document);
    if (likely.length > 0) this.origins.set(document, likely);
  }

  private savedBehind(document: vscode.TextDocument): void {
    // A new file without text, or one that holds the same already, is saved without an edit.
    const isUnchanged = document.version === 1 && !isOpen(document.uri);
    const likely = this.origins.get(document) ?? (isUnchanged ? this.likelyOrigins(document) : []);
    this.origins.delete(document);
    const [origin] = likely;
    if (origin && likely.length === 1) {
      this.moved.fire({ from: origin.uri.toString(), to: document.uri.toString(), isCopy: !origin.isUntitled });
    } else if (likely.length > 1) this.lost.fire({ uri: document.uri });
  }

  private isInFront({ uri }: vscode.TextDocument): boolean {
    return this.inFront.uri()?.toString() === uri.toString();
  }

  /** The documents that this one may have its text from: the best of them, or several equally good ones. */
  private likelyOrigins(document: vscode.TextDocument): vscode.TextDocument[] {
    const text = document.getText();
    const alike = vscode.workspace.textDocuments.filter(
      (other) => other !== document && isEditable(other.uri) && isOpen(other.uri) && other.getText() === text,
    );
    const front = this.inFront.uri()?.toString();
    const best = [
      alike.filter(({ isUntitled, uri }) => isUntitled && uri.path === document.uri.path),
      alike.filter(({ uri }) => uri.toString() === front),
      alike,
    ];
    return best.find((some) => some.length > 0) ?? [];
  }
}
