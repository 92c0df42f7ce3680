import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseExact } from '../core/json/exactJson';
import { isRecord } from '../core/json/isRecord';
import { memberOf } from '../core/json/isSameState';
import { KeptUser, type Seal } from '../core/secrets/keptUser';
import type { EditBegin } from '../core/update/drift';
import { isPartOf, type DocumentMove } from '../core/update/movedEntries';
import type { UserFile } from '../core/update/userFile';
import { Seals } from './seals';
import { dayMs, isNewDay, maxBaseAgeMs, removeOldBases } from './oldFiles';
import { fieldNamesOf } from './userFileText';
import type { UpdateTarget } from './updateTarget';

/** Whose copy it is: that of one user, as one document edits it. */
interface EditedUser extends Omit<UpdateTarget, 'environment'> {
  readonly environment: Pick<UpdateTarget['environment'], 'key'>;
  /** Names what it is edited in, such as the URI of a document. */
  readonly source: string;
  /** What that says, as far as it is known. */
  readonly file?: Pick<UserFile, 'fields'> | undefined;
}

type User = Readonly<Record<string, unknown>>;

/** Whose copy a file holds; the source is '' for the last one of a user that a document was made from. */
type BaseKey = readonly [environment: string, accountId: string, userId: string, source: string];

interface KeptParts {
  readonly said?: User;
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
  readonly said?: User | undefined;
  readonly before?: User | undefined;
  /** The copy that it takes the place of: what the document said before is still known as long as the user has it. */
  readonly earlier?: EditBase | undefined;
}

/** Fields in which an edit goes on with other values, in the clear. */
interface AdvancedFields extends KeptParts {
  readonly user: User;
}

/** The live user as an edit of it began. */
export interface EditBase extends EditBegin {
  /** The document was made from this copy, so that what it lacks was taken out by a person. */
  readonly isWhole: boolean;
  /** Whether it outlives this moment. Where nothing can be kept, nobody can tell what somebody else has changed since. */
  readonly isKept: boolean;
  /** When the copy was made, in ms since 1970. */
  readonly madeAt?: number;
}

/** So many fields of a copied text are as they were. */
const minCopied = 2;

/**
 * Keeps what the live users were when their edits began, in files of a folder: whether somebody else changed them since
 * is seen before anything is sent. Nothing here throws: a folder that cannot be written hinders no edit and no update.
 */
export class EditBases {
  private readonly folder: string;
  /** When this window has last seen to it that old copies are removed; in ms since 1970. */
  private cleanedAt = 0;
  /** What this window last kept or began with, by file: a window that shares the folder may have written over it. */
  private readonly own = new Map<string, EditBase>();
  /** Resolves when the moves so far have been followed: until then a copy may have either name. */
  private followed: Promise<void> = Promise.resolve();

  /** @param storage a folder, which may be yet to be made */
  constructor(
    storage: string,
    private readonly seals = new Seals(storage),
  ) {
    this.folder = join(storage, 'edit-bases');
  }

  /** A document without a copy of its own takes the last one of the same user where its text was copied from there. */
  async of(edited: EditedUser): Promise<EditBase | undefined> {
    await this.followed;
    const seal = await this.seals.kept();
    if (!seal) return undefined;
    const file = this.file(keyOf(edited), seal);
    const kept = await this.read(file, seal);
    if (kept) return this.own.get(file) ?? kept;
    const last = await this.read(this.file(keyOf(edited, ''), seal), seal);
    return last && isCopied(edited, last) ? { ...last, isWhole: false } : undefined;
  }

  /** The copy that there is; where there is none the edit begins now, with the user as it is. */
  async begin(edited: EditedUser, live: User): Promise<EditBase> {
    const begun = await this.of(edited);
    if (!begun) return this.keep(edited, { user: live, isWhole: false });
    const seal = await this.seals.kept();
    if (!seal) return begun;
    const file = this.file(keyOf(edited), seal);
    // Of a copied text it is found by what the text says now.
    if (!(await this.read(file, seal))) await this.write([keyOf(edited)], begun, seal);
    this.own.set(file, begun);
    return begun;
  }

