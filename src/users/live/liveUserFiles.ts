import * as vscode from 'vscode';
import { openDocument } from '../../platform/editorInputs';
import { endsWithin } from '../../platform/endsWithin';
import { readLiveUserUri } from '../../platform/liveUserUri';
import { markedUtf8, plainUtf8 } from '../../platform/markedUtf8';
import type { LiveDrafts } from './liveDrafts';

interface Content {
  /** UTF-8 without a mark. */
  readonly bytes: Uint8Array;
  /** Saved here, and not sent. */
  readonly isDraft: boolean;
  /** Called when a document takes it over. */
  readonly begin?: () => Promise<unknown>;
  readonly time: number;
  /** When it was read, in ms of `performance.now`. */
  readonly readAt: number;
  /** Somebody has it. */
  readonly isTaken?: true;
}

/** A user as it was read. */
export interface LiveCopy {
  readonly text: string;
  /** An edit of the user begins with this copy. */
  readonly begin: () => Promise<unknown>;
}

/** What live users are read with. */
interface LiveUserSource {
  /** The user as it is now. Throws what VS Code shows in its place. */
  read(uri: vscode.Uri): Promise<LiveCopy>;
  /** Why nothing can ever be sent from it, in words; undefined where something can. Rejects where nobody can tell. */
  whyReadOnly(uri: vscode.Uri): Promise<string | undefined>;
}

/** In ms: VS Code looks at a file, and reads it within this time. */
const oneOpening = 5000;
/** In ms: no file is waited for any longer because its account is. */
const accountPatience = 5000;

/**
 * Live users as files: they are read when they are opened. What a person saves is a draft, kept until an update has applied
 * it; saving sends nothing.
 */
