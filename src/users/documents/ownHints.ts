import type * as vscode from 'vscode';
import type { UserDocuments } from './userDocuments';

/**
 * Whether a document is a user file that VS Code's own JSON service does not know as one: of JSON files whose names
 * say what they are, it shows the hints itself, from the schema that the manifest names.
 */
export function needsOwnHints(document: vscode.TextDocument, documents: UserDocuments): boolean {
  const isJson = document.languageId === 'json' || document.languageId === 'jsonc';
  return !(isJson && document.uri.path.endsWith('.truto-user.json')) && documents.has(document);
}
