import * as vscode from 'vscode';
import { EditRefused, editUserText, type UserTextOp } from '../../core/edit/editUserText';
import { changeOf } from '../../platform/textRange';
import { textStyle } from '../../platform/textStyle';
import { applyTextEdits, mergeTextEdits, textDifference, type TextEdit } from '../../core/json/textEdit';
import type { JsonPath } from '../../core/json/jsonPath';
import type { EditReply } from '../../protocol/requests';

/** The JSON that a place is to have; undefined where it is to go. */
export interface NewValue {
  readonly path: JsonPath;
  readonly json: string | undefined;
}

/** Sets values in the text as it then is, all of them in one step to undo. False when the text does not let that be done. */
export async function writeValues(document: vscode.TextDocument, ...values: readonly NewValue[]): Promise<boolean> {
  const edits = new DocumentEdits(document);
  const changes = values.map(
    ({ path, json }): UserTextChange => ({ path, op: json === undefined ? { kind: 'remove' } : { kind: 'set', json } }),
  );
  for (;;) {
    const { ok, reason } = await edits.apply(document.version, ...changes);
    // The text changed on the way: names lead to the same place in the new one.
    if (ok || reason !== 'stale') return ok;
  }
}

interface UserTextChange {
  readonly path: JsonPath;
  readonly op: UserTextOp;
}

/** Makes the changes that forms ask for, one after the other: each is one step to undo. */
export class DocumentEdits {
  private tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly document: vscode.TextDocument) {}

  /**
   * Changes the document as it then is, by all of the changes or none. `stale` when it is no longer the version that they
   * were meant for: a path could lead elsewhere by now. Never rejects for what the text or the editor refuses.
   */
  apply(baseVersion: number, ...changes: readonly UserTextChange[]): Promise<EditReply> {
    return this.applyEdits(baseVersion, () => this.edits(changes));
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

  private edits(changes: readonly UserTextChange[]): readonly TextEdit[] | undefined {
    const style = textStyle(this.document);
    const before = this.document.getText();
    let edits: readonly TextEdit[] = [];
    let text = before;
    try {
      for (const { path, op } of changes) {
        edits = editUserText(text, path, op, style);
        text = applyTextEdits(text, edits);
      }
    } catch (error) {
      if (error instanceof EditRefused) return undefined;
      throw error;
    }
    return changes.length === 1 ? edits : mergeTextEdits([textDifference(before, text)]);
  }
}
