import * as vscode from 'vscode';
import { setContext } from '../platform/commands';
import { settings } from '../platform/settings';
import { AttemptFiles } from '../updates/attemptFiles';
import { Attempts } from '../updates/attempts';
import { DocumentSends } from '../updates/documentSends';
import { EditBases } from '../updates/editBases';
import { History } from '../updates/history';
import { Seals } from '../updates/seals';
import { Updates } from '../updates/updates';
import { liveScheme } from '../platform/liveUserUri';
import type { UserDocuments } from './documents/userDocuments';
import type { LiveUserFiles } from './live/liveUserFiles';
import { settleLiveUser } from './live/settleLiveUser';

/** What updates users, and the documents that users are edited in. */
export interface Updating {
  readonly updates: Updates;
  readonly sends: DocumentSends;
  readonly history: History;
}

/**
 * Builds it.
 * @param storage a folder for what is kept of this workspace
 * @param shared a folder that all windows share, where they see each other's attempts
 */
export function loadUpdates(
  storage: vscode.Uri,
  shared: vscode.Uri,
  documents: UserDocuments,
  liveFiles: LiveUserFiles,
  log: vscode.LogOutputChannel,
): Updating {
  const seals = new Seals(shared.fsPath);
  const attempts = new Attempts(new AttemptFiles(shared.fsPath), seals);
  const updates = new Updates(attempts, new EditBases(storage.fsPath));
  const history = new History(shared.fsPath, seals, {
    isEnabled: settings.historyEnabled,
    days: settings.historyDays,
    onFailure: (error) => log.error(`history: ${String(error)}`),
  });
  updates.onDidUpdate((update) => history.remember(update));
  updates.onDidArrive((found) => history.recall(found));
  updates.onDidUpdate((ended) => {
    const { prepared, outcome } = ended;
    const isApplied = outcome.outcome === 'applied';
    const source = vscode.Uri.parse(prepared.source);
    if (isApplied) setContext('updateSent', true);
    const settled =
      isApplied && source.scheme === liveScheme
        ? settleLiveUser(documents.find(source), ended, liveFiles).catch((error: unknown) =>
            log.error(`draft: ${String(error)}`),
          )
        : Promise.resolve();
    for (const document of documents.open()) {
      const { accountId, userId } = document.target(prepared.environment);
      if (accountId !== prepared.accountId || userId !== prepared.userId) continue;
      // By another document, or as one of many.
      if (isApplied && document.uri.scheme === liveScheme && document.uri.toString() !== source.toString())
        void settled.then(() => liveFiles.readAnew(document.uri));
      document.live.readAgain();
      void document.problems.compareAgain();
    }
  });
  return { updates, sends: new DocumentSends(updates), history };
}
