import * as vscode from 'vscode';
import { isSecretName } from '../core/secrets/isSecretName';
import { liveUserPath } from '../core/update/liveUserPath';
import { liveScheme, type NamedLiveUser } from './liveUserUri';

/**
 * `truto:/<environment>/<account>/<user id>.truto-user.json`, with the parameters, if any, as the query. VS Code and the history
 * keep it: what may be a secret is left out.
 */
export function liveUserUri({ query, ...user }: NamedLiveUser): vscode.Uri {
  const open = Object.entries(query).filter(([name]) => !isSecretName(name));
  return vscode.Uri.from({
    scheme: liveScheme,
    path: liveUserPath(user),
    query: open.length === 0 ? '' : JSON.stringify(Object.fromEntries(open)),
  });
}
