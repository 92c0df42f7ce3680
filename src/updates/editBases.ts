import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseExact } from '../core/json/exactJson';
import { isRecord } from '../core/json/isRecord';
import { KeptUser, type Seal } from '../core/secrets/keptUser';
import { isPartOf, type DocumentMove } from '../core/update/movedEntries';
import { installationSeal } from './installationSeal';
import type { UpdateTarget } from './updateTarget';

/** Whose copy it is: that of one user, as one document edits it. */
interface EditedUser extends Omit<UpdateTarget, 'environment'> {
  readonly environment: Pick<UpdateTarget['environment'], 'key'>;
  /** Names what it is edited in, such as the URI of a document. */
  readonly source: string;
}

type User = Readonly<Record<string, unknown>>;

/** Whose copy a file holds; the source is '' for the last one of a user, whatever edited it. */
type BaseKey = readonly [environment: string, accountId: string, userId: string, source: string];

/** What a file holds. */
interface BaseContent {
  readonly user: User;
  readonly isWhole: boolean;
  readonly key: BaseKey;
}

/** The live user as an edit of it began. */
export interface EditBase {
  readonly user: KeptUser;
  /** The document was made from this copy, so that what it lacks was taken out by a person. */
  readonly isWhole: boolean;
  /** Whether it outlives this moment. Where nothing can be kept, nobody can tell what somebody else has changed since. */
  readonly isKept: boolean;
}

/** In ms: an edit that is older begins anew. */
const maxAgeMs = 30 * 24 * 3_600_000;

/**
 * Keeps what the live users were when their edits began, in files of a folder: whether somebody else changed them since
 * is seen before anything is sent. Nothing here throws: a folder that cannot be written hinders no edit and no update.
 */
export class EditBases {
  private readonly folder: string;
  /** For what cannot be kept anyway. */
  private readonly passingKey = randomBytes(32);

  /** @param storage a folder, which may be yet to be made */
  constructor(private readonly storage: string) {
    this.folder = join(storage, 'edit-bases');
  }

  /** A document without a copy of its own (saved under another name, say) takes the last one of the same user. */
  async of(edited: EditedUser): Promise<EditBase | undefined> {
    const seal = await this.keptSeal();
    const own = seal && (await this.read(this.file(keyOf(edited), seal), seal));
    if (own || !seal) return own;
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
    const seal = await this.keptSeal();
    if (!seal) return { user: KeptUser.of(user, this.passingSeal), isWhole, isKept: false };
    const kept = KeptUser.of(user, seal);
    const isKept = await this.write([keyOf(edited), keyOf(edited, '')], { user: kept, isWhole }, seal);
    return { user: kept, isWhole, isKept };
  }

  /** The edits of a document go on under its new name. */
  async follow({ from, to, isCopy }: DocumentMove): Promise<void> {
    const seal = await this.keptSeal();
    if (!seal) return;
    for (const file of await this.files()) {
      const content = await readContent(file);
      if (!content || !isPartOf(content.key[3], from)) continue;
      const [environment, accountId, userId, source] = content.key;
      const moved: BaseKey | undefined =
        to === undefined ? undefined : [environment, accountId, userId, to + source.slice(from.length)];
      if (moved) await this.write([moved], content, seal);
      if (!isCopy) await rm(file, { force: true }).catch(() => undefined);
    }
  }

  /** Resolves to whether it could be. */
  private async write(
    keys: readonly BaseKey[],
    { user, isWhole }: { readonly user: unknown; readonly isWhole: boolean },
    seal: Seal,
  ): Promise<boolean> {
    try {
      await mkdir(this.folder, { recursive: true });
      for (const key of keys) await writeFile(this.file(key, seal), JSON.stringify({ user, isWhole, key }));
    } catch {
      return false;
    }
    await this.removeOld().catch(() => undefined); // Another window may be at it.
    return true;
  }

  private async keptSeal(): Promise<Seal | undefined> {
    return installationSeal(this.storage).catch(() => undefined);
  }

  private readonly passingSeal: Seal = (text) => createHmac('sha256', this.passingKey).update(text).digest('base64url');

  /** What was kept under another seal is not found: no value of it could be compared. */
  private file(key: BaseKey, seal: Seal): string {
    return join(this.folder, `${seal(JSON.stringify(key))}.json`);
  }

  private async read(file: string, seal: Seal): Promise<EditBase | undefined> {
    if (await isOld(file).catch(() => true)) return undefined;
    const content = await readContent(file);
    return content && { user: KeptUser.read(content.user, seal), isWhole: content.isWhole, isKept: true };
  }

  private async files(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []); // No edit has begun yet.
    return names.map((name) => join(this.folder, name));
  }

  private async removeOld(): Promise<void> {
    for (const file of await this.files()) if (await isOld(file)) await rm(file, { force: true });
  }
}

const keyOf = ({ environment, accountId, userId, source }: EditedUser, named = source): BaseKey => [
  environment.key,
  accountId,
  userId,
  named,
];

const isOld = async (file: string): Promise<boolean> => Date.now() - (await stat(file)).mtimeMs > maxAgeMs;

/** Undefined where there is none, or none that can be read: the edit begins now. */
async function readContent(file: string): Promise<BaseContent | undefined> {
  try {
    const content: unknown = parseExact(await readFile(file, 'utf8'));
    if (!isRecord(content) || !isRecord(content['user']) || !isBaseKey(content['key'])) return undefined;
    return { user: content['user'], isWhole: content['isWhole'] === true, key: content['key'] };
  } catch {
    return undefined;
  }
}

const isBaseKey = (value: unknown): value is BaseKey =>
  Array.isArray(value) && value.length === 4 && value.every((part) => typeof part === 'string');
