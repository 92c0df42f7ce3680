import type * as vscode from 'vscode';
import type { UserFile } from '../../core/update/userFile';
import { settings } from '../../platform/settings';

/** The query parameters that the settings ask for. What says the same as Truto's own default is left out. */
export function settingsQuery(uri: vscode.Uri): Record<string, unknown> {
  const format = settings.responseFormat(uri);
  const excluded = settings.excludeFields(uri);
  return {
    ...(format !== 'unified' && { truto_response_format: format }),
    ...(settings.ignoreRemoteData(uri) && { truto_ignore_remote_data: true }),
    ...(excluded.length > 0 && { truto_exclude_fields: excluded }),
  };
}

/** The query of an update: `$truto.query` wins over the settings. */
export function updateQuery(file: UserFile, uri: vscode.Uri): Record<string, unknown> {
  return { ...settingsQuery(uri), ...file.query };
}
