import type * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import { accountCommands, type AccountCommands } from './accountCommands';
import type { AccountList } from './accountList';
import type { AccountTreeNode } from './accountRows';
import type { AccountTree } from './accountTree';
import { copyUserLink, openDeepLink, type LinkCall } from './deepLinks';
import { dropFile } from './dropFile';
import { environmentCommands, type EnvironmentCommands } from './environmentCommands';
import { openReconnects } from './reconnectAccount';
import { warnOfExpiry } from './tokenExpiry';
import type { AccountServices } from './accountServices';
import { userRowCommands, type UserRowCommands } from './userRowCommands';

interface AccountRoomServices extends AccountServices {
  readonly list: AccountList;
  readonly tree: AccountTree;
  readonly view: vscode.TreeView<AccountTreeNode>;
  /** The rows selected in the tree. */
  readonly selected: () => readonly AccountTreeNode[];
}

/** What is done with environments, accounts and the rows of users; loaded with the first of it. */
export interface AccountRoom {
  readonly commands: AccountCommands & UserRowCommands & EnvironmentCommands;
  reconnectAccount(accountId: string | undefined, environment: Environment): Promise<void>;
  copyUserLink(call: LinkCall): Promise<void>;
  /** A link led here, or the way back from a page that reconnects an account. */
  openUri(uri: vscode.Uri): Promise<void>;
  drop(target: AccountTreeNode | undefined, data: vscode.DataTransfer): Promise<void>;
  readonly warnOfExpiry: typeof warnOfExpiry;
}

export function openAccountRoom(services: AccountRoomServices): AccountRoom {
  const reconnects = openReconnects(services);
  return {
    commands: {
      ...accountCommands(services),
      ...userRowCommands({ ...services, checked: services.checkedUsers }),
      ...environmentCommands(services),
    },
    reconnectAccount: async (accountId, environment) => {
      if (accountId !== undefined) await reconnects.reconnect(accountId, environment);
    },
    copyUserLink,
    openUri: (uri) => (uri.path === '/open' ? openDeepLink(uri, services) : reconnects.cameBack(uri)),
    drop: (target, data) => dropFile(target, data, services.tree),
    warnOfExpiry,
  };
}
