import type { Environment } from '../../src/api/environment';
import { pickAccount } from '../../src/platform/pick/pickAccount';
import { pickUser } from '../../src/users/pick/pickUser';
import { untilTurn } from '../host/until';
import { EventEmitter, picks, ThemeIcon, TreeItem, userSettings } from '../unit/vscode';
import { treeOf } from '../unit/accounts/treeUnderTest';
import { TreeView } from '../unit/accounts/treeView';
import { environmentsOfMany } from '../manyAccounts';
import { median } from './median';

/** Medians, in milliseconds of CPU. */
export interface TreeFigures {
  readonly what: string;
  readonly against: string;
  readonly ours: number;
  readonly peer: number;
}

interface Row {
  readonly id: string;
}

const rounds = 5;
const pageSize = 50;

/** As little of a tree as there can be: it renders all of its rows anew. */
class PlainTree {
  private readonly changed = new EventEmitter<Row[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private rows: Row[] = [];

  readonly view = new TreeView<Row>(this);

  getChildren(row?: Row): Row[] {
    return row ? [] : this.rows;
  }

  getTreeItem({ id }: Row): TreeItem {
    const label = `Integration ${id}`;
    return Object.assign(new TreeItem(label), {
      id,
      description: 'acme',
      iconPath: new ThemeIcon('pass'),
      contextValue: 'row',
      command: { command: 'plain.choose', title: 'Choose' },
    });
  }

  /** The two that are chosen in turn. */
  choose(): Promise<void> {
    this.changed.fire(this.rows.slice(0, 2));
    return this.view.whenRead();
  }

  async grow(count: number): Promise<void> {
    const { length } = this.rows;
    this.rows = [...this.rows, ...Array.from({ length: count }, (_, index) => ({ id: `row-${length + index}` }))];
    await this.refresh();
  }

  refresh(): Promise<void> {
    this.changed.fire(undefined);
    return this.view.whenRead();
  }
}

async function cpuOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The medians of both, measured in turn. */
async function inTurn(what: string, against: string, ours: () => unknown, peer: () => unknown): Promise<TreeFigures> {
  const figures = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    figures.ours.push(await cpuOf(ours));
    figures.peer.push(await cpuOf(peer));
  }
  return { what, against, ours: median(figures.ours), peer: median(figures.peer) };
}

async function loadAll(count: number) {
  const under = treeOf(environmentsOfMany(count).environments);
  const { list, view } = under;
  await view.whenRead();
  while (list.hasMore) {
    await list.loadMore();
    await view.whenRead();
  }
  return under;
}

const plainOf = async (count: number): Promise<PlainTree> => {
  const plain = new PlainTree();
  await plain.grow(count);
  return plain;
};

/** All rows again, the same and others, as after a change of the grouping. */
async function measureRefresh(count: number): Promise<TreeFigures[]> {
  const { tree, view } = await loadAll(count);
  const plain = await plainOf(count);
  const groupings = ['none', 'tenant', 'integration', 'status'];
  let turn = 0;
  const refresh = async () => {
    tree.refresh();
    await view.whenRead();
  };
  const regroup = async () => {
    userSettings.values.set('accounts.groupBy', groupings[turn++ % groupings.length]);
    await refresh();
  };
  for (let warm = 0; warm < 2 * groupings.length; warm++) await Promise.all([regroup(), plain.refresh()]);
  const peer = () => plain.refresh();
  const figures = [
    await inTurn(`${count} rows read again`, 'a minimal tree', refresh, peer),
    await inTurn(`${count} rows grouped otherwise`, 'a minimal tree', regroup, peer),
  ];
  userSettings.values.clear();
  return figures;
}

async function measureSelection(count: number): Promise<TreeFigures> {
  const { environment, list, selection, view } = await loadAll(count);
  const plain = await plainOf(count);
  let turn = 0;
  const select = async () => {
    const { id } = list.accounts[turn++ % 100]!;
    await selection.setDefaultAccount(environment, { id, label: id });
    await view.whenRead();
  };
  for (let warm = 0; warm < 5; warm++) await select();
  return inTurn(`choosing one of ${count} accounts`, 'two rows of a minimal tree', select, () => plain.choose());
}

async function measurePages(count: number): Promise<TreeFigures> {
  const plainPages = async () => {
    const plain = new PlainTree();
    for (let rows = 0; rows < count; rows += pageSize) await plain.grow(pageSize);
  };
  return inTurn(`${count} accounts page by page`, 'a minimal tree', () => loadAll(count), plainPages);
}

const readParameters = { with: () => ({}), keep: () => Promise.resolve() } as unknown as Parameters<typeof pickUser>[1];
const accountId = '00000000-0000-4000-8000-000000000000';
const pickers = {
  accounts: (environment: Environment) => pickAccount(environment),
  users: (environment: Environment) => pickUser({ environment, accountId, query: {} }, readParameters),
};

/** Opens a picker and goes through all of its rows. */
async function reachAll(picker: keyof typeof pickers, count: number) {
  const { length } = picks;
  void pickers[picker](environmentsOfMany(count).environments.open());
  const pick = picks[length]!;
  await untilTurn('rows', () => pick.items.length > 0);
  while (pick.items.at(-1)?.label === 'Load More...') {
    const before = pick.handedOver;
    pick.reach(pick.items.length - 2);
    await untilTurn('more rows', () => pick.handedOver > before);
  }
  return pick;
}

async function measurePicker(picker: keyof typeof pickers): Promise<TreeFigures[]> {
  const walk = async (count: number) => (await reachAll(picker, count)).dispose();
  const [few, many] = [await reachAll(picker, 1000), await reachAll(picker, 10_000)];
  const words = ['1', '12', '123', '12', '1', ''];
  const type = (pick: typeof few) => {
    for (const word of words) pick.type(word);
  };
  const keys = await inTurn(
    `${words.length} keys in a picker of 10000 ${picker}`,
    '1000',
    () => type(many),
    () => type(few),
  );
  for (const pick of [few, many]) pick.dispose();
  return [
    await inTurn(
      `going through 10000 ${picker} in their picker`,
      '1000',
      () => walk(10_000),
      () => walk(1000),
    ),
    keys,
  ];
}

/** To be imported with the stand-in for VS Code. */
export async function treeFigures(): Promise<TreeFigures[]> {
  return [
    ...(await measureRefresh(2000)),
    await measureSelection(5000),
    await measurePages(5000),
    ...(await measurePicker('accounts')),
    ...(await measurePicker('users')),
  ];
}
