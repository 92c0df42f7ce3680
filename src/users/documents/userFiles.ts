import * as vscode from 'vscode';
import type { DocumentMoves } from '../../platform/documentMoves';
import { keep } from '../../api/kept';
import { movedEntries } from '../../core/update/movedEntries';
import { isNamedBy } from '../../platform/documentGlobs';
import { isEditable } from '../../platform/editorInputs';
import { settings } from '../../platform/settings';
import { liveScheme } from '../../platform/liveUserUri';

const attachedKey = 'truto.attachedFiles';

/**
 * Tells which documents are user files: those the `truto.files` globs name, live users, and those a person attached
 * with "Validate as Truto User" (remembered per workspace, also under another name).
 */
export class UserFiles implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  /** Fires when a document may have become a user file or ceased to be one. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly state: vscode.Memento,
    moves: DocumentMoves,
  ) {
    const tell = () => this.changed.fire();
    this.subscription = vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('truto.files')) tell();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(tell),
      moves.onDidMove((move) => {
        const attached = this.attached();
        const moved = Object.keys(movedEntries(Object.fromEntries(attached.map((uri) => [uri, true])), move));
        if (moved.join() !== attached.join()) void this.keep(moved);
      }),
    );
  }

  /** Whether this document is a user file. What cannot be edited (a side of a diff, an output channel) never is. */
  has(document: vscode.TextDocument): boolean {
    const { uri } = document;
    if (!isEditable(uri)) return false;
    return (
      uri.scheme === liveScheme ||
      this.attached().includes(uri.toString()) ||
      isNamedBy(settings.userFileGlobs(uri), document)
    );
  }

  async attach(uri: vscode.Uri): Promise<void> {
    const attached = this.attached();
    if (!attached.includes(uri.toString())) await this.keep([...attached, uri.toString()]);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private attached(): readonly string[] {
    return this.state.get<readonly string[]>(attachedKey, []);
  }

  private async keep(attached: readonly string[]): Promise<void> {
    // It counts from here on, and is written later.
    const written = keep(this.state, attachedKey, attached);
    this.changed.fire();
    await written;
  }
}
