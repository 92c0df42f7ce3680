import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import { readUser } from '../../api/responses';
import { withoutSecretValues } from '../../core/secrets/withoutSecretValues';

/** Whose copy it is: that of one user, as one document edits it. */
interface EditedUser {
  readonly environment: Pick<Environment, 'key'>;
  readonly accountId: string;
  readonly userId: string;
  readonly uri: vscode.Uri;
}

/** The live user as an edit of it began, without secret values. */
export interface EditBase {
  readonly user: Readonly<Record<string, unknown>>;
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

  constructor(storage: vscode.Uri) {
    this.folder = vscode.Uri.joinPath(storage, 'edit-bases');
  }

  /** A document without a copy of its own (saved under another name, say) takes the last one of the same user. */
  async of(edited: EditedUser): Promise<EditBase | undefined> {
    const own = await this.read(this.file(edited, edited.uri.toString()));
    if (own) return own;
    const last = await this.read(this.file(edited, ''));
    return last && { ...last, isWhole: false };
  }

  /** The copy that there is; where there is none the edit begins now, with the user as it is. */
  async begin(edited: EditedUser, live: EditBase['user']): Promise<EditBase> {
    const known = await this.of(edited);
    if (known) return known;
    const begun = { user: withoutSecretValues(live), isWhole: false };
    await this.keep(edited, begun);
    return begun;
  }

  /** The edit begins with this copy, or begins anew. */
  async keep(edited: EditedUser, { user, isWhole }: EditBase): Promise<void> {
    const content = new TextEncoder().encode(JSON.stringify({ user: withoutSecretValues(user), isWhole }));
    await vscode.workspace.fs.createDirectory(this.folder);
    await vscode.workspace.fs.writeFile(this.file(edited, edited.uri.toString()), content);
    await vscode.workspace.fs.writeFile(this.file(edited, ''), content);
    await this.removeOld().catch(() => undefined); // Another window may be at it.
  }

  private file({ environment, accountId, userId }: EditedUser, document: string): vscode.Uri {
    const name = createHash('sha256')
      .update(JSON.stringify([environment.key, accountId, userId, document]))
      .digest('hex');
    return vscode.Uri.joinPath(this.folder, `${name}.json`);
  }

  private async read(file: vscode.Uri): Promise<EditBase | undefined> {
    try {
      const { mtime } = await vscode.workspace.fs.stat(file);
      if (Date.now() - mtime > longestKept) return undefined;
      const { user, isWhole } = JSON.parse(
        new TextDecoder().decode(await vscode.workspace.fs.readFile(file)),
      ) as Partial<EditBase>;
      const known = readUser(user);
      return known && { user: known, isWhole: isWhole === true };
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
