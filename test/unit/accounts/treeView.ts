import type { TreeDataProvider, TreeItem } from 'vscode';
import { TreeItemCollapsibleState } from '../vscode';

/** Asks a tree for its rows as VS Code does, as often as the tree says that they have changed. */
export class TreeView<Node extends object> {
  /** Every row that was asked for, in this order. */
  readonly asked: Node[] = [];
  private children = new Map<Node | undefined, Node[]>();
  /** By the ids of the rows: they stay open when the rows are others. */
  private readonly opened = new Set<string>();
  private working: Promise<void> = Promise.resolve();

  constructor(private readonly provider: TreeDataProvider<Node>) {
    provider.onDidChangeTreeData?.((changed) => {
      const nodes = Array.isArray(changed) ? changed : undefined;
      this.working = this.working.then(() => this.read(nodes));
    });
    this.working = this.read(undefined);
  }

  /** Resolves once all that has changed is in the view. */
  async whenRead(): Promise<void> {
    for (let seen: unknown; seen !== this.working; ) await (seen = this.working);
  }

  /** The rows that are asked for while this is done. */
  async rowsOf(job: () => unknown): Promise<Node[]> {
    const before = this.asked.length;
    await job();
    await this.whenRead();
    return this.asked.slice(before);
  }

  /** Opens a row, as a person does. */
  async open(node: Node): Promise<void> {
    this.opened.add(this.item(node).id ?? '');
    this.working = this.working.then(() => this.readBelow(node));
    await this.whenRead();
  }

  /** The rows below an open one, as VS Code knows them. */
  below(node: Node): readonly Node[] {
    return this.children.get(node) ?? [];
  }

  item(node: Node): TreeItem {
    return this.provider.getTreeItem(node) as TreeItem;
  }

  private async read(nodes: readonly Node[] | undefined): Promise<void> {
    if (!nodes) await this.readBelow(undefined);
    for (const node of nodes ?? []) {
      this.ask(node);
      if (this.children.has(node)) await this.readBelow(node);
    }
  }

  private async readBelow(parent: Node | undefined): Promise<void> {
    const nodes = (await this.provider.getChildren(parent)) ?? [];
    if (!parent) this.children = new Map();
    this.children.set(parent, nodes);
    for (const node of nodes) if (this.isOpen(this.ask(node))) await this.readBelow(node);
  }

  private isOpen({ collapsibleState, id = '' }: TreeItem): boolean {
    return Number(collapsibleState) === TreeItemCollapsibleState.Expanded || this.opened.has(id);
  }

  /** What VS Code takes of a row goes to another process. */
  private ask(node: Node): TreeItem {
    this.asked.push(node);
    const item = this.item(node);
    JSON.stringify(item);
    return item;
  }
}
