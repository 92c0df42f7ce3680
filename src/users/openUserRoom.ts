import * as vscode from 'vscode';
import { accountLabel } from '../api/accountLabel';
import { ChoiceLists } from '../api/choiceList';
import type { DocumentMove } from '../core/update/movedEntries';
import type { WriteObstacle } from '../core/update/writeObstacle';
import { obstacleMessage } from '../platform/words/obstacleWords';
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
import type { UserTarget, UserTargets } from './documents/userTargets';
import { UserEditor } from './form/userEditor';
import type { HistoryTree } from './history/historyTree';
import { provenanceHover } from './history/provenanceHover';
import type { HistoryView } from './history/registerHistory';
import { ChangedLines } from './live/changedLines';
import type { LiveDrafts } from './live/liveDrafts';
import { LiveUserFiles } from './live/liveUserFiles';
import type { UpdateTarget } from '../updates/updateTarget';
import type { Updating } from './loadUpdates';
import { ReadParameters } from '../api/readParameters';
import type { UserFeatureServices, UserServices } from './userServices';
import { ReadOnlyDocuments, responseScheme } from './responses/readOnlyDocuments';
import { ResponseCodeLens } from './responses/responseCodeLens';
import { ResponseFolder } from './responses/responseFolder';
import { ShownResponses } from './responses/shownResponses';
import type { SendServices } from './send/sendUser';
import { UnkeptNotice } from './send/unkeptNotice';
import type { UserCommands } from './userCommands';

interface RoomServices extends UserFeatureServices {
  readonly files: UserFiles;
  readonly targets: UserTargets;
  readonly drafts: LiveDrafts;
  readonly historyView: HistoryView;
}

/** Everything around user files, once there is one. */
export interface UserRoom {
  readonly disposable: vscode.Disposable;
  readonly documents: UserDocuments;
  readonly liveFiles: LiveUserFiles;
  readonly editor: UserEditor;
  /** The user that a response, a preview or the like is about. */
  readonly shownTarget: (uri: vscode.Uri) => UserTarget | undefined;
  /** Loaded with the first of them. */
  commands(): Promise<UserCommands>;
  historyTree(): Promise<HistoryTree>;
  /** What updates users; loaded with the first use. */
  updating(): Promise<Updating>;
  /** Resolves when the edit bases of a moved document have its new name. */
  followEdits(move: DocumentMove): Promise<unknown>;
}

/** Builds it, with a model for each user file that is open. */
export function openUserRoom(given: RoomServices): UserRoom {
  const rules = new AccountRulesStore(given.environments, given.profiles, given.globalState, given.log);
  const readParameters = new ReadParameters(given.workspaceState);
  const checked = openDocuments(given, { rules, readParameters, updating: () => updating() });
  const { documents } = checked;
  const liveFiles = new LiveUserFiles(given.drafts, {
    read: async (uri) => (await commands()).readLiveUser(uri),
    whyReadOnly: (uri) => lastingObstacle(uri, given.targets),
  });
  const readOnlyDocuments = new ReadOnlyDocuments();
  const responseFolder = new ResponseFolder(vscode.Uri.joinPath(given.globalStorageUri, 'responses').fsPath);
  const responses = new ShownResponses(readOnlyDocuments, responseFolder);
  const editor = new UserEditor(documents, async () =>
    (await import('./form/createFormEditor')).createFormEditor(services),
  );
  let loading: Promise<Updating> | undefined;
  const updating = (): Promise<Updating> =>
    (loading ??= import('./loadUpdates').then(({ loadUpdates }) =>
      loadUpdates(given.storage, given.globalStorageUri, documents, liveFiles, given.log),
    ));
  let tree: Promise<HistoryTree> | undefined;
  const historyTree = () => (tree ??= commands().then(({ openHistory }) => openHistory()));
  let loadedCommands: Promise<UserCommands> | undefined;
  const commands = () =>
    (loadedCommands ??= import('./userCommands').then(({ userCommands }) => userCommands(services)));
  const services: SendServices = {
    ...given,
    documents,
    liveFiles,
    editor,
    readOnlyDocuments,
    responses,
    rules,
    unkept: new UnkeptNotice(),
    readParameters,
    choices: new ChoiceLists(),
    updating,
    selectUser: async (call) => (await commands()).selectUser(call),
    pickChoice: async (call) => (await commands()).pickChoice(call),
    historyTree,
  };
  // One after the other: a document that is saved for the first time is closed right after.
  let followed: Promise<unknown> = Promise.resolve();
  const followEdits = (move: DocumentMove) =>
    (followed = followed.then(async () => (await updating()).updates.bases.follow(move)));
  const disposable = vscode.Disposable.from(
    checked.disposable,
    liveFiles,
    given.targets.onDidChange(() => void liveFiles.lookAtLocks()),
    readOnlyDocuments,
    responses,
    later(() => responseFolder.removeLeftovers()),
    registerEditorFeatures(services, commands),
    rules,
  );
  const shownTarget = (uri: vscode.Uri) => readOnlyDocuments.targetOf(uri);
  return { documents, liveFiles, editor, shownTarget, commands, historyTree, updating, followEdits, disposable };
}

