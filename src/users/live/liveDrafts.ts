import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { liveScheme, readLiveUserUri } from '../../platform/liveUserUri';
import type { UnsentUsers } from '../../platform/unsentUsers';
import { DraftFiles } from './draftFiles';

/**
 * What was changed of live users and not sent: drafts that a person saved, kept in a folder, and documents with unsaved
 * changes. A user has one draft, whichever parameters it is read with.
 */
export class LiveDrafts implements UnsentUsers, vscode.FileDecorationProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  readonly onDidChangeFileDecorations = this.changed.event;
  /** By the names of their files. */
  private readonly saved = new Set<string>();
  private readonly dirty = new Set<string>();
  private listing: Promise<void> | undefined;
  /** The last change of a file: they are made one after the other. */
  private changing: Promise<unknown> = Promise.resolve();
  private readonly subscription: vscode.Disposable;
  private readonly files: DraftFiles;

  constructor(folder: vscode.Uri) {
    this.files = new DraftFiles(vscode.Uri.joinPath(folder, 'users').fsPath);
    const look = ({ uri, isDirty }: vscode.TextDocument, isOpen = true) => {
      if (uri.scheme === liveScheme) this.mark(this.dirty, uri, isOpen && isDirty);
    };
    for (const document of vscode.workspace.textDocuments) look(document);
    this.subscription = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => look(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
      vscode.workspace.onDidSaveTextDocument((document) => look(document)),
      vscode.workspace.onDidCloseTextDocument((document) => look(document, false)),
    );
  }

  ready(): Promise<void> {
    return (this.listing ??= this.list());
  }

  isUnsent(uri: vscode.Uri): boolean {
    // There may be thousands of rows, and few drafts.
    if (this.saved.size + this.dirty.size === 0) return false;
    const name = nameOf(uri);
    return this.saved.has(name) || this.dirty.has(name);
  }

  /** Undefined where nothing was saved. Throws where that cannot be told. */
  async read(uri: vscode.Uri): Promise<Uint8Array | undefined> {
    await this.ready();
    const bytes = await this.files.read(nameOf(uri));
    // Another window may have saved it.
    this.mark(this.saved, uri, bytes !== undefined);
    return bytes;
  }

  write(uri: vscode.Uri, bytes: Uint8Array): Promise<void> {
    return this.change(async () => {
      await this.files.write(nameOf(uri), bytes);
      this.mark(this.saved, uri, true);
    });
  }

  /**
   * Resolves to whether there is none any more.
   * @param mayGo whether it may be removed as it is
   */
  remove(uri: vscode.Uri, mayGo?: (draft: Uint8Array) => boolean): Promise<boolean> {
    return this.change(async () => {
      const draft = mayGo && (await this.read(uri));
      if (draft && !mayGo(draft)) return false;
      await this.files.remove(nameOf(uri));
      this.mark(this.saved, uri, false);
      return true;
    });
  }

  async provideFileDecoration(uri: vscode.Uri): Promise<vscode.FileDecoration | undefined> {
    if (!readLiveUserUri(uri)) return undefined;
    await this.ready();
    if (!this.isUnsent(uri)) return undefined;
    const { t } = vscode.l10n;
    const words = this.saved.has(nameOf(uri)) ? t('Saved here, not sent') : t('Edited here, not sent');
    return new vscode.FileDecoration('●', words, new vscode.ThemeColor('gitDecoration.modifiedResourceForeground'));
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private async change<T>(make: () => Promise<T>): Promise<T> {
    await this.ready();
    const made = this.changing.then(make);
    this.changing = made.catch(() => undefined);
    return made;
  }

  private mark(set: Set<string>, uri: vscode.Uri, isIn: boolean): void {
    const name = nameOf(uri);
    if (set.has(name) === isIn) return;
    if (isIn) set.add(name);
    else set.delete(name);
    this.changed.fire(uri);
  }

  private async list(): Promise<void> {
    for (const name of await this.files.names()) this.saved.add(name);
  }
}

/** The name of the file of its draft. */
const nameOf = ({ scheme, path }: vscode.Uri): string =>
  `${createHash('sha256').update(`${scheme}:${path}`).digest('hex')}.json`;
