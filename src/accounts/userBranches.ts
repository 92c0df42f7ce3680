import * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import type { Kept } from '../api/kept';
import { ReadParameters } from '../api/readParameters';
import { isListRefused, listUsers, ParametersLacking, searchUsers, type ListedUsers } from '../api/userList';
import { askReadParameters } from '../platform/askReadParameters';
import type { CheckedUsers } from '../platform/checkedUsers';
import { readLiveUserUri } from '../platform/liveUserUri';
import type { UnsentUsers } from '../platform/unsentUsers';
import { userRowWords } from '../platform/words/userRowWords';
import { UserBranch } from './userBranch';
import { noteItem, uriOf, userItem, userTooltip } from './userItem';
import { rowId, type NoteNode, type UserNode, type UserNote, type UserTreeNode } from './userNodes';

/** Whose users. */
export interface UsersOf {
  readonly environment: Environment;
  readonly accountId: string;
}

export interface BranchServices {
  readonly parameters: ReadParameters;
  readonly unsent: UnsentUsers;
  readonly checked: CheckedUsers;
  /** The rows below an account are others; what the row of the account says may be too. */
  usersChanged(of: UsersOf): void;
  rowsChanged(nodes: readonly UserTreeNode[]): void;
}

interface Entry extends UsersOf {
  readonly branch: UserBranch;
  nodes: Map<string, UserNode>;
  /** What the rows are read with. */
  query: ListedUsers['query'];
  tail: NoteNode | undefined;
  /** A person opened it and was not asked yet for what the list wants. */
  mayAsk: boolean;
  hasAsked: boolean;
}

interface RenderedUser {
  readonly item: vscode.TreeItem;
  readonly uri: vscode.Uri;
  readonly isUnsent: boolean;
}

/** Loaded with the first account that is opened. */
export function openUserBranches(services: Omit<BranchServices, 'parameters'>, workspaceState: Kept): UserBranches {
  return new UserBranches({ ...services, parameters: new ReadParameters(workspaceState) });
}

