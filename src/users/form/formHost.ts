import type * as vscode from 'vscode';
import type { TextEdit } from '../../core/json/textEdit';
import type { JsonPath } from '../../core/json/jsonPath';
import type { FormProblem, FormTarget, FormVerb } from '../../protocol/formMessages';
import type { LiveUser } from '../documents/liveReading';
import type { DocumentChange } from '../documents/userDocument';

/** Edits of one version of a document. */
export interface VersionEdits {
  readonly version: number;
  readonly edits: readonly TextEdit[];
}

/** What the form editor shows and does beyond the text: given to it, so that it knows no accounts and no sending. */
export interface FormHost {
  problems(document: vscode.TextDocument): readonly FormProblem[];
  /** The edits of the fix that was offered under this key, for the text of this version; undefined where it is none by now. */
  fix(document: vscode.TextDocument, key: string): Promise<VersionEdits | undefined>;
  target(document: vscode.TextDocument): FormTarget;
  live(document: vscode.TextDocument): LiveUser;
  /** Keeps the live user at hand and tells what becomes different, until the result is disposed of. */
  follow(document: vscode.TextDocument, changed: (change: DocumentChange) => void): vscode.Disposable;
  /** The person is at a form of this document. */
  focused(document: vscode.TextDocument): void;
  /** Does what a button says. Tells the person itself when it fails. */
  run(verb: FormVerb, document: vscode.TextDocument): Thenable<unknown>;
  /** Lets the person pick what the item of a list names. Tells the person itself when it fails. */
  pick(document: vscode.TextDocument, path: JsonPath): Thenable<unknown>;
  /** Lines that tell who last set a field of the user from here; none where nobody has. */
  provenance(document: vscode.TextDocument, field: string): Promise<readonly string[]>;
  /** Shows the place of a path in the text editor. */
  revealPath(document: vscode.TextDocument, path: JsonPath): Thenable<unknown>;
  /** Puts the cursor of the text editor at an offset. */
  revealOffset(document: vscode.TextDocument, offset: number): Thenable<unknown>;
}
