import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** In ms: a start takes five seconds, and on a busy computer many times as long. */
export const startPatience = 60_000;

export interface WorkbenchPage {
  /** The folder to open. */
  readonly folder?: string | undefined;
  /** A file to open first. */
  readonly file?: string | undefined;
  /** Folders of extensions to run under development; only a server with the smoke-test driver heeds them. */
  readonly extensionsUnderTest?: readonly string[];
  /** A module whose exported `run()` is run in the extension host, which then ends; likewise. */
  readonly suite?: string;
}

/** The URL of a workbench of the server on this port. Paths are of this machine. */
export function workbenchUrl(port: number, { folder, file, extensionsUnderTest = [], suite }: WorkbenchPage): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${uriPath(path)}`;
  const payload = [
    ...extensionsUnderTest.map((path) => ['extensionDevelopmentPath', remote(path)]),
    ...(suite === undefined ? [] : [['extensionTestsPath', remote(suite)]]),
    ...(file === undefined ? [] : [['openFile', remote(file)]]),
    ['skipWelcome', 'true'],
  ];
  const url = new URL(`http://127.0.0.1:${port}/`);
  if (folder !== undefined) url.searchParams.set('folder', decodeURI(uriPath(folder)));
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** The path of a file or folder of this machine in a URI: `/tmp/a%20b` or `/c:/a%20b` */
export function uriPath(path: string): string {
  return pathToFileURL(resolve(path)).pathname;
}
