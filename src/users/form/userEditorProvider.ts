import * as vscode from 'vscode';
import type { JsonPath } from '../../core/json/jsonPath';
import { DocumentEdits } from './documentEdits';
import type { FormHost } from './formHost';
import { formHtml, formRoot } from './formHtml';
import { FormSession } from './formSession';

/** Opens user files as forms. The text document stays the truth: undo, saving and split views are VS Code's own. */
export class UserEditorProvider implements vscode.CustomTextEditorProvider {
  private readonly sessions = new Set<FormSession>();
  private readonly edits = new WeakMap<vscode.TextDocument, DocumentEdits>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly host: FormHost,
    private readonly log: (message: string) => void,
  ) {}

  resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [formRoot(this.extensionUri)] };
    const session = new FormSession(document, panel, this.host, this.editsOf(document), this.log);
    this.sessions.add(session);
    panel.onDidDispose(() => {
      this.sessions.delete(session);
      session.dispose();
    });
    webview.html = formHtml(webview, this.extensionUri);
  }

  /**
   * Brings what was just typed into a form of this document into its text. For commands that read the text and can be
   * run without leaving the form. Resolves with false when something typed is no value yet.
   */
  async flush(document: vscode.TextDocument): Promise<boolean> {
    const open = [...this.sessions].filter((session) => session.document === document);
    const flushed = await Promise.all(open.map((session) => session.flush()));
    return flushed.every((isFlushed) => isFlushed);
  }

  /** Moves the active form of a document to the field at a path; false when it has no form. */
  focus(uri: vscode.Uri, path: JsonPath): boolean {
    const forms = [...this.sessions].filter(({ document }) => document.uri.toString() === uri.toString());
    const form = forms.find(({ isActive }) => isActive) ?? forms.at(-1);
    form?.focus(path);
    return form !== undefined;
  }

  private editsOf(document: vscode.TextDocument): DocumentEdits {
    const edits = this.edits.get(document) ?? new DocumentEdits(document);
    this.edits.set(document, edits);
    return edits;
  }
}
