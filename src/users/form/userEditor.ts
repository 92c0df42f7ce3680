import type * as vscode from 'vscode';
import type { UserDocuments } from '../documents/userDocuments';
import type { JsonPath } from '../../core/json/jsonPath';
import { isEditable } from '../../platform/editorInputs';
import type { UserEditorProvider } from './userEditorProvider';

/** The form editor as the rest knows it: its code is loaded with the first form. */
export class UserEditor {
  private provider: Promise<UserEditorProvider> | undefined;
  private wanted: { readonly uri: string; readonly path: JsonPath } | undefined;

  /** `createProvider` loads the code that shows forms. */
  constructor(
    private readonly documents: UserDocuments,
    private readonly createProvider: () => Promise<UserEditorProvider>,
  ) {}

  /** Shows a document as a form. */
  async resolve(document: vscode.TextDocument, panel: vscode.WebviewPanel): Promise<void> {
    // Whoever opens a file as a user's form wants it checked as one.
    if (!this.documents.of(document) && isEditable(document.uri)) await this.documents.attach(document.uri);
    this.provider ??= this.createProvider();
    (await this.provider).resolveCustomTextEditor(document, panel);
    await this.showWanted(document.uri);
  }

  /** Brings what was just typed into a form of this document into its text; false when some of it is no value yet. */
  async flush(document: vscode.TextDocument): Promise<boolean> {
    return this.provider === undefined || (await this.provider).flush(document);
  }

  /** Notes where in its form a document is to be shown next. */
  want(uri: vscode.Uri, path: JsonPath | undefined): void {
    this.wanted = path && { uri: uri.toString(), path };
  }

  /** Moves the form of a document to where it is wanted, as soon as there is one. */
  async showWanted(uri: vscode.Uri): Promise<void> {
    const provider = await this.provider;
    if (this.wanted?.uri === uri.toString() && provider?.focus(uri, this.wanted.path) === true) this.wanted = undefined;
  }

  /** The field that the person is at in the form of a document; undefined without one. */
  async placeIn(uri: vscode.Uri): Promise<JsonPath | undefined> {
    return (await this.provider)?.placeIn(uri);
  }
}
