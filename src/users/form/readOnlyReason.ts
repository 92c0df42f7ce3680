import * as vscode from 'vscode';
import { isNamedBy } from '../../platform/documentGlobs';

/** The settings that `readOnlyReason` depends on. */
export const readOnlySettings = ['files.readonlyInclude', 'files.readonlyExclude'] as const;

/**
 * Why VS Code lets nobody edit a document, as far as its file system and the settings tell. Of the rest ("Set Active Editor
 * Read-only in Session", permissions of the disk) it tells no extension: only an edit shows that.
 */
export function readOnlyReason(document: vscode.TextDocument): string | undefined {
  const { t } = vscode.l10n;
  const [include, exclude] = readOnlySettings;
  if (vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) === false) return t('This file is read-only.');
  const isNamed = names(include, document) && !names(exclude, document);
  return isNamed ? t('The setting "{0}" makes this file read-only.', include) : undefined;
}

/** The same of a single file of a file system. */
export async function fileReadOnlyReason({ uri }: vscode.TextDocument): Promise<string | undefined> {
  const permissions = await vscode.workspace.fs.stat(uri).then(
    (stat) => stat.permissions ?? 0,
    () => 0,
  );
  return (permissions & vscode.FilePermission.Readonly) === 0 ? undefined : vscode.l10n.t('This file is read-only.');
}

function names(setting: (typeof readOnlySettings)[number], document: vscode.TextDocument): boolean {
  const globs = vscode.workspace
    .getConfiguration(undefined, document)
    .get<Readonly<Record<string, unknown>>>(setting, {});
  const inForce = Object.keys(globs).filter((glob) => globs[glob] === true);
  return isNamedBy(inForce, document);
}
