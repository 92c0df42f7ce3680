import type * as vscode from 'vscode';
import type { ChoiceLists } from '../api/choiceList';
import type { Environments } from '../api/environments';
import type { AccountSelection } from '../platform/accountSelection';
import type { CheckedUsers } from '../platform/checkedUsers';
import type { DocumentInFront } from '../platform/documentInFront';
import type { DocumentMoves } from '../platform/documentMoves';
import type { ProfileStore } from '../platform/profileStore';
import type { WaitingSends } from '../platform/waitingSends';
import type { CommandCall } from './commandCall';
import type { AccountRulesStore } from './documents/accountRulesStore';
import type { UserDocuments } from './documents/userDocuments';
import type { UserTargets } from './documents/userTargets';
import type { UserEditor } from './form/userEditor';
import type { HistoryTree } from './history/historyTree';
import type { HistoryView } from './history/registerHistory';
import type { LiveUserFiles } from './live/liveUserFiles';
import type { Updating } from './loadUpdates';
import type { ReadParameters } from '../api/readParameters';

/** What the room is given from outside. */
export interface UserFeatureServices {
  readonly extensionUri: vscode.Uri;
  readonly storage: vscode.Uri;
  readonly globalStorageUri: vscode.Uri;
  readonly workspaceState: vscode.Memento;
  readonly globalState: vscode.Memento;
  readonly profiles: ProfileStore;
  readonly selection: AccountSelection;
  readonly inFront: DocumentInFront;
  readonly moves: DocumentMoves;
  readonly environments: Environments;
  readonly waitingSends: WaitingSends;
  readonly checkedUsers: CheckedUsers;
  readonly log: vscode.LogOutputChannel;
}

/** What the features around users are built from. */
export interface UserServices {
  readonly extensionUri: vscode.Uri;
  readonly selection: AccountSelection;
  readonly environments: Environments;
  readonly waitingSends: WaitingSends;
  /** The users that are checked in the tree. */
  readonly checkedUsers: CheckedUsers;
  readonly log: vscode.LogOutputChannel;
  /** Which document a person means. */
  readonly inFront: DocumentInFront;
  readonly documents: UserDocuments;
  readonly editor: UserEditor;
  readonly targets: UserTargets;
  readonly readParameters: ReadParameters;
  /** What items of a list can name, for completion and pickers. */
  readonly choices: ChoiceLists;
  readonly liveFiles: LiveUserFiles;
  readonly rules: AccountRulesStore;
  readonly profiles: ProfileStore;
  readonly historyView: HistoryView;
  /** Loaded when it is first needed. */
  readonly historyTree: () => Promise<HistoryTree>;
  /** Loaded when it is first needed. */
  readonly updating: () => Promise<Updating>;
  /** Lets a person pick the user that a file updates; its code is loaded then. */
  readonly selectUser: (call: CommandCall) => Promise<unknown>;
  /** The same for what an item of a list names. */
  readonly pickChoice: (call: CommandCall) => Promise<unknown>;
}
