import * as vscode from 'vscode';
import type { DocumentMove } from '../core/update/movedEntries';
import type { Obstructed } from '../updates/prepared';
import { AccountRulesStatus } from './documents/accountRulesStatus';
import { AccountRulesStore } from './documents/accountRulesStore';
import { DocumentChecks } from './documents/documentChecks';
import { QuickFixes } from './documents/quickFixes';
import { tellObstacleCommand, UserCodeLens } from './documents/userCodeLens';
import { UserCompletion } from './documents/userCompletion';
import { UserDocuments } from './documents/userDocuments';
import type { UserFiles } from './documents/userFiles';
import { UserHover } from './documents/userHover';
import type { UserTargets } from './documents/userTargets';
import { UserEditor } from './form/userEditor';
import type { LiveUserFiles } from './live/liveUserFiles';
import type { Updating } from './loadUpdates';
import { ReadParameters } from './parameters/readParameters';
import type { UserFeatureServices } from './userServices';
import { ReadOnlyDocuments, responseScheme } from './responses/readOnlyDocuments';
import { ResponseCodeLens } from './responses/responseCodeLens';
import { ResponseFolder } from './responses/responseFolder';
import { ShownResponses } from './responses/shownResponses';
import type { SendServices } from './send/sendUser';
import type { UserCommands } from './userCommands';

interface RoomServices extends UserFeatureServices {
  readonly files: UserFiles;
  readonly targets: UserTargets;
  readonly liveFiles: LiveUserFiles;
}

/** Everything around user files, once there is one. */
export interface UserRoom {
  readonly disposable: vscode.Disposable;
  readonly documents: UserDocuments;
  readonly editor: UserEditor;
  /** Loaded with the first of them. */
  commands(): Promise<UserCommands>;
  /** Resolves when the edit bases of a moved document have its new name. */
  followEdits(move: DocumentMove): Promise<unknown>;
}

/** Builds it, with a model for each user file that is open. */
export function openUserRoom(given: RoomServices): UserRoom {
  const checks = new DocumentChecks(vscode.Uri.joinPath(given.extensionUri, 'dist', 'checkWorker.js'));
  const diagnostics = vscode.languages.createDiagnosticCollection('truto');
  const serverDiagnostics = vscode.languages.createDiagnosticCollection('truto-server');
  const rules = new AccountRulesStore(given.environments, given.profiles, given.globalState, given.log);
  const documents: UserDocuments = new UserDocuments(given.files, {
    checks,
    diagnostics,
    serverDiagnostics,
    targets: given.targets,
    rules,
    beginEdit: async (uri, target, live) => {
      const { updates } = await updating();
      await updates.bases.begin({ ...target, source: uri.toString() }, live);
    },
    editBase: async (uri, target) => {
      const { updates } = await updating();
      return (await updates.bases.of({ ...target, source: uri.toString() }))?.user;
    },
  });
  const readOnlyDocuments = new ReadOnlyDocuments();
  const responseFolder = new ResponseFolder(vscode.Uri.joinPath(given.globalStorageUri, 'responses').fsPath);
  const responses = new ShownResponses(readOnlyDocuments, responseFolder);
  const editor = new UserEditor(documents, given.extensionUri, given.log, async () =>
    (await import('./form/createFormHost')).createFormHost(services),
  );
  let loading: Promise<Updating> | undefined;
  const updating = (): Promise<Updating> =>
    (loading ??= import('./loadUpdates').then(({ loadUpdates }) =>
      loadUpdates(given.storage, given.globalStorageUri, documents, given.liveFiles),
    ));
  const readParameters = new ReadParameters(given.workspaceState);
  const services: SendServices = {
    ...given,
    documents,
    editor,
    readOnlyDocuments,
    responses,
    readParameters,
    updating,
  };
  // One after the other: a document that is saved for the first time is closed right after.
  let followed: Promise<unknown> = Promise.resolve();
  const followEdits = (move: DocumentMove) =>
    (followed = followed.then(async () => (await updating()).updates.bases.follow(move)));
  const codeLens = new UserCodeLens(documents, given.environments);
  const responseFacts = new ResponseCodeLens(responses);
  const disposable = vscode.Disposable.from(
    documents,
    checks,
    diagnostics,
    serverDiagnostics,
    readOnlyDocuments,
    responses,
    later(() => responseFolder.removeLeftovers()),
    vscode.languages.registerCodeLensProvider({ scheme: responseScheme }, responseFacts),
    vscode.languages.registerHoverProvider({ scheme: responseScheme }, responseFacts),
    codeLens,
    vscode.languages.registerCodeLensProvider('*', codeLens),
    vscode.commands.registerCommand(tellObstacleCommand, async (account: Obstructed, uri: vscode.Uri) =>
      (await import('./send/accountObstacle')).tellObstacle(account, uri),
    ),
    vscode.languages.registerCodeActionsProvider('*', new QuickFixes(documents), QuickFixes.metadata),
    vscode.languages.registerHoverProvider('*', new UserHover(documents)),
    new UserCompletion(documents).register(),
    rules,
    new AccountRulesStatus(documents),
  );
  let commands: Promise<UserCommands> | undefined;
  const loadCommands = () => (commands ??= import('./userCommands').then(({ userCommands }) => userCommands(services)));
  return { documents, editor, commands: loadCommands, followEdits, disposable };
}

/** In ms: by then VS Code has started, and nobody waits for it. */
const afterStart = 30_000;

/** Runs something once the start is over. */
function later(run: () => unknown): vscode.Disposable {
  const timer = setTimeout(run, afterStart);
  return new vscode.Disposable(() => clearTimeout(timer));
}
