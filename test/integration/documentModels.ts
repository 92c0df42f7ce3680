import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Environments } from '../../src/api/environments';
import { AccountSelection } from '../../src/platform/accountSelection';
import type { DocumentMoves } from '../../src/platform/documentMoves';
import type { DocumentMove } from '../../src/core/update/movedEntries';
import { AccountRulesStore } from '../../src/users/documents/accountRulesStore';
import { DocumentChecks } from '../../src/users/documents/documentChecks';
import type { DocumentServices } from '../../src/users/documents/userDocument';
import { UserDocuments } from '../../src/users/documents/userDocuments';
import { UserFiles } from '../../src/users/documents/userFiles';
import { LiveOrigins } from '../../src/users/documents/liveOrigins';
import { UserTargets } from '../../src/users/documents/userTargets';
import { repoRoot } from '../host/repoRoot';

/** State that is kept nowhere. */
class Notes implements vscode.Memento {
  private readonly values = new Map<string, unknown>();
  readonly keys = () => [...this.values.keys()];

  get<T>(key: string, otherwise?: T): T {
    return (this.values.has(key) ? this.values.get(key) : otherwise) as T;
  }

  update(key: string, value: unknown): Thenable<void> {
    this.values.set(key, value);
    return Promise.resolve();
  }
}

/** The models of the open documents, as the extension makes them, but with their own state and environments. */
export class DocumentModels implements vscode.Disposable {
  private readonly moved = new vscode.EventEmitter<DocumentMove>();
  private readonly environmentChanged = new vscode.EventEmitter<void>();
  readonly selection: AccountSelection;
  readonly targets: UserTargets;
  readonly documents: UserDocuments;
  private readonly subscription: vscode.Disposable;

  constructor(environments: Environments, given: Partial<DocumentServices> = {}) {
    const moves = {
      onDidMove: this.moved.event,
      onDidLoseOrigin: new vscode.EventEmitter().event,
    } as unknown as DocumentMoves;
    const notes = new Notes();
    const profiles = { onDidChange: this.environmentChanged.event, list: () => [] };
    const log = { warn: () => undefined } as unknown as vscode.LogOutputChannel;
    this.selection = new AccountSelection(notes, notes, moves);
    const files = new UserFiles(notes, moves);
    const origins = new LiveOrigins(notes, () => false);
    const targets = (this.targets = new UserTargets(environments, this.selection, profiles, origins));
    const rules = new AccountRulesStore(environments, profiles, notes, log);
    const checks = new DocumentChecks(vscode.Uri.file(join(repoRoot, 'dist', 'checkWorker.js')));
    const diagnostics = vscode.languages.createDiagnosticCollection();
    const serverDiagnostics = vscode.languages.createDiagnosticCollection();
    this.documents = new UserDocuments(files, {
      checks,
      diagnostics,
      serverDiagnostics,
      targets,
      rules,
      beginEdit: () => Promise.resolve(),
      readParameters: (_environment, _accountId, query) => query,
      editBase: () => Promise.resolve(undefined),
      ...given,
    });
    this.subscription = vscode.Disposable.from(
      this.documents,
      this.selection,
      files,
      origins,
      targets,
      rules,
      checks,
      diagnostics,
      serverDiagnostics,
    );
  }

  /** The environment in use is another one. */
  switchEnvironment(): void {
    this.environmentChanged.fire();
  }

  dispose(): void {
    this.subscription.dispose();
  }
}
