import * as vscode from 'vscode';
import { settings } from '../platform/settings';
import type { UserFeatureServices } from './userServices';

/** In ms: by then VS Code has started, and nobody waits for it. */
const afterStart = 30_000;
const dayMs = 24 * 3_600_000;

/** Removes once a day what was kept long enough, also where nothing is sent or looked at. */
export function sweepDaily({
  storage,
  globalStorageUri,
  log,
}: Pick<UserFeatureServices, 'storage' | 'globalStorageUri' | 'log'>): vscode.Disposable {
  const sweep = async () => {
    const { removeOldFiles } = await import('../updates/oldFiles');
    await removeOldFiles(storage.fsPath, globalStorageUri.fsPath, settings.historyDays());
  };
  const run = () => void sweep().catch((error: unknown) => log.warn(`old files: ${String(error)}`));
  const first = setTimeout(run, afterStart);
  const next = setInterval(run, dayMs);
  return new vscode.Disposable(() => {
    clearTimeout(first);
    clearInterval(next);
  });
}