  /** The edit begins with this copy, or begins anew. */
  async keep(edited: EditedUser, { user, isWhole, said, before, earlier }: NewBase): Promise<EditBase> {
    await this.followed;
    const seal = await this.seals.kept();
    const copy = (fields: User) => KeptUser.of(fields, seal ?? this.seals.passing);
    const known = withEarlier(copy(said ?? {}), earlier, user);
    const base = {
      user: copy(user),
      isWhole,
      ...(known.names.length > 0 && { said: known }),
      ...(before && { before: copy(before) }),
    };
    const keys = [keyOf(edited), ...(isWhole ? [keyOf(edited, '')] : [])];
    const isKept = seal !== undefined && (await this.write(keys, base, seal));
    const kept = { ...base, isKept, madeAt: Date.now() };
    if (isKept) this.own.set(this.file(keyOf(edited), seal), kept);
    return kept;
  }

  /** The edit goes on, with fields that have changed by what was sent from the document itself, or was undone of it. */
  async advance(edited: EditedUser, base: EditBase, { user, said, before }: AdvancedFields): Promise<EditBase> {
    await this.followed;
    const seal = await this.seals.kept();
    const none = KeptUser.of({}, seal ?? this.seals.passing);
    const advanced = {
      ...base,
      user: base.user.with(user),
      ...(said && { said: (base.said ?? none).with(said) }),
      ...(before && { before: (base.before ?? none).with(before) }),
    };
    if (seal && base.isKept) {
      await this.write([keyOf(edited)], advanced, seal);
      this.own.set(this.file(keyOf(edited), seal), advanced);
    }
    return advanced;
  }

  /** The edits of a document go on under its new name. */
  follow(move: DocumentMove): Promise<void> {
    return (this.followed = this.followed.then(() => this.rename(move)));
  }

  private async rename({ from, to, isCopy }: DocumentMove): Promise<void> {
    const seal = await this.seals.kept();
    if (!seal) return;
    for (const file of await this.files()) {
      const content = await readContent(file);
      if (!content || !isPartOf(content.key[3], from)) continue;
      const [environment, accountId, userId, source] = content.key;
      const own = this.own.get(file);
      if (to !== undefined) {
        const key: BaseKey = [environment, accountId, userId, to + source.slice(from.length)];
        await this.write([key], own ?? content, seal);
        if (own) this.own.set(this.file(key, seal), own);
      }
      if (isCopy) continue;
      this.own.delete(file);
      await rm(file).catch(() => undefined);
    }
  }

  /** Resolves to whether it could be. */
  private async write(
    keys: readonly BaseKey[],
    content: Omit<BaseContent, 'key'> | EditBegin,
    seal: Seal,
  ): Promise<boolean> {
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      for (const key of keys)
        await writeFile(this.file(key, seal), JSON.stringify({ ...content, key }), { mode: 0o600 });
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
    const madeAt = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
    if (madeAt === undefined || Date.now() - madeAt > maxBaseAgeMs) return undefined;
    const content = await readContent(file);
    if (!content) return undefined;
    const { user, isWhole, said, before } = content;
    return {
      user: KeptUser.read(user, seal),
      isWhole,
      isKept: true,
      madeAt,
      ...(said && { said: KeptUser.read(said, seal) }),
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
    if (await isNewDay(`${this.folder}.cleaned`)) await removeOldBases(this.folder);
  }
}

/** What the document said, now or before. */
function withEarlier(said: KeptUser, earlier: EditBase | undefined, user: User): KeptUser {
  if (!earlier?.said) return said;
  const names = earlier.said.names.filter((name) => earlier.user.isSame(name, memberOf(user, name)));
  return said.withFieldsOf(earlier.said, names);
}

/** Whether what a document says is a copy of the text that was made of this user: all of its fields, some of them as they were. */
function isCopied({ file }: EditedUser, { user }: EditBase): boolean {
  const said = new Map(file?.fields.map(({ name, value }) => [name, value]));
  const names = fieldNamesOf(user.names);
  return (
    names.every((name) => said.has(name)) &&
    names.filter((name) => user.isExactly(name, said.get(name))).length >= minCopied
  );
}

const keyOf = ({ environment, accountId, userId, source }: EditedUser, named = source): BaseKey => [
  environment.key,
  accountId,
  userId,
  named,
];

/** Undefined where there is none, or none that can be read: the edit begins now. */
async function readContent(file: string): Promise<BaseContent | undefined> {
  try {
    const content: unknown = parseExact(await readFile(file, 'utf8'));
    if (!isBaseContent(content)) return undefined;
    const { user, isWhole, key, said, before } = content;
    return {
      user,
      isWhole: isWhole === true,
      key,
      ...(isRecord(said) && { said }),
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
