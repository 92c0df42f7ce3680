import * as vscode from 'vscode';
import { setContext } from '../../platform/commands';
import { activeUri } from '../../platform/commandArguments';
import { settings } from '../../platform/settings';

const attachedKey = 'truto.attachedFiles';

/**
 * Tells which documents are user files: those the `truto.files` globs name, live users, and those a person attached
 * with "Validate as Truto User" (remembered per workspace).
 */
export class UserDocuments implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  /** What the globs say of the open documents, by URI: it is asked several times at each keystroke. */
  private readonly matched = new Map<string, boolean>();
  /** Fires when a document may have become a user file or ceased to be one. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly state: vscode.Memento) {
    const updateContext = () => this.updateContext();
    this.subscription = vscode.Disposable.from(
      vscode.window.tabGroups.onDidChangeTabs(updateContext),
      vscode.window.tabGroups.onDidChangeTabGroups(updateContext),
      // The tab of a form is there before its document is.
      vscode.workspace.onDidOpenTextDocument(updateContext),
      this.changed.event(updateContext),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('truto.files')) this.forgetMatches();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.forgetMatches()),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.matched.delete(uri.toString())),
    );
    updateContext();
  }

  /** Whether this document is a user file. Output channels and the like never are. */
  has(document: vscode.TextDocument): boolean {
    return this.isAttached(document.uri) || this.matchesGlobs(document);
  }

  /** The open documents that are user files. */
  open(): vscode.TextDocument[] {
    return vscode.workspace.textDocuments.filter((document) => this.has(document));
  }

  async attach(uri: vscode.Uri): Promise<void> {
    if (this.isAttached(uri)) return;
    await this.state.update(attachedKey, [...this.attached(), uri.toString()]);
    this.changed.fire();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private matchesGlobs(document: vscode.TextDocument): boolean {
    if (document.uri.scheme === 'output') return false;
    const key = document.uri.toString();
    const known = this.matched.get(key);
    if (known !== undefined) return known;
    const matches = settings
      .userFileGlobs(document.uri)
      .some((pattern) => vscode.languages.match({ pattern }, document) > 0);
    if (!document.isClosed) this.matched.set(key, matches);
    return matches;
  }

  private forgetMatches(): void {
    this.matched.clear();
    this.changed.fire();
  }

  private isAttached(uri: vscode.Uri): boolean {
    return this.attached().includes(uri.toString());
  }

  private attached(): readonly string[] {
    return this.state.get<readonly string[]>(attachedKey, []);
  }

  private updateContext(): void {
    const uri = activeUri()?.toString();
    const document = vscode.workspace.textDocuments.find((candidate) => candidate.uri.toString() === uri);
    setContext('userFileActive', document !== undefined && this.has(document));
  }
}
