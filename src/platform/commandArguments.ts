import * as vscode from 'vscode';

/** One named member of an object argument. */
export function argumentOf(argument: unknown, name: string): unknown {
  return typeof argument === 'object' && argument !== null ? (argument as Record<string, unknown>)[name] : undefined;
}

/**
 * Whether an argument was made by hand, such as `{ uri }` or `{ jobId }`: a menu hands over a Uri, or a row with its `kind`. The
 * JSON of a Uri by itself is as the Uri.
 */
export const isCaller = (argument: unknown): boolean =>
  typeof argument === 'object' && argument !== null && !isBare(argument) && !('kind' in argument);

/**
 * One named member of an object argument, which is text where it is given. Throws an error in words for anything else: what a
 * caller meant is neither guessed nor asked for.
 */
export function textArgument(argument: unknown, name: string): string | undefined {
  const value = argumentOf(argument, name);
  if (value === undefined || typeof value === 'string') return value;
  throw new Error(vscode.l10n.t('“{0}” must be a string.', name));
}

/**
 * Whether a call is about a user, though perhaps not all of it is named, and about no document. Throws an error in words where
 * what it names is no text.
 */
export function namesUser(argument: unknown): boolean {
  const [account, user] = [textArgument(argument, 'accountId'), textArgument(argument, 'userId')];
  return account !== undefined || user !== undefined;
}

/**
 * The document or file that a menu or a caller names: a Uri, its text or its JSON, by itself or as `{ uri }`. Undefined where
 * none is named. Throws an error in words for what names none: then no other document is meant.
 */
export function uriArgument(argument: unknown): vscode.Uri | undefined {
  const named = isBare(argument) ? argument : argumentOf(argument, 'uri');
  if (named === undefined || named instanceof vscode.Uri) return named;
  const uri = readUri(named);
  if (uri) return uri;
  throw new Error(vscode.l10n.t('“{0}” is not a URI of a file.', JSON.stringify(named)));
}

/** Whether an argument can only be meant as the file by itself: it is no object of named members, or has those of a Uri. */
function isBare(argument: unknown): boolean {
  if (argument === undefined || argument === null) return false;
  if (typeof argument !== 'object' || argument instanceof vscode.Uri || Array.isArray(argument)) return true;
  return !('uri' in argument) && !('kind' in argument) && ('scheme' in argument || 'path' in argument);
}

function readUri(named: unknown): vscode.Uri | undefined {
  const scheme = argumentOf(named, 'scheme');
  const path = argumentOf(named, 'path');
  try {
    if (typeof named === 'string') return vscode.Uri.parse(named, true);
    return typeof scheme === 'string' && typeof path === 'string'
      ? vscode.Uri.from({ ...(named as object), scheme, path })
      : undefined;
  } catch {
    return undefined;
  }
}
