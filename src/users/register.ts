import * as vscode from 'vscode';
import { givenEnvironment } from '../platform/environmentArgument';
import { registerCommands, type CommandHandler } from '../platform/commands';
import type { ShownTarget } from '../platform/shownTarget';
import { TargetInFront } from './documents/targetInFront';
import { liveScheme, UserFiles } from './documents/userFiles';
import { UserTargets } from './documents/userTargets';
import { LiveUserFiles } from './live/liveUserFiles';
import { registerForms } from './form/registerForms';
import type { UserRoom } from './openUserRoom';
import type { UserFeatureServices } from './userServices';
import type { UserCommands } from './userCommands';

/** What other features know of this one. */
interface UserFeature {
  /** Where the document in front goes. */
  readonly targetInFront: ShownTarget;
  readonly disposable: vscode.Disposable;
}

type CommandName = keyof UserCommands;

const commandNames: readonly CommandName[] = [
  'updateUser',
  'sendUser',
  'previewUpdate',
  'copyAsCode',
  'setQueryParameters',
  'compareAnswer',
  'saveAnswer',
  'copyRequestId',
  'openUser',
  'newUserFile',
  'selectAccount',
  'validateUser',
  'openForm',
  'openText',
];

/**
 * User files: checks, CodeLens, the form editor, opening and sending. The room behind it is opened with the first user
 * file, form or command: who only looks at other JSON files loads nothing of it.
 */
export function registerUsers(given: UserFeatureServices): UserFeature {
  const { environments, inFront, moves, profiles, selection } = given;
  const files = new UserFiles(given.workspaceState, moves);
  const targets = new UserTargets(environments, selection, profiles);
  const liveFiles = new LiveUserFiles(given.storage, async (uri) =>
    (await import('./live/openUser')).readByUri(uri, environments),
  );
  const targetInFront = new TargetInFront(inFront, targets);
  let opened: UserRoom | undefined;
  let opening: Promise<UserRoom> | undefined;
  const open = (): Promise<UserRoom> =>
    (opening ??= import('./openUserRoom').then(({ openUserRoom }) => {
      opened = openUserRoom({ ...given, files, targets, liveFiles });
      targetInFront.follow(opened.documents);
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
      const call = {
        argument,
        uri: inFront.meantBy(argument),
        environment: givenEnvironment(argument) ?? environments.active(),
      };
      const commands = await (await open()).commands();
      return commands[name](call);
    };
  const disposable = vscode.Disposable.from(
    vscode.workspace.registerFileSystemProvider(liveScheme, liveFiles, { isCaseSensitive: true }),
    files,
    targets,
    targetInFront,
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
  return { targetInFront, disposable };
}
