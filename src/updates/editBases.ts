import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseExact } from '../core/json/exactJson';
import { isRecord } from '../core/json/isRecord';
import { KeptUser, type Seal } from '../core/secrets/keptUser';
import type { EditBegin } from '../core/update/drift';
import { isPartOf, type DocumentMove } from '../core/update/movedEntries';
import { Seals } from './seals';
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

interface KeptParts {
  readonly sent?: User;
  readonly before?: User;
}

/** What a file holds. */
interface BaseContent extends KeptParts {
  readonly user: User;
  readonly isWhole: boolean;
  readonly key: BaseKey;
}

/** A copy to begin an edit with. */
export interface NewBase {
  readonly user: User;
  readonly isWhole: boolean;
  /** As in `EditBegin`, in the clear. */
  readonly sent?: User | undefined;
  readonly before?: User | undefined;
}

/** The live user as an edit of it began. */
export interface EditBase extends EditBegin {
  /** The document was made from this copy, so that what it lacks was taken out by a person. */
  readonly isWhole: boolean;
  /** Whether it outlives this moment. Where nothing can be kept, nobody can tell what somebody else has changed since. */
  readonly isKept: boolean;
}

const dayMs = 24 * 3_600_000;

/** In ms: an edit that is older begins anew. */
const maxAgeMs = 30 * dayMs;

/**
 * Keeps what the live users were when their edits began, in files of a folder: whether somebody else changed them since
 * is seen before anything is sent. Nothing here throws: a folder that cannot be written hinders no edit and no update.
 */
export class EditBases {
  private readonly folder: string;
  /** When this window has last seen to it that old copies are removed; in ms since 1970. */
  private cleanedAt = 0;

  /** @param storage a folder, which may be yet to be made */
  constructor(
    storage: string,
    private readonly seals = new Seals(storage),
  ) {
    this.folder = join(storage, 'edit-bases');
  }

  /** A document without a copy of its own (saved under another name, say) takes the last one of the same user. */
  async of(edited: EditedUser): Promise<EditBase | undefined> {
    const seal = await this.seals.kept();
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
  async keep(edited: EditedUser, { user, isWhole, sent, before }: NewBase): Promise<EditBase> {
    const seal = await this.seals.kept();
    const copy = (fields: User) => KeptUser.of(fields, seal ?? this.seals.passing);
    const base = {
      user: copy(user),
      isWhole,
      ...(sent && { sent: copy(sent) }),
      ...(before && { before: copy(before) }),
    };
    const isKept = seal !== undefined && (await this.write([keyOf(edited), keyOf(edited, '')], base, seal));
    return { ...base, isKept };
  }

  /** The edit goes on, with fields that have changed by what was sent from the document itself. */
  async advance(edited: EditedUser, base: EditBase, fields: User): Promise<EditBase> {
    const advanced = { ...base, user: base.user.with(fields) };
    const seal = await this.seals.kept();
    if (seal && base.isKept) await this.write([keyOf(edited)], advanced, seal);
    return advanced;
  }

  /** The edits of a document go on under its new name. */
  async follow({ from, to, isCopy }: DocumentMove): Promise<void> {
    const seal = await this.seals.kept();
    if (!seal) return;
    for (const file of await this.files()) {
      const content = await readContent(file);
      if (!content || !isPartOf(content.key[3], from)) continue;
      const [environment, accountId, userId, source] = content.key;
      if (to !== undefined)
        await this.write([[environment, accountId, userId, to + source.slice(from.length)]], content, seal);
      if (!isCopy) await rm(file).catch(() => undefined);
    }
  }

  /** Resolves to whether it could be. */
  private async write(
    keys: readonly BaseKey[],
    content: Omit<BaseContent, 'key'> | EditBegin,
    seal: Seal,
  ): Promise<boolean> {
    try {
      await mkdir(this.folder, { recursive: true });
      for (const key of keys) await writeFile(this.file(key, seal), JSON.stringify({ ...content, key }));
    } catch {
      return false;
    }
    // Nobody waits for it: there may be thousands.
    void this.removeOld().catch(() => undefined);
    return true;
  }

  /** What was kept under another seal is not found: no value of it could be compared. */
  private file(key: BaseKey, seal: Seal): string {
    return join(this.folder, `${seal(JSON.stringify(key))}.json`);
  }

  private async read(file: string, seal: Seal): Promise<EditBase | undefined> {
    if (await isOld(file).catch(() => true)) return undefined;
    const content = await readContent(file);
    if (!content) return undefined;
    const { user, isWhole, sent, before } = content;
    return {
      user: KeptUser.read(user, seal),
      isWhole,
      isKept: true,
      ...(sent && { sent: KeptUser.read(sent, seal) }),
      ...(before && { before: KeptUser.read(before, seal) }),
    };
  }

  private async files(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []); // No edit has begun yet.
    return names.map((name) => join(this.folder, name));
  }

  /** Once a day, by one window of all. */
  private async removeOld(): Promise<void> {
    if (Date.now() - this.cleanedAt < dayMs) return;
    this.cleanedAt = Date.now();
    const mark = `${this.folder}.cleaned`;
    if (!(await isOld(mark, dayMs).catch(() => true))) return;
    await writeFile(mark, '');
    for (const file of await this.files()) if (await isOld(file)) await rm(file, { force: true });
  }
}

const keyOf = ({ environment, accountId, userId, source }: EditedUser, named = source): BaseKey => [
  environment.key,
  accountId,
  userId,
  named,
];

const isOld = async (file: string, ageMs = maxAgeMs): Promise<boolean> =>
  Date.now() - (await stat(file)).mtimeMs > ageMs;

/** Undefined where there is none, or none that can be read: the edit begins now. */
async function readContent(file: string): Promise<BaseContent | undefined> {
  try {
    const content: unknown = parseExact(await readFile(file, 'utf8'));
    if (!isBaseContent(content)) return undefined;
    const { user, isWhole, key, sent, before } = content;
    return {
      user,
      isWhole: isWhole === true,
      key,
      ...(isRecord(sent) && { sent }),
      ...(isRecord(before) && { before }),
    };
  } catch {
    return undefined;
  }
}

const isBaseContent = (
  value: unknown,
): value is Readonly<Record<string, unknown>> & Pick<BaseContent, 'user' | 'key'> =>
  isRecord(value) && isRecord(value['user']) && isBaseKey(value['key']);

const isBaseKey = (value: unknown): value is BaseKey =>
  Array.isArray(value) && value.length === 4 && value.every((part) => typeof part === 'string');
