import * as vscode from 'vscode';
import type { JsonPath } from '../../core/json/jsonPath';
import { isOpen } from '../../platform/editorInputs';
import { tell } from '../../platform/notify';
import type { KeptDraft } from '../../protocol/formMessages';
import { DocumentEdits } from './documentEdits';
import type { FormHost } from './formHost';
import { formHtml, formRoot } from './formHtml';
import { FormSession, type FormDraft } from './formSession';
import { formViewType } from './formViewType';

/** Opens user files as forms. The text document stays the truth: undo, saving and split views are VS Code's own. */
export class UserEditorProvider implements vscode.CustomTextEditorProvider {
  private readonly sessions = new Set<FormSession>();
  private readonly edits = new WeakMap<vscode.TextDocument, DocumentEdits>();
  /** What was typed into forms that are closed and is no value yet, by document. */
  private readonly kept = new Map<string, readonly KeptDraft[]>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly host: FormHost,
    private readonly log: (message: string) => void,
  ) {}

  resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [formRoot(this.extensionUri)] };
    const key = document.uri.toString();
    const kept = this.kept.get(key);
    this.kept.delete(key);
    const session = new FormSession(document, panel, this.host, this.editsOf(document), this.log, kept);
    this.sessions.add(session);
    panel.onDidDispose(() => {
      this.sessions.delete(session);
      session.dispose();
      void this.saveFromLoss(document, session.unwritten);
    });
    webview.html = formHtml(webview, this.extensionUri);
  }

  /**
   * Brings what was just typed into a form of this document into its text. For commands that read the text and can be
   * run without leaving the form. Resolves with false when something typed is no value yet.
   */
  async flush(document: vscode.TextDocument): Promise<boolean> {
    const open = [...this.sessions].filter((session) => session.document === document);
    const flushed = await Promise.all(open.map((session) => session.flush(true)));
    return flushed.every((isFlushed) => isFlushed);
  }

  /** Moves the active form of a document to the field at a path; false when it has no form. */
  focus(uri: vscode.Uri, path: JsonPath): boolean {
    const form = this.formOf(uri);
    form?.focus(path);
    return form !== undefined;
  }

  /** The field that the person is at in the active form of a document. */
  placeIn(uri: vscode.Uri): JsonPath | undefined {
    return this.formOf(uri)?.place;
  }

  private formOf(uri: vscode.Uri): FormSession | undefined {
    const forms = [...this.sessions].filter(({ document }) => document.uri.toString() === uri.toString());
    return forms.find(({ isActive }) => isActive) ?? forms.at(-1);
  }

  private editsOf(document: vscode.TextDocument): DocumentEdits {
    const edits = this.edits.get(document) ?? new DocumentEdits(document);
    this.edits.set(document, edits);
    return edits;
  }

  /** A form was closed before all of it was in the text: what is a value is written, the rest is kept and said. */
  private async saveFromLoss(closed: vscode.TextDocument, drafts: readonly FormDraft[]): Promise<void> {
    const { uri, isUntitled } = closed;
    if (drafts.length === 0 || isUntitled) return;
    await this.editsOf(closed).idle();
    const document = await vscode.workspace.openTextDocument(uri);
    const unfinished: FormDraft[] = [];
    for (const draft of drafts) {
      const { path, json } = draft;
      const op = json === undefined ? undefined : ({ kind: 'set', json } as const);
      const isWritten = op && (await this.editsOf(document).apply(document.version, { path, op })).ok;
      if (isWritten !== true) unfinished.push(draft);
    }
    // VS Code could not ask whether to save this change: it does when the form is closed again.
    if (document.isDirty && !isOpen(uri))
      await vscode.commands.executeCommand('vscode.openWith', uri, formViewType(uri));
    if (unfinished.length > 0) this.keep(uri, unfinished);
  }

  private keep(uri: vscode.Uri, drafts: readonly FormDraft[]): void {
    const { t } = vscode.l10n;
    this.kept.set(uri.toString(), drafts);
    const names = drafts.map(({ path }) => path.join('.')).join(', ');
    const file = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    void tell('warning', t('{0}: {1} is not in the file yet. It is kept until you open the form again.', file, names), {
      title: t('Open Form Editor'),
      run: () => vscode.commands.executeCommand('truto.openForm', uri),
    });
  }
}
