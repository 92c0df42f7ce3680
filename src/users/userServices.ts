import type * as vscode from 'vscode';
import type { Environments } from '../api/environments';
import type { AccountSelection } from '../platform/accountSelection';
import type { AccountRulesStore } from './documents/accountRulesStore';
import type { ServerProblems } from './documents/serverProblems';
import type { UserDiagnostics } from './documents/userDiagnostics';
import type { UserDocuments } from './documents/userDocuments';
import type { UserEditor } from './form/userEditor';
import type { LiveUsers } from './live/liveUsers';
import type { UserTargets } from './documents/userTargets';

/** What the features around users are built from. */
export interface UserServices {
  readonly extensionUri: vscode.Uri;
  /** A folder for what is kept of this workspace. */
  readonly storage: vscode.Uri;
  readonly selection: AccountSelection;
  readonly environments: Environments;
  readonly log: vscode.LogOutputChannel;
  readonly documents: UserDocuments;
  readonly diagnostics: UserDiagnostics;
  readonly serverProblems: ServerProblems;
  readonly rules: AccountRulesStore;
  readonly editor: UserEditor;
  readonly liveUsers: LiveUsers;
  readonly targets: UserTargets;
}
