import type * as vscode from 'vscode';
import type { UserFile } from '../../core/update/userFile';
import { settingsQuery } from '../../platform/settingsQuery';

/** The query of an update: `$truto.query` wins over the settings. */
export function updateQuery(file: UserFile, uri: vscode.Uri): Record<string, unknown> {
  return { ...settingsQuery(uri), ...file.query };
}
