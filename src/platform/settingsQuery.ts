import type * as vscode from 'vscode';
import { settings } from './settings';

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
