import * as vscode from 'vscode';
import { plainText } from '../../platform/plainText';
import type { UserTarget } from '../documents/userTargets';

/** The user that a document is about. */
export type UserShown = Pick<UserTarget, 'environment' | 'accountId' | 'accountLabel' | 'userId'>;

export const responseScheme = 'truto-response';

/** Responses and previews as read-only documents: they exist while an editor shows them. */
export class ReadOnlyDocuments implements vscode.Disposable {
  private readonly shown = new Map<string, { readonly text: string; readonly target: UserShown | undefined }>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscription: vscode.Disposable;
  private count = 0;

  constructor() {
    this.subscription = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(responseScheme, {
        onDidChange: this.changed.event,
        provideTextDocumentContent: (uri) => this.shown.get(uri.toString())?.text ?? '',
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri, isClosed }) => {
        // A document that only changes its language is told as closed, too.
        if (isClosed) this.shown.delete(uri.toString());
      }),
    );
  }

  /** Makes a read-only document; `title` becomes its file name, `target` is the user that it is about. */
  add(title: string, text: string, target: UserShown | undefined): vscode.Uri {
    const name = plainText(title).replace(/[\\/]/g, ' ');
    const uri = vscode.Uri.from({ scheme: responseScheme, path: `/${name}`, query: String(++this.count) });
    this.shown.set(uri.toString(), { text, target });
    return uri;
  }

  /** The user that such a document is about. */
  targetOf(uri: vscode.Uri): UserShown | undefined {
    return this.shown.get(uri.toString())?.target;
  }

  /** Puts another text in place of a document's. Resolves when the document has it, is closed, or gets yet another one. */
  async change(document: vscode.TextDocument, text: string): Promise<void> {
    const { uri } = document;
    const key = uri.toString();
    const before = this.shown.get(key);
    if (before?.text !== text) {
      this.shown.set(key, { text, target: before?.target });
      this.changed.fire(uri);
    }
    while (!document.isClosed && this.shown.get(key)?.text === text && !isSameText(document.getText(), text))
      await nextChange(document);
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

/** Line ends apart, which a document makes all alike: no change is told for them. */
function isSameText(left: string, right: string): boolean {
  return left.replace(/\r\n?/g, '\n') === right.replace(/\r\n?/g, '\n');
}

/** Resolves when the document changes or goes. */
function nextChange(document: vscode.TextDocument): Promise<void> {
  return new Promise((resolve) => {
    const end = (of: vscode.TextDocument) => {
      if (of.uri.toString() !== document.uri.toString()) return;
      subscription.dispose();
      resolve();
    };
    const subscription = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument((event) => end(event.document)),
      vscode.workspace.onDidCloseTextDocument(end),
    );
  });
}
