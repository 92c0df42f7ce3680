import * as vscode from 'vscode';
import { EditRefused, editUserText, type UserTextOp } from '../../core/edit/editUserText';
import { changeOf } from '../../platform/textRange';
import { textStyle } from '../../platform/textStyle';
import { textDifference, type TextEdit } from '../../core/json/textEdit';
import type { JsonPath } from '../../core/json/jsonPath';
import type { EditReply } from '../../protocol/requests';

/** Sets the value at a path in the text as it then is, or removes it without JSON. False when the text does not let that be done. */
export async function writeValue(
  document: vscode.TextDocument,
  path: JsonPath,
  json: string | undefined,
): Promise<boolean> {
  const edits = new DocumentEdits(document);
  const op: UserTextOp = json === undefined ? { kind: 'remove' } : { kind: 'set', json };
  for (;;) {
    const { ok, reason } = await edits.apply(document.version, path, op);
    // The text changed on the way: names lead to the same place in the new one.
    if (ok || reason !== 'stale') return ok;
  }
}

/** Makes the changes that forms ask for, one after the other: each is one step to undo. */
export class DocumentEdits {
  private tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly document: vscode.TextDocument) {}

  /**
   * Changes the document as it then is. `stale` when it is no longer the version that the change was meant for: the
   * path could lead elsewhere by now. Never rejects for what the text or the editor refuses.
   */
  apply(baseVersion: number, path: JsonPath, op: UserTextOp): Promise<EditReply> {
    return this.applyEdits(baseVersion, () => this.edits(path, op));
  }

  /** The same with edits that somebody else made of this version; undefined for none that the text allows. */
  applyEdits(baseVersion: number, make: () => readonly TextEdit[] | undefined): Promise<EditReply> {
    const applied = this.tail.then(() => this.change(baseVersion, make));
    this.tail = applied.catch(() => undefined);
    return applied;
  }

  /** Resolves when every change asked for so far is made. */
  async idle(): Promise<void> {
    await this.tail;
  }

  private async change(baseVersion: number, make: () => readonly TextEdit[] | undefined): Promise<EditReply> {
    const { document } = this;
    if (document.isClosed) return { ok: false, reason: 'closed' };
    if (document.version !== baseVersion) return { ok: false, reason: 'stale' };
    const edits = make();
    if (edits === undefined) return { ok: false, reason: 'refused' };
    if (edits.length === 0) return { ok: true };
    const before = document.getText();
    const [isApplied, isKept] = await this.tryEdits(edits);
    if (isApplied && isKept) return { ok: true };
    if (isApplied) {
      await vscode.workspace.applyEdit(changeOf(document, [textDifference(document.getText(), before)]));
      return { ok: false, reason: 'readOnly' };
    }
    // VS Code refuses an edit of a text that has changed under way.
    return { ok: false, reason: document.version === baseVersion ? 'refused' : 'stale' };
  }

  /**
   * Whether the edits were made, and whether they count. VS Code lets an extension edit a read-only document too, but then the
   * document has nothing to save: the change would be lost without a word.
   */
  private async tryEdits(edits: readonly TextEdit[]): Promise<[boolean, boolean]> {
    const { document } = this;
    const saved = new Set<vscode.TextDocument>();
    const saving = vscode.workspace.onDidSaveTextDocument((each) => saved.add(each));
    const isApplied = await vscode.workspace.applyEdit(changeOf(document, edits));
    saving.dispose();
    const { isDirty, isUntitled, isClosed } = document;
    return [isApplied, isDirty || isUntitled || isClosed || saved.has(document)];
  }

  private edits(path: JsonPath, op: UserTextOp): TextEdit[] | undefined {
    try {
      return editUserText(this.document.getText(), path, op, textStyle(this.document));
    } catch (error) {
      if (error instanceof EditRefused) return undefined;
      throw error;
    }
  }
}
