import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import { readUser } from '../../api/responses';
import { KeptUser, type Seal } from '../../core/secrets/keptUser';
import { installationSeal } from './installationSeal';

/** Whose copy it is: that of one user, as one document edits it. */
interface EditedUser {
  readonly environment: Pick<Environment, 'key'>;
  readonly accountId: string;
  readonly userId: string;
  readonly uri: vscode.Uri;
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
    const own = await this.read(this.file(edited, edited.uri.toString(), seal), seal);
    if (own) return own;
    const last = await this.read(this.file(edited, '', seal), seal);
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
    const content = new TextEncoder().encode(JSON.stringify({ user: kept, isWhole }));
    await vscode.workspace.fs.createDirectory(this.folder);
    await vscode.workspace.fs.writeFile(this.file(edited, edited.uri.toString(), seal), content);
    await vscode.workspace.fs.writeFile(this.file(edited, '', seal), content);
    await this.removeOld().catch(() => undefined); // Another window may be at it.
    return { user: kept, isWhole };
  }

  private seal(): Promise<Seal> {
    return installationSeal(this.storage.fsPath);
  }

  /** What was kept under another key is not found: no value of it could be compared. */
  private file({ environment, accountId, userId }: EditedUser, document: string, seal: Seal): vscode.Uri {
    const name = seal(JSON.stringify([environment.key, accountId, userId, document]));
    return vscode.Uri.joinPath(this.folder, `${name}.json`);
  }

  private async read(file: vscode.Uri, seal: Seal): Promise<EditBase | undefined> {
    try {
      const { mtime } = await vscode.workspace.fs.stat(file);
      if (Date.now() - mtime > longestKept) return undefined;
      const { user, isWhole } = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))) as {
        readonly user?: unknown;
        readonly isWhole?: unknown;
      };
      const known = readUser(user);
      return known && { user: KeptUser.read(known, seal), isWhole: isWhole === true };
    } catch {
      return undefined; // There is none, or none that can be read: the edit begins now.
    }
  }

  private async removeOld(): Promise<void> {
    for (const [name] of await vscode.workspace.fs.readDirectory(this.folder)) {
      const file = vscode.Uri.joinPath(this.folder, name);
      const { mtime } = await vscode.workspace.fs.stat(file);
      if (Date.now() - mtime > longestKept) await vscode.workspace.fs.delete(file);
    }
  }
}
