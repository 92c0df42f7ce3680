import * as vscode from 'vscode';

const scheme = 'truto-response';

/** Answers and previews as read-only documents: they exist while an editor shows them. */
export class ResponseDocuments implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly subscription: vscode.Disposable;
  private count = 0;

  constructor() {
    this.subscription = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) => this.texts.get(uri.toString()) ?? '',
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.texts.delete(uri.toString());
      }),
    );
  }

  /** Makes a read-only document; `title` becomes its file name. */
  add(title: string, text: string): vscode.Uri {
    const name = title.replace(/[\\/]/g, ' ');
    const uri = vscode.Uri.from({ scheme, path: `/${name}`, query: String(++this.count) });
    this.texts.set(uri.toString(), text);
    return uri;
  }

  /** Opens a document beside the active editor and leaves the focus where it is. */
  async showBeside(title: string, text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.add(title, text));
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
  }

  dispose(): void {
    this.subscription.dispose();
  }
}
