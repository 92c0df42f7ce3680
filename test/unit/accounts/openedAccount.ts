import assert from 'node:assert/strict';
import type { AccountNode, AccountTreeNode } from '../../../src/accounts/accountRows';
import type { UserNode } from '../../../src/accounts/userNodes';
import { untilTurn } from '../../host/until';
import type { treeOf } from './treeUnderTest';

export type Under = ReturnType<typeof treeOf>;

const isUser = (node: AccountTreeNode): node is UserNode => node.kind === 'user';

/** An account whose row was opened. */
export class Opened {
  constructor(
    readonly under: Under,
    private readonly accountId: string,
  ) {}

  /** Its row, which is another one once the accounts were listed again. */
  get account(): AccountNode {
    const { tree, environment } = this.under;
    const account = tree.accountOf({ environment, accountId: this.accountId });
    assert.ok(account);
    return account;
  }

  get rows(): readonly AccountTreeNode[] {
    return this.under.view.below(this.account);
  }

  get users(): UserNode[] {
    return this.rows.filter(isUser);
  }

  get ids(): string[] {
    return this.users.map(({ userId }) => userId);
  }

  /** What follows the users: what it is about, and its label. */
  get note(): string | undefined {
    const last = this.rows.at(-1);
    return last?.kind === 'note' ? `${last.note.about}: ${this.label(last)}` : undefined;
  }

  label(node: AccountTreeNode): string {
    const { label, description } = this.under.view.item(node);
    return [label, description].flatMap((text) => (typeof text === 'string' && text !== '' ? [text] : [])).join(' | ');
  }

  async branch() {
    return (await this.under.tree.users()).of(this.account);
  }

  /** Resolves once nothing is being loaded, and the view has it. */
  async settled(): Promise<this> {
    const branch = await this.branch();
    await untilTurn('the users', async () => {
      await this.under.view.whenRead();
      return !branch.isLoading;
    });
    await this.under.view.whenRead();
    return this;
  }
}

/** Opens the row of an account, once it is listed, and waits for its users. */
export async function open(under: Under, accountId: string): Promise<Opened> {
  await under.view.whenRead();
  while (!under.tree.accountOf({ environment: under.environment, accountId })) {
    await under.list.loadMore();
    await under.view.whenRead();
  }
  const opened = new Opened(under, accountId);
  await under.view.open(opened.account);
  return opened.settled();
}
