import * as vscode from 'vscode';
import { setContext } from '../../platform/commands';
import { UserDocument, type DocumentChange, type DocumentServices } from './userDocument';
import type { UserFiles } from './userFiles';

/** Something changed in a document. */
export interface DocumentChanged {
  readonly document: UserDocument;
  readonly change: DocumentChange;
}

/** The open documents as user files: one model for each, from when it opens until it closes. */
export class UserDocuments implements vscode.Disposable {
  private readonly models = new Map<vscode.TextDocument, UserDocument>();
  private readonly changed = new vscode.EventEmitter<DocumentChanged>();
  private readonly listed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChange = this.changed.event;
  /** Fires when a document became a user file or ceased to be one. */
  readonly onDidChangeList = this.listed.event;

  constructor(
    private readonly files: UserFiles,
    private readonly services: DocumentServices,
  ) {
    const { workspace, window } = vscode;
    const tabsChanged = () => this.forEach((document) => document.tabsChanged());
    this.subscription = vscode.Disposable.from(
      workspace.onDidOpenTextDocument((document) => this.look([document])),
      workspace.onDidChangeTextDocument((event) => {
        services.checks.edited(event);
        this.models.get(event.document)?.edited(event);
      }),
      workspace.onDidSaveTextDocument((document) => this.models.get(document)?.live.readNew()),
      workspace.onDidCloseTextDocument((document) => {
        // Another language is told as closing and opening.
        if (document.isClosed) this.close(document);
      }),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('truto.validation')) this.forEach((document) => document.check());
      }),
      window.tabGroups.onDidChangeTabs(tabsChanged),
      window.tabGroups.onDidChangeTabGroups(tabsChanged),
      files.onDidChange(() => this.look(workspace.textDocuments)),
      services.targets.onDidChange(() => this.forEach((document) => document.targetChanged())),
      services.rules.onDidChange(() => this.forEach((document) => document.rulesChanged())),
    );
    this.look(workspace.textDocuments);
  }

  /** The model of a document that is a user file. */
  of(document: vscode.TextDocument): UserDocument | undefined {
    const model = this.models.get(document);
    return model?.isUserFile === true ? model : undefined;
  }

  /** The model of any document, for a command that is about it. */
  modelOf(document: vscode.TextDocument): UserDocument {
    return this.models.get(document) ?? this.add(document, this.files.has(document));
  }

  /** The open document of this name, when it is a user file. */
  find(uri: vscode.Uri): UserDocument | undefined {
    const wanted = uri.toString();
    return this.open().find((document) => document.uri.toString() === wanted);
  }

  /** All open user files. */
  open(): UserDocument[] {
    return [...this.models.values()].filter(({ isUserFile }) => isUserFile);
  }

  /** Makes a document a user file. */
  async attach(uri: vscode.Uri): Promise<void> {
    await this.files.attach(uri);
  }

  dispose(): void {
    this.subscription.dispose();
    for (const document of this.models.values()) document.dispose();
    this.models.clear();
    this.changed.dispose();
    this.listed.dispose();
  }

  /** Brings the models in step with which documents are user files. */
  private look(documents: readonly vscode.TextDocument[]): void {
    let hasChanged = false;
    for (const document of documents) {
      const isUserFile = this.files.has(document);
      const model = this.models.get(document);
      if (model?.isUserFile === isUserFile) model.check();
      else if (model || isUserFile) {
        if (model) model.isUserFile = isUserFile;
        else this.add(document, true);
        hasChanged = true;
      }
    }
    if (hasChanged) this.listChanged();
  }

  private add(document: vscode.TextDocument, isUserFile: boolean): UserDocument {
    const model = new UserDocument(document, isUserFile, this.services);
    model.onDidChange((change) => this.changed.fire({ document: model, change }));
    this.models.set(document, model);
    return model;
  }

  private close(document: vscode.TextDocument): void {
    const model = this.models.get(document);
    model?.dispose();
    this.models.delete(document);
    if (model?.isUserFile === true) this.listChanged();
  }

  /** VS Code compares each editor's own document with these, in every window. */
  private listChanged(): void {
    setContext(
      'userFiles',
      this.open().map(({ uri }) => uri),
    );
    this.listed.fire();
  }

  private forEach(run: (document: UserDocument) => void): void {
    for (const document of [...this.models.values()]) run(document);
  }
}
