import * as vscode from 'vscode';
import { keepPreviewedEditor } from '../../platform/editorInputs';
import { plainText } from '../../platform/plainText';
import { prettyJson } from '../../core/json/prettyJson';
import type { Shown } from '../../core/secrets/shown';
import type { ReadOnlyDocuments, UserShown } from '../responses/readOnlyDocuments';

interface Side {
  readonly title: string;
  readonly user: Shown;
}

/** Two states of a user. */
interface Compared {
  readonly left: Side;
  readonly right: Side;
  readonly title: string;
  /** Whose they are, as far as its environment is known. */
  readonly target: UserShown | undefined;
}

/** Opens VS Code's own diff of two states of a user, as read-only documents. */
export async function openDiff(documents: ReadOnlyDocuments, { left, right, title, target }: Compared): Promise<void> {
  const uri = ({ title: name, user }: Side) => documents.add(`${name}.json`, prettyJson(user.text), target);
  await keepPreviewedEditor();
  await vscode.commands.executeCommand('vscode.diff', uri(left), uri(right), plainText(title), { preview: true });
}
