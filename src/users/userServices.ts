import type * as vscode from 'vscode';
import type { Environments } from '../api/environments';
import type { AccountSelection } from '../platform/accountSelection';
import type { DocumentInFront } from '../platform/documentInFront';
import type { DocumentMoves } from '../platform/documentMoves';
import type { ProfileStore } from '../platform/profileStore';
import type { WaitingSends } from '../platform/waitingSends';
import type { UserDocuments } from './documents/userDocuments';
import type { UserEditor } from './form/userEditor';
import type { LiveUserFiles } from './live/liveUserFiles';
import type { Updating } from './loadUpdates';
import type { ReadParameters } from './parameters/readParameters';

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
  readonly log: vscode.LogOutputChannel;
}

/** What the features around users are built from. */
export interface UserServices {
  readonly extensionUri: vscode.Uri;
  readonly selection: AccountSelection;
  readonly environments: Environments;
  readonly waitingSends: WaitingSends;
  readonly log: vscode.LogOutputChannel;
  /** Which document a person means. */
  readonly inFront: DocumentInFront;
  readonly documents: UserDocuments;
  readonly editor: UserEditor;
  readonly readParameters: ReadParameters;
  readonly liveFiles: LiveUserFiles;
  /** Loaded when it is first needed. */
  readonly updating: () => Promise<Updating>;
}
