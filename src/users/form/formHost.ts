import type * as vscode from 'vscode';
import type { JsonPath } from '../../core/json/jsonPath';
import type { FormProblem, FormTarget, FormVerb } from '../../protocol/formMessages';
import type { LiveUser } from '../live/liveUsers';

/** What the form editor shows and does beyond the text: given to it, so that it knows no accounts and no sending. */
export interface FormHost {
  problems(document: vscode.TextDocument): readonly FormProblem[];
  readonly onDidChangeProblems: vscode.Event<vscode.Uri>;
  target(document: vscode.TextDocument): FormTarget;
  readonly onDidChangeTarget: vscode.Event<void>;
  /** Keeps the live user of a document at hand until the result is disposed of. */
  followLive(document: vscode.TextDocument): vscode.Disposable;
  live(document: vscode.TextDocument): LiveUser;
  readonly onDidChangeLive: vscode.Event<vscode.Uri>;
  /** Does what a button says. Tells the person itself when it fails. */
  run(verb: FormVerb, document: vscode.TextDocument): Thenable<unknown>;
  /** Shows the place of a path in the text editor. */
  revealPath(document: vscode.TextDocument, path: JsonPath): Thenable<unknown>;
  /** Puts the cursor of the text editor at an offset. */
  revealOffset(document: vscode.TextDocument, offset: number): Thenable<unknown>;
}
