import * as vscode from 'vscode';
import type { Connection } from '../api/connection';
import type { Account } from '../api/trutoClient';
import type { UserFile } from '../core/userFile';
import type { AccountSelection } from '../platform/accountSelection';

/** Where an update goes: the integrated account and the user, each known or still to be asked for. */
export interface UserTarget {
  readonly accountId?: string;
  /** What to call the account: its integration and tenant when known, else its id. */
  readonly accountLabel?: string;
  readonly userId?: string;
}

/** The label of an account: `HubSpot · acme`. */
export function accountLabel(account: Account): string {
  return [account.integration.label, account.tenantId].filter(Boolean).join(' · ');
}

/** The target of a user file: `$truto`, else the account chosen for the document, else the default one. */
export function userTarget(file: UserFile | undefined, uri: vscode.Uri, selection: AccountSelection, connection: Connection): UserTarget {
  const chosen = selection.documentAccount(uri) ?? selection.defaultAccount();
  const accountId = file?.accountId ?? chosen?.id;
  const account = accountId === undefined ? undefined : connection.knownAccount(accountId);
  const label = account ? accountLabel(account) : accountId === chosen?.id ? chosen?.label : accountId;
  return {
    ...(accountId !== undefined && { accountId }),
    ...(label !== undefined && { accountLabel: label }),
    ...(file?.userId !== undefined && { userId: file.userId }),
  };
}
