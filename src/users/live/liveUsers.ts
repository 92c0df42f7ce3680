import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import type { Environments } from '../../api/environments';
import type { UserFile } from '../../core/update/userFile';
import { readQuery, readUserFile } from '../../core/update/userFile';
import type { UserTargets } from '../documents/userTargets';

type LiveFields = Readonly<Record<string, unknown>>;

/**
 * What is known of the user on the server that a file is about. `none`: the file does not tell which, or nothing may be
 * asked. `unread`: nobody has asked yet. While it is read again the last response stands.
 */
export type LiveUser =
  | { readonly state: 'none' | 'unread' | 'failed' }
  | { readonly state: 'reading'; readonly fields?: LiveFields }
  | { readonly state: 'read'; readonly fields: LiveFields };

/** Which user is meant. `key` tells two of them apart. */
interface Target {
  readonly key: string;
  readonly environment: Environment;
  readonly accountId: string;
  readonly userId: string;
  readonly query: UserFile['query'];
}

interface Followed {
  readonly document: vscode.TextDocument;
  followers: number;
  /** The target that `live` is about. */
  key: string | undefined;
  live: LiveUser;
  reading: AbortController | undefined;
}

/**
 * The live users of the documents that somebody follows. One is read when the following begins, when its target changes
 * other than by typing, and when asked for: never at a keystroke.
 */
export class LiveUsers implements vscode.Disposable {
  private readonly followed = new Map<string, Followed>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly targets: UserTargets,
    private readonly environments: Environments,
    private readonly storage: vscode.Uri,
  ) {
    const readAllNew = () => {
      for (const { document } of this.followed.values()) this.readNew(document.uri);
    };
    this.subscription = vscode.Disposable.from(
      targets.onDidChange(readAllNew),
      vscode.workspace.onDidGrantWorkspaceTrust(readAllNew),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.readNew(uri)),
    );
  }

  /** Keeps the live user of a document at hand until the result is disposed of. */
  follow(document: vscode.TextDocument): vscode.Disposable {
    const name = document.uri.toString();
    const entry: Followed = this.followed.get(name) ?? {
      document,
      followers: 0,
      key: undefined,
      live: { state: 'unread' },
      reading: undefined,
    };
    this.followed.set(name, entry);
    entry.followers++;
    this.readNew(document.uri);
    return new vscode.Disposable(() => {
      if (--entry.followers > 0) return;
      entry.reading?.abort();
      this.followed.delete(name);
    });
  }

  /** What is known of the user that the document is about as it now stands. */
  of(document: vscode.TextDocument): LiveUser {
    const target = this.target(document);
    if (!target) return { state: 'none' };
    const entry = this.followed.get(document.uri.toString());
    return entry?.key === target.key ? entry.live : { state: 'unread' };
  }

  /** Reads the live user of a document unless one of the same target is at hand. */
  readNew(uri: vscode.Uri): void {
    const entry = this.followed.get(uri.toString());
    if (!entry) return;
    if (this.target(entry.document)?.key !== entry.key || entry.live.state === 'failed') this.readAgain(uri);
    else this.changed.fire(uri);
  }

  /** Reads the live user of a followed document, whatever is at hand. */
  readAgain(uri: vscode.Uri): void {
    const entry = this.followed.get(uri.toString());
    if (!entry) return;
    entry.reading?.abort();
    const target = this.target(entry.document);
    const before =
      target !== undefined && entry.key === target.key && 'fields' in entry.live ? entry.live.fields : undefined;
    entry.key = target?.key;
    entry.live = target ? { state: 'reading', ...(before && { fields: before }) } : { state: 'unread' };
    if (target) void this.read(entry, target);
    this.changed.fire(uri);
  }

  dispose(): void {
    for (const { reading } of this.followed.values()) reading?.abort();
    this.subscription.dispose();
    this.changed.dispose();
  }

  private async read(entry: Followed, target: Target): Promise<void> {
    const cancellation = (entry.reading = new AbortController());
    const { signal } = cancellation;
    const live = await this.ask(target, signal);
    if (live.state === 'read' && !signal.aborted) await this.beginEdit(entry.document.uri, target, live.fields);
    // A later question has taken over, or nobody waits any more.
    if (signal.aborted) return;
    entry.reading = undefined;
    entry.live = live;
    this.changed.fire(entry.document.uri);
  }

  /** The failure itself is in the log; a form only says that there is no live user to compare with. */
  private async ask({ environment, accountId, userId, query }: Target, signal: AbortSignal): Promise<LiveUser> {
    try {
      const client = await environment.client();
      return { state: 'read', fields: await client.getUser(accountId, userId, query, signal) };
    } catch {
      return { state: 'failed' };
    }
  }

  /** What somebody else changes from here on is asked about before it is overwritten; where nothing can be kept, the send will tell. */
  private async beginEdit(
    uri: vscode.Uri,
    { environment, accountId, userId }: Target,
    live: LiveFields,
  ): Promise<void> {
    const { EditBases } = await import('../send/editBases');
    await new EditBases(this.storage).begin({ environment, accountId, userId, uri }, live).catch(() => undefined);
  }

  private target(document: vscode.TextDocument): Target | undefined {
    const environment = this.environments.active();
    const file = readUserFile(document.getText());
    if (!environment || !file || !vscode.workspace.isTrusted) return undefined;
    const { accountId, userId } = this.targets.of(file, document.uri, environment);
    if (accountId === undefined || userId === undefined) return undefined;
    const query = readQuery(file);
    return {
      key: JSON.stringify([environment.key, accountId, userId, query]),
      environment,
      accountId,
      userId,
      query,
    };
  }
}
