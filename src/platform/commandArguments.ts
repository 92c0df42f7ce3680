import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { isRecord } from '../core/json/isRecord';

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
 * Reads one named member of an object argument; undefined where it is not given. Throws an error in words for a value of
 * another kind: what a caller meant is neither guessed nor asked for.
 */
type Parser<T> = (argument: unknown, name: string) => T | undefined;

function parser<T>(isMeant: (value: unknown) => value is T, words: (name: string) => string): Parser<T> {
  return (argument, name) => {
    const value = isBare(argument) ? undefined : argumentOf(argument, name);
    if (value === undefined || isMeant(value)) return value;
    throw new Error(words(name));
  };
}

/** A string, such as an ID or a name. */
export const textArgument = parser(
  (value) => typeof value === 'string',
  (name) => vscode.l10n.t('“{0}” must be a string.', name),
);

/** True or false. */
export const flagArgument = parser(
  (value) => typeof value === 'boolean',
  (name) => vscode.l10n.t('“{0}” must be true or false.', name),
);

/** An object, such as query parameters. */
export const objectArgument = parser(isRecord, (name) => vscode.l10n.t('“{0}” must be an object.', name));

/** Names of fields. */
export const namesArgument = parser(
  (value): value is readonly string[] => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  (name) => vscode.l10n.t('“{0}” must be an array of strings.', name),
);

/** How many. */
export const countArgument = parser(
  (value): value is number => Number.isSafeInteger(value) && Number(value) > 0,
  (name) => vscode.l10n.t('“{0}” must be a whole number, 1 or more.', name),
);

/** One of several strings. Throws as the others do. */
export const choiceArgument = <T extends string>(
  argument: unknown,
  name: string,
  choices: readonly T[],
): T | undefined =>
  parser(
    (value): value is T => choices.some((choice) => choice === value),
    () => vscode.l10n.t('“{0}” must be one of: {1}.', name, choices.join(', ')),
  )(argument, name);

/** A string that must be given. Throws as the others do, and where it is missing. */
export function neededText(argument: unknown, name: string): string {
  const text = textArgument(argument, name);
  if (text !== undefined) return text;
  throw new Error(vscode.l10n.t('“{0}” is missing.', name));
}

/** Where something is to be written: a Uri, its text or its JSON, or a full path. Throws as the others do. */
export function placeArgument(argument: unknown, name: string): vscode.Uri | undefined {
  const named = isBare(argument) ? undefined : argumentOf(argument, name);
  return typeof named === 'string' && isAbsolute(named) ? vscode.Uri.file(named) : uriOf(named);
}

/** Whether nobody is to be asked what a caller can say beforehand: `confirm` is false. Throws as the others do. */
export const isUnasked = (argument: unknown): boolean => flagArgument(argument, 'confirm') === false;

/** The kinds of all members that commands know, which have one meaning for all of them. */
const kinds: readonly (readonly [Parser<unknown>, names: string])[] = [
  [textArgument, 'accountId userId id jobId name token baseUrl encoding language text'],
  [flagArgument, 'confirm plan inOrder isProduction'],
  [objectArgument, 'query filter'],
  [namesArgument, 'fields'],
  [countArgument, 'rows'],
  [placeArgument, 'target file folder'],
];

/**
 * Throws an error in words where a command is handed something that none is about: before it does, asks or loads anything,
 * and whether it has a use for it or not.
 */
export function checkArgument(argument: unknown): void {
  // As the key bindings of the manifest say.
  if (argument === 'form' || argument === 'text') return;
  uriArgument(argument);
  if (!isCaller(argument)) return;
  for (const [parse, names] of kinds) for (const name of names.split(' ')) parse(argument, name);
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
export const uriArgument = (argument: unknown): vscode.Uri | undefined =>
  uriOf(isBare(argument) ? argument : argumentOf(argument, 'uri'));

function uriOf(named: unknown): vscode.Uri | undefined {
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