export class LiveUserFiles implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly marked = new vscode.EventEmitter<vscode.Uri>();
  /** Fires when a user has become a draft or is none any more. */
  readonly onDidChangeDraft = this.marked.event;
  private readonly contents = new Map<string, Content>();
  /** Why users are read-only, as far as was told; by their URIs. */
  private readonly obstacles = new Map<string, string | undefined>();
  /** The same as VS Code was told. */
  private readonly locks = new Map<string, string | undefined>();
  private lastTime = 0;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly drafts: LiveDrafts,
    private readonly source: LiveUserSource,
  ) {
    this.subscription = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(({ uri }) => void this.notice(uri)),
      // Whoever opens it again wants the user of then. One that changes its language says that it closes, and is still open.
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (!openDocument(uri)) this.forget(uri);
      }),
    );
    for (const { uri } of vscode.workspace.textDocuments) void this.notice(uri);
  }

  /** Takes a user as it was just read; what is edited, and a draft, stay as they are. */
  async show(uri: vscode.Uri, { text, begin }: LiveCopy): Promise<void> {
    if ((await this.drafts.read(uri)) || isEdited(uri)) return;
    const known = this.contents.get(uri.toString());
    const content = this.put(uri, { bytes: new TextEncoder().encode(text), isDraft: false, begin });
    // What an open document has already is not read again.
    if (openDocument(uri) && content.time === known?.time) await this.take(uri, content);
  }

  /** Shows an open user as it is now, unless something of it was changed here. What cannot be read stays as it is. */
  async readAnew(uri: vscode.Uri): Promise<void> {
    if (!openDocument(uri) || isEdited(uri) || (await this.hasDraft(uri).catch(() => true))) return;
    const read = await this.source.read(uri).catch(() => undefined);
    if (read) await this.show(uri, read).catch(() => undefined);
  }

  /** Whether what was saved has not been sent, as far as is known: once the document is open, that is known. */
  isDraft(uri: vscode.Uri): boolean {
    return this.contents.get(uri.toString())?.isDraft === true;
  }

  /** Whether something was saved and not sent, in whichever window. Throws where that cannot be told. */
  async hasDraft(uri: vscode.Uri): Promise<boolean> {
    return (await this.drafts.read(uri)) !== undefined;
  }

  /** What was saved is no draft any more: it is given up, for `text` if there is one. */
  async settle(uri: vscode.Uri, text?: string): Promise<void> {
    await this.drafts.remove(uri);
    if (text === undefined) this.noDraft(uri);
    else this.put(uri, { bytes: new TextEncoder().encode(text), isDraft: false });
  }

  /**
   * What was saved is no draft any more where all of it was sent.
   * @param isSent whether this is all that a draft says
   */
  async settleSent(uri: vscode.Uri, isSent: (draft: string) => boolean): Promise<void> {
    if (await this.drafts.remove(uri, (bytes) => isSent(new TextDecoder().decode(bytes)))) this.noDraft(uri);
  }

  /** Looks again at the accounts of open users, and tells of each that can be edited now, or no more. */
  async lookAtLocks(): Promise<void> {
    for (const [name, told] of this.locks) {
      const uri = vscode.Uri.parse(name);
      if (openDocument(uri) && (await this.lockOf(uri).catch(() => told)) !== told)
        this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    }
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    // Where a user cannot be read, VS Code looks for the folder before it saves.
    if (isFolder(uri)) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const { bytes, time } = await this.caughtUp(uri, (content) => isOfOneOpening(content));
    const lock = await this.lockOf(uri);
    this.locks.set(uri.toString(), lock);
    return {
      type: vscode.FileType.File,
      ctime: time,
      mtime: time,
      size: markedUtf8(uri, bytes).byteLength,
      ...(lock !== undefined && { permissions: vscode.FilePermission.Readonly }),
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const content = await this.caughtUp(uri, (known) => isOfOneOpening(known) && !known.isTaken);
    // What is edited began with another copy, whoever reads this one now.
    if (!isEdited(uri)) await this.take(uri, content);
    return markedUtf8(uri, content.bytes);
  }

  async writeFile(uri: vscode.Uri, written: Uint8Array): Promise<void> {
    if (!readLiveUserUri(uri)) throw vscode.FileSystemError.NoPermissions(uri);
    // First of all: it is compared with the text of the document, which may go on.
    const bytes = await plainUtf8(uri, written);
    const lock = await this.lockOf(uri);
    if (lock !== undefined) throw vscode.FileSystemError.NoPermissions(lock);
    await this.drafts.write(uri, bytes);
    this.put(uri, { bytes, isDraft: true });
  }

  readDirectory(uri: vscode.Uri): [] {
    if (!isFolder(uri)) throw vscode.FileSystemError.FileNotADirectory(uri);
    return [];
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
    this.marked.dispose();
  }

  /** VS Code restores what is not saved without reading the file: whether that is a draft is not known yet. */
  private async notice(uri: vscode.Uri): Promise<void> {
    if (!readLiveUserUri(uri)) return;
    // Where that fails, whoever reads the file is told.
    const draft = await this.drafts.read(uri).catch(() => undefined);
    if (draft && !this.contents.has(uri.toString())) this.put(uri, { bytes: draft, isDraft: true });
  }

  /** Why a user is read-only, in words. What a person has written is not: it can be saved, and sent once that is possible. */
  private async lockOf(uri: vscode.Uri): Promise<string | undefined> {
    if (isEdited(uri) || (await this.drafts.read(uri))) return undefined;
    const name = uri.toString();
    const asking = this.source.whyReadOnly(uri).then((obstacle) => this.obstacles.set(name, obstacle));
    await endsWithin(accountPatience, asking);
    return isEdited(uri) ? undefined : this.obstacles.get(name);
  }

  /** A document has it, and its edit begins with it. */
  private async take(uri: vscode.Uri, { begin, ...content }: Content): Promise<void> {
    this.contents.set(uri.toString(), { ...content, isTaken: true });
    await begin?.();
  }

  private forget(uri: vscode.Uri): void {
    for (const known of [this.contents, this.obstacles, this.locks]) known.delete(uri.toString());
  }

  /**
   * What there is, with what another window has saved meanwhile.
   * @param isCurrent whether a user that no document shows need not be read again
   */
  private async caughtUp(uri: vscode.Uri, isCurrent: (known: Content) => boolean): Promise<Content> {
    if (!readLiveUserUri(uri)) throw vscode.FileSystemError.FileNotFound(uri);
    const draft = await this.drafts.read(uri);
    const known = this.contents.get(uri.toString());
    if (draft && !(known?.isDraft === true && Buffer.compare(known.bytes, draft) === 0))
      return this.put(uri, { bytes: draft, isDraft: true });
    if (known?.isDraft === true && !draft) this.lost(uri);
    const current = this.contents.get(uri.toString());
    if (current && (openDocument(uri) || isCurrent(current))) return current;
    const { text, begin } = await this.source.read(uri);
    return this.put(uri, { bytes: new TextEncoder().encode(text), isDraft: false, begin });
  }

  /** Another window has sent the draft, or given it up: its text is the user's no more, but that of an edit that goes on. */
  private lost(uri: vscode.Uri): void {
    this.noDraft(uri);
    if (!isEdited(uri)) this.contents.delete(uri.toString());
  }

  private noDraft(uri: vscode.Uri): void {
    const known = this.contents.get(uri.toString());
    if (known?.isDraft !== true) return;
    this.contents.set(uri.toString(), { ...known, isDraft: false });
    this.marked.fire(uri);
  }

  private put(uri: vscode.Uri, content: Omit<Content, 'time' | 'readAt'>): Content {
    const before = this.contents.get(uri.toString());
    const isSame = before?.isDraft === false && !content.isDraft && Buffer.compare(before.bytes, content.bytes) === 0;
    // Two versions have two times, also within one millisecond.
    if (!isSame) this.lastTime = Math.max(Date.now(), this.lastTime + 1);
    const kept = { ...content, time: isSame ? before.time : this.lastTime, readAt: performance.now() };
    this.contents.set(uri.toString(), kept);
    if (before && !isSame) this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    if (content.isDraft !== (before?.isDraft ?? false)) this.marked.fire(uri);
    return kept;
  }
}

const isOfOneOpening = ({ readAt }: Content): boolean => performance.now() - readAt < oneOpening;

/** An environment, or an account of it. */
const isFolder = ({ path }: vscode.Uri): boolean => path.split('/').filter(Boolean).length <= 2;

const isEdited = (uri: vscode.Uri): boolean => openDocument(uri)?.isDirty === true;
