import type * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import type { Environments } from '../../api/environments';
import type { AccountSelection } from '../../platform/accountSelection';
import type { DocumentInFront } from '../../platform/documentInFront';
import type { ProfileStore } from '../../platform/profileStore';
import type { Updates } from '../../updates/updates';
import type { JobCounts } from '../job/jobState';

/** What the updates of many users are given from outside. */
export interface BulkServices {
  readonly environments: Environments;
  readonly profiles: ProfileStore;
  readonly selection: AccountSelection;
  /** Which document a person means. */
  readonly inFront: DocumentInFront;
  readonly globalStorageUri: vscode.Uri;
  readonly workspaceState: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  /** Asks for the account of a document; undefined when dismissed. Throws TrutoError. */
  readonly chooseAccount: (uri: vscode.Uri, environment: Environment) => Promise<string | undefined>;
  readonly updates: () => Promise<Updates>;
}

/** What an update of many users has come to. */
export interface BulkResult extends JobCounts {
  readonly plan: vscode.Uri;
  readonly report?: vscode.Uri;
  /** What `truto.resumeBulkUpdate` and `truto.undoUpdate` name it by; undefined where nothing was applied yet: there is no job. */
  readonly jobId?: string;
}