/** The users below the accounts that somebody has opened. */
export class UserBranches implements vscode.Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly rendered = new WeakMap<UserNode, RenderedUser>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly services: BranchServices) {
    this.subscription = vscode.Disposable.from(
      services.unsent.onDidChange((uri) => this.followUnsent(uri)),
      services.checked.onDidChange(() => this.followChecked()),
    );
  }

  /** The rows below an account as they are by now; the first look loads the first page. */
  rowsOf(of: UsersOf): UserTreeNode[] {
    const entry = this.entry(of);
    entry.branch.begin();
    const users = this.userNodes(entry);
    entry.tail = tailOf(entry);
    return entry.tail ? [...users, entry.tail] : users;
  }

  /** The users of an account, for who loads or searches them. */
  of(of: UsersOf): UserBranch {
    return this.entry(of).branch;
  }

  /** What is sought among the users of an account; '' for nothing. */
  sought(of: UsersOf): string {
    return this.entries.get(keyOf(of))?.branch.sought ?? '';
  }

  /** The row of a user that is shown. */
  nodeOf(of: UsersOf, userId: string | undefined): UserNode | undefined {
    return userId === undefined ? undefined : this.entries.get(keyOf(of))?.nodes.get(userId);
  }

  item(node: UserTreeNode): vscode.TreeItem {
    if (node.kind === 'note') return noteItem(node, this.entries.get(keyOf(node))?.branch.waits ?? '');
    const { unsent, checked } = this.services;
    const known = this.rendered.get(node);
    const uri = known?.uri ?? uriOf(node);
    const isUnsent = unsent.isUnsent(uri);
    const item = known?.isUnsent === isUnsent ? known.item : userItem(node, uri, isUnsent);
    if (item !== known?.item) this.rendered.set(node, { item, uri, isUnsent });
    item.checkboxState = checked.has(node.id)
      ? vscode.TreeItemCheckboxState.Checked
      : vscode.TreeItemCheckboxState.Unchecked;
    return item;
  }

  resolve(item: vscode.TreeItem, node: UserTreeNode): vscode.TreeItem {
    if (node.kind === 'user') item.tooltip = userTooltip(node);
    return item;
  }

  /** A person opened the row of an account: what its list wants is asked for, once. */
  opened(of: UsersOf): void {
    const entry = this.entry(of);
    entry.mayAsk = !entry.hasAsked;
    this.askIfDue(entry);
  }

  /** Asks for the parameters that the list of an account wants, and loads it with them. */
  async ask(of: UsersOf): Promise<void> {
    const entry = this.entry(of);
    const { failure } = entry.branch;
    if (!(failure instanceof ParametersLacking)) return;
    entry.hasAsked = true;
    const { parameters } = this.services;
    const given = await askReadParameters(failure.lacking, parameters.of(of.environment, of.accountId));
    if (!given) return;
    await parameters.keep(of.environment, of.accountId, given);
    await entry.branch.reload();
  }

  /** All users are loaded again once their rows are looked at. */
  outdate(): void {
    for (const { branch } of this.entries.values()) branch.outdate();
  }

  forget(): void {
    for (const { branch } of this.entries.values()) branch.dispose();
    this.entries.clear();
  }

  dispose(): void {
    this.forget();
    this.subscription.dispose();
  }

  private entry({ environment, accountId }: UsersOf): Entry {
    const of = { environment, accountId };
    const key = keyOf(of);
    const known = this.entries.get(key);
    if (known) return known;
    const { parameters } = this.services;
    const from = () => ({ ...of, query: parameters.of(environment, accountId) });
    const branch = new UserBranch(
      {
        loadPage: (page, signal, onAttempt) => listUsers(from(), page, signal, onAttempt),
        search: (typed, signal) => searchUsers(from(), typed, signal),
      },
      (change) => {
        if (this.entries.get(key) !== entry) return;
        if (change === 'users') this.services.usersChanged(of);
        else if (entry.tail) this.services.rowsChanged([entry.tail]);
        this.askIfDue(entry);
      },
    );
    const entry: Entry = {
      ...of,
      branch,
      nodes: new Map(),
      query: {},
      tail: undefined,
      mayAsk: false,
      hasAsked: false,
    };
    this.entries.set(key, entry);
    return entry;
  }

  private askIfDue(entry: Entry): void {
    if (!entry.mayAsk || !(entry.branch.failure instanceof ParametersLacking)) return;
    entry.mayAsk = false;
    void this.ask(entry);
  }

  /** Rows that say the same stay the same: they are not rendered anew. */
  private userNodes(entry: Entry): UserNode[] {
    const { environment, accountId, branch, nodes: before } = entry;
    const query = this.services.parameters.of(environment, accountId);
    const isSameQuery = JSON.stringify(query) === JSON.stringify(entry.query);
    entry.query = query;
    entry.nodes = new Map();
    return branch.shown.map((user) => {
      const known = before.get(user.id);
      const node: UserNode =
        known?.user === user && isSameQuery
          ? known
          : {
              kind: 'user',
              id: rowId('user', environment, accountId, user.id),
              environment,
              accountId,
              userId: user.id,
              query,
              label: userRowWords(user).label,
              user,
            };
      entry.nodes.set(user.id, node);
      return node;
    });
  }

  /** A person may have checked a box, or a command. */
  private followChecked(): void {
    const { checked } = this.services;
    const isShown = ({ checkboxState }: vscode.TreeItem) => checkboxState === vscode.TreeItemCheckboxState.Checked;
    const stale = [...this.entries.values()].flatMap(({ nodes }) =>
      [...nodes.values()].filter((node) => {
        const item = this.rendered.get(node)?.item;
        return item && isShown(item) !== checked.has(node.id);
      }),
    );
    if (stale.length > 0) this.services.rowsChanged(stale);
  }

  private followUnsent(uri: vscode.Uri): void {
    const named = readLiveUserUri(uri);
    for (const { environment, accountId, nodes } of this.entries.values()) {
      const node = named?.accountId === accountId ? nodes.get(named.userId) : undefined;
      if (node && environment.profile.name === named?.environment) this.services.rowsChanged([node]);
    }
  }
}

function tailOf({ environment, accountId, branch }: Entry): NoteNode | undefined {
  const note = noteOf(branch);
  return note && { kind: 'note', environment, accountId, note };
}

function noteOf(branch: UserBranch): UserNote | undefined {
  const { failure, sought, count: loaded } = branch;
  if (branch.isLoading) return { about: 'loading' };
  if (failure instanceof ParametersLacking) return { about: 'lacking', ...failure.lacking };
  if (failure && isListRefused(failure)) return { about: 'unlisted' };
  if (failure) return { about: 'failed', error: failure };
  const shown = branch.shown.length;
  if (branch.hasMore) return { about: 'more', sought, shown, loaded };
  if (shown > 0) return undefined;
  return sought === '' ? { about: 'empty' } : { about: 'noMatch', sought };
}

const keyOf = ({ environment, accountId }: UsersOf): string => JSON.stringify([environment.key, accountId]);
