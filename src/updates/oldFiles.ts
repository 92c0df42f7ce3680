import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export const dayMs = 24 * 3_600_000;

/** In ms: an edit that is older begins anew. */
export const maxBaseAgeMs = 30 * dayMs;

/**
 * Removes copies of users and updates that were kept long enough. So a workspace that nobody opens again keeps none, and a
 * history that is off none either.
 * @param storage a folder for what is kept of this workspace: those of other workspaces are found beside it
 * @param shared a folder that all windows share; the same where no workspace is open
 */
export async function removeOldFiles(storage: string, shared: string, historyDays: number): Promise<void> {
  await removeOldHistory(join(shared, 'history'), Date.now() - historyDays * dayMs);
  await removeOldBases(join(shared, 'edit-bases'));
  if (storage === shared || !(await isNewDay(join(shared, 'edit-bases.cleaned')))) return;
  const workspaces = dirname(dirname(storage));
  for (const name of await namesIn(workspaces))
    await removeOldBases(join(workspaces, name, basename(storage), 'edit-bases'));
}

/** Removes what was kept before a day, in ms since 1970. Returns the names of the files that are left. */
export async function removeOldHistory(folder: string, before: number): Promise<readonly string[]> {
  const names = await namesIn(folder);
  const oldest = dayOf(before);
  // What cannot be removed now is tried again later.
  for (const name of names.filter((each) => each < oldest))
    await rm(join(folder, name), { force: true }).catch(() => undefined);
  return names.filter((name) => name >= oldest && name.endsWith('.jsonl'));
}

/** Removes copies of users that no edit uses any more. */
export async function removeOldBases(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    const file = join(folder, name);
    if (await isOlder(file, maxBaseAgeMs)) await rm(file, { force: true }).catch(() => undefined);
  }
}

/** Whether a day has gone by since this was so, in whichever window. Rejects where the mark cannot be written. */
export async function isNewDay(mark: string): Promise<boolean> {
  if (!(await isOlder(mark, dayMs, true))) return false;
  await writeFile(mark, '', { mode: 0o600 });
  return true;
}

/** In UTC, so that it never goes back. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Nothing is there before anything was kept. */
const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);

const isOlder = (file: string, ageMs: number, isMissingOld = false): Promise<boolean> =>
  stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > ageMs,
    () => isMissingOld,
  );
