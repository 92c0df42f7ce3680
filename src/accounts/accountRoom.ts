import type * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import { accountCommands, type AccountCommands } from './accountCommands';
import type { AccountList } from './accountList';
import type { AccountTreeNode } from './accountRows';
import type { AccountTree } from './accountTree';
import { copyUserLink, DeepLinks, type LinkCall } from './deepLinks';
import { dropFile } from './dropFile';
import { environmentCommands, type EnvironmentCommands } from './environmentCommands';
import { openReconnects } from './reconnectAccount';
import { warnOfExpiry } from './tokenExpiry';
import type { AccountServices } from './accountServices';
import { SandboxSession } from './sandboxCommands';
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
  readonly commands: AccountCommands & UserRowCommands & EnvironmentCommands & ReturnType<SandboxSession['commands']>;
  reconnectAccount(accountId: string, environment: Environment): Promise<void>;
  copyUserLink(call: LinkCall): Promise<void>;
  /** A link led here, or the way back from a page that reconnects an account. */
  openUri(uri: vscode.Uri): Promise<void>;
  drop(target: AccountTreeNode | undefined, data: vscode.DataTransfer): Promise<void>;
  readonly warnOfExpiry: typeof warnOfExpiry;
  dispose(): void;
}

export function openAccountRoom(services: AccountRoomServices): AccountRoom {
  const reconnects = openReconnects(services);
  const links = new DeepLinks(services);
  const sandbox = new SandboxSession(services.profiles, services.facts, () => services.startSandbox());
  return {
    commands: {
      ...accountCommands(services),
      ...userRowCommands({ ...services, checked: services.checkedUsers }),
      ...environmentCommands(services),
      ...sandbox.commands(),
    },
    reconnectAccount: async (accountId, environment) => {
      await reconnects.reconnect(accountId, environment);
    },
    copyUserLink,
    openUri: (uri) => (uri.path === '/open' ? links.open(uri) : reconnects.cameBack(uri)),
    drop: (target, data) => dropFile(target, data, services.tree),
    warnOfExpiry,
    dispose: () => sandbox.dispose(),
  };
}
