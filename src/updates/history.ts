import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Listeners } from '../api/listeners';
import type { Seal } from '../core/secrets/keptUser';
import {
  arrivedEntry,
  headEnd,
  keptEntry,
  readEntry,
  readRow,
  type HistoryEntry,
  type HistoryRow,
  type KeptEntry,
} from './historyEntry';
import { JournalWriter, readJournal, type JournalReading, type JournalWriterOptions } from './journalFiles';
import { dayMs, dayOf, removeOldHistory } from './oldFiles';
import type { Outcome } from './outcome';
import type { Seals } from './seals';
import type { ArrivedUpdates, SeenUpdate } from './updates';

export interface HistoryOptions extends JournalWriterOptions {
  readonly isEnabled: () => boolean;
  /** How many days it goes back. */
  readonly days: () => number;
  readonly now?: () => number;
  /** Told that an update could not be kept. */
  readonly onFailure?: (error: unknown) => void;
}

/** What was sent, the latest first. */
export interface HistoryList {
  readonly rows: readonly HistoryRow[];
  /** How many more cannot be read because their lines are damaged. */
  readonly damaged: number;
}

interface ReadFile {
  readonly reading: JournalReading;
  readonly rows: readonly HistoryRow[];
}

/**
 * What was sent from here, by all windows that share a folder: kept for some days, without secrets. Nothing here hinders an
 * update.
 */
export class History {
  private readonly folder: string;
  private readonly writer: JournalWriter;
  private readonly now: () => number;
  private readonly files = new Map<string, ReadFile>();
  private readonly ids = new WeakMap<Outcome, Promise<string | undefined>>();
  private readonly changed = new Listeners<undefined>();
  private reading: Promise<unknown> = Promise.resolve();
  private listed: HistoryList | undefined;
  /** Fires when this window has added to it or cleared it. */
  readonly onDidChange = this.changed.event;

  /** @param storage a folder, which may be yet to be made */
  constructor(
    storage: string,
    private readonly seals: Seals,
    private readonly options: HistoryOptions,
  ) {
    this.folder = join(storage, 'history');
    this.now = options.now ?? Date.now;
    this.writer = new JournalWriter(this.folder, () => dayOf(this.now()), options);
  }

  /** Keeps an update that has ended. Never throws. */
  remember(update: SeenUpdate): void {
    if (!this.options.isEnabled()) return;
    this.ids.set(
      update.outcome,
      this.keep((seal) => keptEntry(update, seal, this.now())),
    );
  }

  /** Keeps updates of which a later look has shown that they were applied. Never throws. */
  recall({ prepared, arrived }: ArrivedUpdates): void {
    if (this.options.isEnabled())
      for (const attempt of arrived) void this.keep((seal) => arrivedEntry(prepared, attempt, seal));
  }

  /** The id of an update, once it is kept; undefined where it is not. */
  async idOf(outcome: Outcome): Promise<string | undefined> {
    return this.ids.get(outcome);
  }

  /** All updates: the very same list as long as none comes or goes. */
  async list(): Promise<HistoryList> {
    const reading = this.reading.then(() => this.readNew());
    this.reading = reading.catch(() => undefined);
    await reading;
    return (this.listed ??= listOf([...this.files.values()]));
  }

  /** Undefined where there is none, or none any more. */
  async entry(id: string): Promise<HistoryEntry | undefined> {
    return (await this.entries([id]))[0];
  }

  /** Those that there are, the oldest first, in whichever order they are named. */
  async entries(ids: readonly string[]): Promise<readonly HistoryEntry[]> {
    const seal = await this.seals.kept();
    const wanted = new Set(ids);
    const found: HistoryEntry[] = [];
    for (const file of [...new Set(ids.map((id) => /^[\w-]+(?=#\d+$)/.exec(id)?.[0]))].sort()) {
      if (file === undefined || !seal) continue;
      await readJournal(join(this.folder, `${file}.jsonl`), ({ seq, json }) => {
        const id = idOf(file, seq);
        const entry = wanted.has(id) ? readEntry(id, json(), seal) : undefined;
        if (entry) found.push(entry);
      }).catch(() => undefined); // It was cleared.
    }
    // Of one moment: as the files are named, and as they stand in a file.
    return found.sort((one, other) => one.at - other.at);
  }

  /** Takes all of it away, what other windows have kept too. */
  async clear(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async keep(entryOf: (seal: Seal) => KeptEntry): Promise<string | undefined> {
    try {
      const seal = await this.seals.kept();
      if (!seal) throw new Error('The key of the seals cannot be kept');
      const { file, seq } = await this.writer.append(entryOf(seal));
      if (seq === 1) await this.currentFiles();
      this.changed.fire(undefined);
      return idOf(file, seq);
    } catch (error) {
      this.options.onFailure?.(error);
      return undefined;
    }
  }

  private async readNew(): Promise<void> {
    const names = await this.currentFiles();
    for (const name of this.files.keys()) if (!names.includes(name)) this.set(name, undefined);
    for (const name of names) {
      const path = join(this.folder, name);
      const { rows = [], reading } = this.files.get(name) ?? {};
      const more: HistoryRow[] = [];
      if (reading?.size === (await stat(path).catch(() => undefined))?.size) continue;
      const next = await readJournal(
        path,
        ({ seq, jsonTo }) => {
          const row = readRow(idOf(name, seq), jsonTo(headEnd));
          if (row) more.push(row);
        },
        reading,
      ).catch(() => undefined); // Another window has just cleared it.
      if (next) this.set(name, { reading: next, rows: [...rows, ...more] });
    }
  }

  private set(name: string, file: ReadFile | undefined): void {
    if (file) this.files.set(name, file);
    else this.files.delete(name);
    this.listed = undefined;
  }

  /** The names of the files, without those that are too old, which are removed. */
  private async currentFiles(): Promise<readonly string[]> {
    return removeOldHistory(this.folder, this.now() - this.options.days() * dayMs);
  }
}

function listOf(files: readonly ReadFile[]): HistoryList {
  const all = files.flatMap(({ rows }) => rows).sort((one, other) => other.at - one.at);
  const applied = new Set(all.flatMap(({ outcome, key }) => (outcome === 'applied' ? [key] : [])));
  return {
    // What became of an update was found out later.
    rows: all.filter(({ outcome, key }) => outcome !== 'unknown' || !applied.has(key)),
    damaged: files.reduce((sum, file) => sum + file.reading.damaged, 0),
  };
}

const idOf = (file: string, seq: number): string => `${file.replace(/\.jsonl$/, '')}#${seq}`;
