import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { isRecord } from '../../core/json/isRecord';
import { plainText } from '../../platform/plainText';
import { liveScheme } from '../documents/userFiles';

/** A user that is a file: whose environment, and the parameters that reading it needs. */
export interface NamedLiveUser {
  readonly environmentKey: string;
  readonly accountId: string;
  readonly userId: string;
  readonly query: Readonly<Record<string, unknown>>;
}

/** The URI of a user as a file of this name. */
export function liveUserUri(name: string, { environmentKey, accountId, userId, query }: NamedLiveUser): vscode.Uri {
  const fileName = plainText(name).replace(/[\\/:*?"<>|]/g, ' ');
  return vscode.Uri.from({
    scheme: liveScheme,
    path: `/${fileName}.truto-user.json`,
    query: JSON.stringify([environmentKey, accountId, userId, query]),
  });
}

/** Undefined for a URI that names none: anybody can make one. */
export function namedByUri(uri: vscode.Uri): NamedLiveUser | undefined {
  try {
    const [environmentKey, accountId, userId, query]: unknown[] = JSON.parse(uri.query) as unknown[];
    if (typeof environmentKey !== 'string' || typeof accountId !== 'string' || typeof userId !== 'string')
      return undefined;
    return { environmentKey, accountId, userId, query: isRecord(query) ? query : {} };
  } catch {
    return undefined;
  }
}

interface Content {
  readonly bytes: Uint8Array;
  readonly time: number;
}

/**
 * Live users as files that nobody has to save: they are read when they are opened, and are clean until they are edited.
 * What a person saves is kept in a folder until an update has applied it.
 */
export class LiveUserFiles implements vscode.FileSystemProvider {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly opened = new Map<string, Content>();

  /** `read` reads a user for the first time in this window, such as one whose editor was open before. Throws. */
  constructor(
    private readonly folder: vscode.Uri,
    private readonly read: (uri: vscode.Uri) => Promise<string>,
  ) {}

  /** The text that a user has when it is opened; what was saved and not sent yet stays. Resolves to whether it is new. */
  async open(uri: vscode.Uri, text: string): Promise<boolean> {
    if (await this.saved(uri)) return false;
    this.put(uri, new TextEncoder().encode(text));
    return true;
  }

  /** What was saved has been applied: the next time the user is read. */
  async forget(uri: vscode.Uri): Promise<void> {
    await vscode.workspace.fs.delete(this.draft(uri)).then(undefined, () => undefined); // Nothing was saved.
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { bytes, time } = await this.content(uri);
    return { type: vscode.FileType.File, ctime: time, mtime: time, size: bytes.byteLength };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.content(uri)).bytes;
  }

  async writeFile(uri: vscode.Uri, bytes: Uint8Array): Promise<void> {
    if (!namedByUri(uri)) throw vscode.FileSystemError.NoPermissions(uri);
    await vscode.workspace.fs.writeFile(this.draft(uri), bytes);
    this.put(uri, bytes);
  }

  readDirectory(): [] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  private async content(uri: vscode.Uri): Promise<Content> {
    const known = this.opened.get(uri.toString());
    if (known) return known;
    if (!namedByUri(uri)) throw vscode.FileSystemError.FileNotFound(uri);
    return this.put(uri, (await this.saved(uri)) ?? new TextEncoder().encode(await this.read(uri)));
  }

  private put(uri: vscode.Uri, bytes: Uint8Array): Content {
    const before = this.opened.get(uri.toString());
    // Two versions have two times, also within one millisecond.
    const content = { bytes, time: Math.max(Date.now(), (before?.time ?? 0) + 1) };
    this.opened.set(uri.toString(), content);
    if (before) this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    return content;
  }

  private async saved(uri: vscode.Uri): Promise<Uint8Array | undefined> {
    return vscode.workspace.fs.readFile(this.draft(uri)).then(undefined, () => undefined);
  }

  private draft(uri: vscode.Uri): vscode.Uri {
    const name = createHash('sha256').update(uri.toString()).digest('hex');
    return vscode.Uri.joinPath(this.folder, 'users', `${name}.json`);
  }
}
