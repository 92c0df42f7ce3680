import type * as vscode from 'vscode';
import { exactJsonOf } from '../core/json/exactJson';
import { isRecord } from '../core/json/isRecord';
import { readLiveUserPath, type LiveUserName } from '../core/update/liveUserPath';

/** Of live users. */
export const liveScheme = 'truto';

/** A live user that is a document, and the parameters that reading it takes. */
export interface NamedLiveUser extends LiveUserName {
  readonly query: Readonly<Record<string, unknown>>;
}

/** Undefined for a URI that names none: anybody can make one. */
export function readLiveUserUri({ scheme, path, query }: vscode.Uri): NamedLiveUser | undefined {
  const user = scheme === liveScheme ? readLiveUserPath(path) : undefined;
  return user && { ...user, query: readQuery(query) };
}

function readQuery(json: string): NamedLiveUser['query'] {
  const query = exactJsonOf(json);
  return isRecord(query) ? query : {};
}
