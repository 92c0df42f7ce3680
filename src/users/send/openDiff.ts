import * as vscode from 'vscode';
import type { ReadOnlyDocuments } from '../responses/readOnlyDocuments';

interface Side {
  readonly title: string;
  /** Without secret values. */
  readonly user: Readonly<Record<string, unknown>>;
}

/** Opens VS Code's own diff of two states of a user, as read-only documents. */
export async function openDiff(documents: ReadOnlyDocuments, left: Side, right: Side, title: string): Promise<void> {
  const uri = ({ title: name, user }: Side) => documents.add(`${name}.json`, `${JSON.stringify(user, undefined, 2)}\n`);
  await vscode.commands.executeCommand('vscode.diff', uri(left), uri(right), title, { preview: true });
}
