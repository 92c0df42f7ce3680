import type * as vscode from 'vscode';
import type { EnvironmentFacts } from '../api/environmentFacts';
import type { Environments } from '../api/environments';
import type { AccountSelection } from '../platform/accountSelection';
import type { CheckedUsers } from '../platform/checkedUsers';
import type { DocumentInFront } from '../platform/documentInFront';
import type { ProfileStore } from '../platform/profileStore';
import type { ShownTarget } from '../platform/shownTarget';
import type { UnsentUsers } from '../platform/unsentUsers';
import type { WaitingSends } from '../platform/waitingSends';
import type { RunningSandbox } from './sandboxCommands';

/** What the room of accounts stands on. */
export interface AccountServices {
  readonly profiles: ProfileStore;
  readonly facts: EnvironmentFacts;
  readonly selection: AccountSelection;
  readonly environments: Environments;
  readonly targetInFront: ShownTarget;
  readonly inFront: DocumentInFront;
  readonly waitingSends: WaitingSends;
  readonly checkedUsers: CheckedUsers;
  readonly unsent: UnsentUsers;
  readonly workspaceState: vscode.Memento;
  startSandbox(): Promise<RunningSandbox>;
  readonly log: vscode.LogOutputChannel;
}
