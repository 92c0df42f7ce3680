import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import { readUser } from '../../api/responses';
import { KeptUser, type Seal } from '../../core/secrets/keptUser';
import { isPartOf, type DocumentMove } from '../../platform/movedEntries';
import { installationSeal } from './installationSeal';

/** Whose copy it is: that of one user, as one document edits it. */
interface EditedUser {
  readonly environment: Pick<Environment, 'key'>;
  readonly accountId: string;
  readonly userId: string;
  readonly uri: vscode.Uri;
}

/** The same with the document as the text of its URI; '' for whichever edited the user last. */
type BaseKey = readonly [environment: string, accountId: string, userId: string, document: string];

/** What a file holds. */
interface BaseContent {
  readonly user?: unknown;
  readonly isWhole?: unknown;
  readonly key?: unknown;
}

type User = Readonly<Record<string, unknown>>;

/** The live user as an edit of it began. */
export interface EditBase {
  readonly user: KeptUser;
  /** The document was made from this copy, so that what it lacks was taken out by a person. */
  readonly isWhole: boolean;
}

/** In ms: an edit that is older begins anew. */
const longestKept = 30 * 24 * 3_600_000;

/**
 * Keeps what the live users were when their edits began, in files of the workspace's storage: whether somebody else
 * changed them since is seen before anything is sent.
 */
export class EditBases {
  private readonly folder: vscode.Uri;

  constructor(private readonly storage: vscode.Uri) {
    this.folder = vscode.Uri.joinPath(storage, 'edit-bases');
  }

  /** A document without a copy of its own (saved under another name, say) takes the last one of the same user. */
  async of(edited: EditedUser): Promise<EditBase | undefined> {
    const seal = await this.seal();
    const own = await this.read(this.file(keyOf(edited), seal), seal);
    if (own) return own;
    const last = await this.read(this.file(keyOf(edited, ''), seal), seal);
    return last && { ...last, isWhole: false };
  }

  /** The copy that there is; where there is none the edit begins now, with the user as it is. */
  async begin(edited: EditedUser, live: User): Promise<EditBase> {
    return (await this.of(edited)) ?? this.keep(edited, { user: live, isWhole: false });
  }

  /** The edit begins with this copy, or begins anew. */
  async keep(
    edited: EditedUser,
    { user, isWhole }: { readonly user: User; readonly isWhole: boolean },
  ): Promise<EditBase> {
    const seal = await this.seal();
    const kept = KeptUser.of(user, seal);
    await vscode.workspace.fs.createDirectory(this.folder);
    await this.write(keyOf(edited), { user: kept, isWhole }, seal);
    await this.write(keyOf(edited, ''), { user: kept, isWhole }, seal);
    await this.removeOld().catch(() => undefined); // Another window may be at it.
    return { user: kept, isWhole };
  }

  /** The edits of a document go on under its new name. */
  async follow({ from, to, isCopy }: DocumentMove): Promise<void> {
    const seal = await this.seal();
    for (const file of await this.files()) {
      const content = await readContent(file);
      if (!content || !isBaseKey(content.key)) continue;
      const [environment, accountId, userId, document] = content.key;
      if (!isPartOf(document, from)) continue;
      if (to !== undefined)
        await this.write([environment, accountId, userId, to + document.slice(from.length)], content, seal);
      if (!isCopy) await vscode.workspace.fs.delete(file);
    }
  }

  private seal(): Promise<Seal> {
    return installationSeal(this.storage.fsPath);
  }

  /** What was kept under another key is not found: no value of it could be compared. */
  private file(key: BaseKey, seal: Seal): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, `${seal(JSON.stringify(key))}.json`);
  }

  private async write(key: BaseKey, content: BaseContent, seal: Seal): Promise<void> {
    const text = JSON.stringify({ ...content, key });
    await vscode.workspace.fs.writeFile(this.file(key, seal), new TextEncoder().encode(text));
  }

  private async read(file: vscode.Uri, seal: Seal): Promise<EditBase | undefined> {
    try {
      const { mtime } = await vscode.workspace.fs.stat(file);
      if (Date.now() - mtime > longestKept) return undefined;
      const { user, isWhole } = (await readContent(file)) ?? {};
      const known = readUser(user);
      return known && { user: KeptUser.read(known, seal), isWhole: isWhole === true };
    } catch {
      return undefined; // There is none, or none that can be read: the edit begins now.
    }
  }

  private async files(): Promise<vscode.Uri[]> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(this.folder);
      return entries.map(([name]) => vscode.Uri.joinPath(this.folder, name));
    } catch {
      return []; // No edit has begun yet.
    }
  }

  private async removeOld(): Promise<void> {
    for (const file of await this.files()) {
      const { mtime } = await vscode.workspace.fs.stat(file);
      if (Date.now() - mtime > longestKept) await vscode.workspace.fs.delete(file);
    }
  }
}

const keyOf = ({ environment, accountId, userId, uri }: EditedUser, document = uri.toString()): BaseKey => [
  environment.key,
  accountId,
  userId,
  document,
];

const isBaseKey = (value: unknown): value is BaseKey =>
  Array.isArray(value) && value.length === 4 && value.every((part) => typeof part === 'string');

async function readContent(file: vscode.Uri): Promise<BaseContent | undefined> {
  try {
    return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))) as BaseContent;
  } catch {
    return undefined; // Another window may have removed it.
  }
}
