import type * as vscode from 'vscode';
import { DocumentSends } from '../updates/documentSends';
import { EditBases } from '../updates/editBases';
import { SendAttempts } from '../updates/sendAttempts';
import { Updates } from '../updates/updates';
import type { UserDocuments } from './documents/userDocuments';

/** What updates users, and the documents that users are edited in. */
export interface Updating {
  readonly updates: Updates;
  readonly sends: DocumentSends;
}

/** Builds it: `storage` is a folder for what is kept of this workspace. */
export function loadUpdates(storage: vscode.Uri, workspaceState: vscode.Memento, documents: UserDocuments): Updating {
  const updates = new Updates(new SendAttempts(workspaceState), new EditBases(storage.fsPath));
  updates.onDidUpdate(({ prepared }) => {
    for (const document of documents.open()) {
      const { accountId, userId } = document.target(prepared.environment);
      if (accountId !== prepared.accountId || userId !== prepared.userId) continue;
      document.live.readAgain();
      void document.problems.compareAgain();
    }
  });
  return { updates, sends: new DocumentSends(updates) };
}
