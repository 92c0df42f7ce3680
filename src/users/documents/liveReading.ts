import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import type { Asking } from '../../api/patience';
import { fieldValues, lookQuery, readQuery, type NamedTarget } from '../../core/update/userFile';
import { lookAtUser } from '../../updates/lookAtUser';
import type { UserTarget } from './userTargets';
import type { UserText } from './userText';

export type LiveFields = Readonly<Record<string, unknown>>;

/**
 * What is known of the user on the server that a file is about. `none`: the file does not tell which, or nothing may be
 * asked. `unread`: nobody has asked yet. `unreadable`: the account lets nobody read it. While it is read again the last
 * response stands.
 */
export type LiveUser =
  | { readonly state: 'none' | 'unread' | 'unreadable' | 'failed' }
  | { readonly state: 'reading'; readonly fields?: LiveFields }
  | { readonly state: 'read'; readonly fields: LiveFields };

/** Which user is meant. */
export interface LiveTarget {
  readonly environment: Environment;
  readonly accountId: string;
  readonly userId: string;
  readonly query: NamedTarget['query'];
}

/** Begins the edit of a document with the live user as it is now, unless it has begun already. */
export type BeginEdit = (uri: vscode.Uri, target: LiveTarget, live: LiveFields) => Promise<unknown>;

/** What a read of an account's users is asked with where a file gives less. */
export type ReadParametersOf = (
  environment: Environment,
  accountId: string,
  given: NamedTarget['query'],
) => NamedTarget['query'];

/**
 * The live user of one document, while somebody follows it. It is read when the following begins, when its target changes
 * other than by typing, and when asked for: never at a keystroke.
 */
export class LiveReading implements vscode.Disposable {
  private followers = 0;
  /** The target that `live` is about. */
  private key: string | undefined;
  private live: LiveUser = { state: 'unread' };
  private reading: AbortController | undefined;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly text: UserText,
    private readonly target: (environment?: Environment) => UserTarget,
    private readonly changed: () => void,
    private readonly beginEdit: BeginEdit,
    private readonly readParameters: ReadParametersOf,
  ) {}

  /** What is known of the user that the document is about as it now stands. */
  get current(): LiveUser {
    const target = this.liveTarget();
    if (!target) return { state: 'none' };
    return this.key === keyOf(target) ? this.live : { state: 'unread' };
  }

  /** Keeps the live user at hand until the result is disposed of. */
  follow(): vscode.Disposable {
    this.followers++;
    this.readNew();
    let follows = true;
    return new vscode.Disposable(() => {
      if (!follows) return;
      follows = false;
      if (--this.followers === 0) this.forget();
    });
  }

  /** Reads the live user unless one of the same target is at hand. */
  readNew(): void {
    if (this.followers === 0) return;
    const target = this.liveTarget();
    if ((target && keyOf(target)) !== this.key || this.live.state === 'failed') this.readAgain();
    else this.changed();
  }

  /** Reads the live user that somebody follows, whatever is at hand. */
  readAgain(): void {
    if (this.followers === 0) return;
    this.reading?.abort();
    const target = this.liveTarget();
    const key = target && keyOf(target);
    const before = key !== undefined && this.key === key && 'fields' in this.live ? this.live.fields : undefined;
    this.key = key;
    this.live = target ? { state: 'reading', ...(before && { fields: before }) } : { state: 'unread' };
    if (target) void this.read(target);
    this.changed();
  }

  /** A look at the live user in an environment, if the document tells which: the edit begins with it, unless it has begun. */
  async begin(environment: Environment, { signal, onAttempt }: Asking): Promise<LiveFields | undefined> {
    const target = this.liveTarget(environment);
    if (!target) return undefined;
    const live = await ask(target, this.knownFields(), { signal, onAttempt });
    if (live.state !== 'read' || signal?.aborted) return undefined;
    await this.beginEdit(this.document.uri, target, live.fields);
    return live.fields;
  }

  dispose(): void {
    this.followers = 0;
    this.forget();
  }

  private forget(): void {
    this.reading?.abort();
    this.reading = undefined;
    this.key = undefined;
    this.live = { state: 'unread' };
  }

  private async read(target: LiveTarget): Promise<void> {
    const cancellation = (this.reading = new AbortController());
    const { signal } = cancellation;
    const live = await ask(target, this.knownFields(), { signal });
    // What somebody else changes from here on is asked about before it is overwritten; where nothing can be kept, the send will tell.
    if (live.state === 'read' && !signal.aborted)
      await this.beginEdit(this.document.uri, target, live.fields).catch(() => undefined);
    // A later question has taken over, or nobody waits any more.
    if (signal.aborted) return;
    this.reading = undefined;
    this.live = live;
    this.changed();
  }

  /** In an environment by the text as it is at this moment, else as it is shown. */
  private liveTarget(fixed?: Environment): LiveTarget | undefined {
    const file = fixed ? this.text.file : this.text.shownFile;
    if (!file || !vscode.workspace.isTrusted) return undefined;
    const { environment, accountId, userId } = this.target(fixed);
    if (!environment || accountId === undefined || userId === undefined) return undefined;
    const query = lookQuery(
      this.readParameters(environment, accountId, readQuery(file)),
      file.query,
      this.knownFields(),
    );
    return { environment, accountId, userId, query };
  }

  /** What the file says of the user, by which a list may be searched: read for a look, which no keystroke takes. */
  private knownFields(): LiveFields {
    return fieldValues(this.text.file?.fields ?? []);
  }
}

const keyOf = ({ environment, accountId, userId, query }: LiveTarget): string =>
  JSON.stringify([environment.key, accountId, userId, query]);

/** The failure itself is in the log; a form only says that there is no live user to compare with. */
async function ask(target: LiveTarget, known: LiveFields, asking: Asking): Promise<LiveUser> {
  try {
    const { user } = await lookAtUser(target, target.query, { known, ...asking });
    return user ? { state: 'read', fields: user } : { state: 'unreadable' };
  } catch {
    return { state: 'failed' };
  }
}