/** The models of the documents, and what they are checked with. */
function openDocuments(
  given: RoomServices,
  { rules, readParameters, updating }: Pick<UserServices, 'rules' | 'readParameters' | 'updating'>,
): { readonly documents: UserDocuments; readonly disposable: vscode.Disposable } {
  const checks = new DocumentChecks(vscode.Uri.joinPath(given.extensionUri, 'dist', 'checkWorker.js'));
  const diagnostics = vscode.languages.createDiagnosticCollection('truto');
  const serverDiagnostics = vscode.languages.createDiagnosticCollection('truto-server');
  const edited = (uri: vscode.Uri, target: UpdateTarget) => ({
    ...target,
    source: uri.toString(),
    file: documents.find(uri)?.text.file,
  });
  const documents: UserDocuments = new UserDocuments(given.files, {
    checks,
    diagnostics,
    serverDiagnostics,
    targets: given.targets,
    rules,
    beginEdit: async (uri, target, live) => {
      const { updates } = await updating();
      await updates.bases.begin(edited(uri, target), live);
    },
    readParameters: (environment, accountId, query) => readParameters.with(environment, accountId, query),
    editBase: async (uri, target) => {
      const { updates } = await updating();
      return (await updates.bases.of(edited(uri, target)))?.user;
    },
  });
  const disposable = vscode.Disposable.from(documents, checks, diagnostics, serverDiagnostics);
  return { documents, disposable };
}

/** What an editor shows of a user file, and of the response to its update. */
function registerEditorFeatures(services: SendServices, commands: () => Promise<UserCommands>): vscode.Disposable {
  const { documents, environments, liveFiles, responses, choices } = services;
  const { languages } = vscode;
  const codeLens = new UserCodeLens(documents, environments, liveFiles);
  const responseFacts = new ResponseCodeLens(responses);
  return vscode.Disposable.from(
    languages.registerCodeLensProvider({ scheme: responseScheme }, responseFacts),
    languages.registerHoverProvider({ scheme: responseScheme }, responseFacts),
    codeLens,
    languages.registerCodeLensProvider('*', codeLens),
    vscode.commands.registerCommand(tellObstacleCommand, async (account: Obstructed, uri: vscode.Uri) =>
      (await commands()).tellObstacle(account, uri),
    ),
    languages.registerCodeActionsProvider('*', new QuickFixes(documents), QuickFixes.metadata),
    languages.registerHoverProvider('*', new UserHover(documents)),
    languages.registerHoverProvider('*', {
      provideHover: (document, position) => provenanceHover(document, position, services),
    }),
    new UserCompletion(documents, choices).register(),
    // A person asked for it, or a new token may do what the old one could not.
    environments.onDidChange(({ environment, change }) => {
      if (change === 'forgotten') choices.forgetAll(environment);
    }),
    new ChangedLines(documents),
    new AccountRulesStatus(documents),
  );
}

/** What no reconnecting helps: nothing can ever be sent. */
const lasting: ReadonlySet<WriteObstacle> = new Set(['sandboxAccount', 'blocked', 'cannotUpdateUsers']);

/** Why nothing can ever be sent from a live user, in words, as far as Truto tells of its account. Throws TrutoError. */
async function lastingObstacle(uri: vscode.Uri, targets: UserTargets): Promise<string | undefined> {
  const { environment, accountId } = targets.of(undefined, uri);
  if (!environment || accountId === undefined) return undefined;
  const account = await environment.account(accountId);
  await environment.look(account);
  const obstacle = environment.obstacle(account);
  return obstacle && lasting.has(obstacle) ? obstacleMessage(obstacle, accountLabel(account)) : undefined;
}

/** In ms: by then VS Code has started, and nobody waits for it. */
const afterStart = 30_000;

/** Runs something once the start is over. */
function later(run: () => unknown): vscode.Disposable {
  const timer = setTimeout(run, afterStart);
  return new vscode.Disposable(() => clearTimeout(timer));
}
