import * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import { argumentOf, namesUser } from '../platform/commandArguments';
import { givenEnvironment } from '../platform/environmentArgument';
import { registerCommands, type CommandHandler } from '../platform/commands';
import type { ShownTarget } from '../platform/shownTarget';
import type { UnsentUsers } from '../platform/unsentUsers';
import type { Updates } from '../updates/updates';
import { LiveOrigins } from './documents/liveOrigins';
import { TargetInFront } from './documents/targetInFront';
import { liveScheme } from '../platform/liveUserUri';
import { UserFiles } from './documents/userFiles';
import { UserTargets } from './documents/userTargets';
import { LiveDrafts } from './live/liveDrafts';
import { LiveFileSystem } from './live/liveFileSystem';
import { registerForms } from './form/registerForms';
import { registerHistory } from './history/registerHistory';
import type { UserRoom } from './openUserRoom';
import { sweepDaily } from './sweepDaily';
import type { UserFeatureServices } from './userServices';
import type { UserCommands } from './userCommands';

/** What other features know of this one. */
interface UserFeature {
  /** Where the document in front goes. */
  readonly targetInFront: ShownTarget;
  readonly unsent: UnsentUsers;
  /** Asks for the account of a document; undefined when dismissed. Throws TrutoError. */
  readonly chooseAccount: (uri: vscode.Uri, environment: Environment) => Promise<string | undefined>;
  readonly updates: () => Promise<Updates>;
  readonly disposable: vscode.Disposable;
}

const commandNames = [
  'updateUser',
  'sendUser',
  'previewUpdate',
  'copyAsCode',
  'setQueryParameters',
  'compareAnswer',
  'saveAnswer',
  'copyRequestId',
  'openUser',
  'openUserAsText',
  'updateCheckedUsers',
  'refreshLiveUser',
  'revertToLive',
  'saveUserAsFile',
  'newUserFile',
  'selectAccount',
  'validateUser',
  'openForm',
  'openText',
  'undoUpdate',
  'showHistory',
  'filterHistory',
  'clearHistoryFilter',
  'compareHistory',
  'showHistoryRequest',
  'showHistoryResponse',
  'sendAgain',
  'exportHistory',
  'clearHistory',
] as const satisfies readonly (keyof UserCommands)[];

type CommandName = (typeof commandNames)[number];

/** Whether a command is about the document that is meant, not about a user or an account that it names or asks for. */
function isAboutDocument(name: CommandName, argument: unknown): boolean {
  if (['openUser', 'openUserAsText', 'updateCheckedUsers', 'newUserFile'].includes(name)) return false;
  const mayNameUser = name === 'updateUser' || name === 'selectAccount';
  return !mayNameUser || argumentOf(argument, 'uri') !== undefined || !namesUser(argument);
}

/**
 * User files: checks, CodeLens, the form editor, opening and sending. The room behind it is opened with the first user
 * file, form or command: who only looks at other JSON files loads nothing of it.
 */
export function registerUsers(given: UserFeatureServices): UserFeature {
  const { environments, inFront, moves, profiles, selection } = given;
  const files = new UserFiles(given.workspaceState, moves);
  const drafts = new LiveDrafts(given.storage);
  const origins = new LiveOrigins(given.workspaceState, (uri) => drafts.isUnsent(uri));
  const targets = new UserTargets(environments, selection, profiles, origins);
  const fileSystem = new LiveFileSystem(async () => (await open()).liveFiles);
  const targetInFront = new TargetInFront(inFront, targets);
  const historyView = registerHistory(async () => (await open()).historyTree());
  let opened: UserRoom | undefined;
  let opening: Promise<UserRoom> | undefined;
  const open = (): Promise<UserRoom> =>
    (opening ??= import('./openUserRoom').then(({ openUserRoom }) => {
      opened = openUserRoom({ ...given, files, targets, drafts, historyView });
      targetInFront.follow(opened.documents, opened.shownTarget);
      fileSystem.follow(opened.liveFiles);
      return opened;
    }));
  const look = (documents: readonly vscode.TextDocument[]) => {
    if (!opening && documents.some((document) => files.has(document))) void open();
  };
  look(vscode.workspace.textDocuments);

  const command =
    (name: CommandName): CommandHandler =>
    async (argument) => {
      // What is meant is fixed at once: while code is being loaded the person may turn to something else.
      const uri = inFront.meantBy(argument);
      const call = {
        argument,
        uri,
        environment:
          givenEnvironment(argument) ?? targets.environmentOf(isAboutDocument(name, argument) ? uri : undefined),
      };
      const commands = await (await open()).commands();
      return commands[name](call);
    };
  const disposable = vscode.Disposable.from(
    drafts,
    origins,
    fileSystem,
    vscode.workspace.registerFileSystemProvider(liveScheme, fileSystem, { isCaseSensitive: true }),
    vscode.window.registerFileDecorationProvider(drafts),
    files,
    targets,
    targetInFront,
    historyView.disposable,
    sweepDaily(given),
    new vscode.Disposable(() => void opened?.disposable.dispose()),
    vscode.workspace.onDidOpenTextDocument((document) => look([document])),
    files.onDidChange(() => look(vscode.workspace.textDocuments)),
    moves.onDidMove(async (move) => {
      // An untitled document that is closed leaves something behind only where there was something.
      if (move.to === undefined && !opening) return;
      await (await open()).followEdits(move);
    }),
    registerForms(async () => (await open()).editor),
    registerCommands(Object.fromEntries(commandNames.map((name) => [name, command(name)]))),
  );
  return {
    targetInFront,
    unsent: drafts,
    chooseAccount: async (uri, environment) => (await (await open()).commands()).chooseAccount(uri, environment),
    updates: async () => (await (await open()).updating()).updates,
    disposable,
  };
}
