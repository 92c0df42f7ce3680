import type { ExtensionContext, LogOutputChannel, Uri } from 'vscode';
import { AccountList } from '../../../src/accounts/accountList';
import type { AccountTreeNode } from '../../../src/accounts/accountRows';
import { AccountTree } from '../../../src/accounts/accountTree';
import { UserBranches } from '../../../src/accounts/userBranches';
import type { Environments } from '../../../src/api/environments';
import { ReadParameters } from '../../../src/api/readParameters';
import { AccountSelection } from '../../../src/platform/accountSelection';
import { CheckedUsers } from '../../../src/platform/checkedUsers';
import type { UnsentUsers } from '../../../src/platform/unsentUsers';
import { EventEmitter } from '../vscode';
import { TreeView } from './treeView';

/** The live users that are drafts, by their addresses. */
class Drafts implements UnsentUsers {
  private readonly uris = new Set<string>();
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;

  ready(): Promise<void> {
    return Promise.resolve();
  }

  isUnsent(uri: Uri): boolean {
    return this.uris.has(uri.toString());
  }

  set(uri: Uri, isUnsent: boolean): void {
    if (isUnsent) this.uris.add(uri.toString());
    else this.uris.delete(uri.toString());
    this.changed.fire(uri);
  }
}

/** The tree of accounts of an environment in a view, beside what it is made of. */
export function treeOf(environments: Environments) {
  const state = new Map<string, unknown>();
  const memento = {
    get: (key: string, fallback: unknown) => state.get(key) ?? fallback,
    update: (key: string, value: unknown) => Promise.resolve(state.set(key, value)),
  } as unknown as ExtensionContext['workspaceState'];
  const never = () => ({ dispose: () => undefined });
  const selection = new AccountSelection(memento, memento, { onDidMove: never, onDidLoseOrigin: never });
  const list = new AccountList(environments, { error: () => undefined } as unknown as LogOutputChannel);
  const parameters = new ReadParameters(memento);
  const [checked, drafts] = [new CheckedUsers(), new Drafts()];
  const tree = new AccountTree(
    list,
    environments,
    selection,
    () => false,
    (events) => Promise.resolve(new UserBranches({ ...events, parameters, checked, unsent: drafts })),
  );
  const view = new TreeView<AccountTreeNode>(tree);
  const environment = environments.open();
  return { environments, environment, list, tree, view, selection, checked, drafts, parameters };
}
