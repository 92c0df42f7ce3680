import * as vscode from 'vscode';
import { setContext } from '../platform/commands';
import { AttemptFiles } from '../updates/attemptFiles';
import { Attempts } from '../updates/attempts';
import { DocumentSends } from '../updates/documentSends';
import { EditBases } from '../updates/editBases';
import { Seals } from '../updates/seals';
import { Updates } from '../updates/updates';
import { liveScheme } from './documents/userFiles';
import type { UserDocuments } from './documents/userDocuments';
import type { LiveUserFiles } from './live/liveUserFiles';

/** What updates users, and the documents that users are edited in. */
export interface Updating {
  readonly updates: Updates;
  readonly sends: DocumentSends;
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
): Updating {
  const attempts = new Attempts(new AttemptFiles(shared.fsPath), new Seals(shared.fsPath));
  const updates = new Updates(attempts, new EditBases(storage.fsPath));
  updates.onDidUpdate(({ prepared, outcome }) => {
    if (outcome.outcome === 'applied') {
      setContext('updateSent', true);
      const source = vscode.Uri.parse(prepared.source);
      if (source.scheme === liveScheme) void liveFiles.forget(source);
    }
    for (const document of documents.open()) {
      const { accountId, userId } = document.target(prepared.environment);
      if (accountId !== prepared.accountId || userId !== prepared.userId) continue;
      document.live.readAgain();
      void document.problems.compareAgain();
    }
  });
  return { updates, sends: new DocumentSends(updates) };
}
