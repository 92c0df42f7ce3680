import * as vscode from 'vscode';
import { safeGlobs } from './safeGlobs';

const oneOf = <T extends string>(value: unknown, allowed: readonly [T, ...T[]]): T =>
  allowed.find((candidate) => candidate === value) ?? allowed[0];

/**
 * A setting that decides where a token goes or whether a send is confirmed: only the user's own value counts, never a
 * workspace's or a folder's.
 */
function userValue(name: string): unknown {
  const found = vscode.workspace.getConfiguration('truto').inspect(name);
  return found?.globalValue ?? found?.defaultValue;
}

const resourceValue = (name: string, scope?: vscode.ConfigurationScope): unknown =>
  vscode.workspace.getConfiguration('truto', scope ?? null).get(name);

/** The texts of a list, without empty ones; undefined when it is none. */
const texts = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item !== '') : undefined;

/** What accounts can be grouped by; the first where nothing is said. */
export const groupings = ['integration', 'tenant', 'status', 'none'] as const;

/** The settings of the extension, each read when needed and narrowed to its allowed values. */
export const settings = {
  baseUrl: (): string => {
    const value = userValue('api.baseUrl');
    return typeof value === 'string' ? value : 'https://api.truto.one';
  },
  /** Seconds one attempt may take, 1 to 600. */
  timeoutSeconds: (): number => {
    const value = userValue('api.timeout');
    return typeof value === 'number' && value >= 1 && value <= 600 ? value : 30;
  },
  confirm: () => oneOf(userValue('send.confirm'), ['always', 'production', 'never']),
  historyEnabled: (): boolean => userValue('history.enabled') !== false,
  /** 1 to 3650. */
  historyDays: (): number => {
    const value = userValue('history.days');
    return typeof value === 'number' && value >= 1 && value <= 3650 ? value : 30;
  },
  /** 1 to 50. */
  bulkConcurrency: (): number => {
    const value = userValue('bulk.concurrency');
    return typeof value === 'number' && value >= 1 && value <= 50 ? Math.floor(value) : 5;
  },
  groupBy: () => oneOf(userValue('accounts.groupBy'), groupings),
  setGroupBy: (value: GroupBy) =>
    vscode.workspace.getConfiguration('truto').update('accounts.groupBy', value, vscode.ConfigurationTarget.Global),
  sendBody: (uri: vscode.Uri) => oneOf(resourceValue('send.body', uri), ['changed', 'whole']),
  responseFormat: (uri: vscode.Uri) =>
    oneOf(resourceValue('send.responseFormat', uri), ['unified', 'raw', 'normalized', 'stream', 'debug']),
  ignoreRemoteData: (uri: vscode.Uri): boolean => resourceValue('send.ignoreRemoteData', uri) === true,
  excludeFields: (uri: vscode.Uri): readonly string[] => texts(resourceValue('send.excludeFields', uri)) ?? [],
  unknownFields: (uri: vscode.Uri) =>
    oneOf(resourceValue('validation.unknownFields', uri), ['warning', 'information', 'off']),
  userFileGlobs: (uri: vscode.Uri): readonly string[] =>
    safeGlobs(texts(resourceValue('files', uri)) ?? ['**/*.truto-user.json']),
};

export type GroupBy = (typeof groupings)[number];
