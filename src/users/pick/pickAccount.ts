import * as vscode from 'vscode';
import { accountLabel } from '../../api/accountLabel';
import { Cursor } from '../../api/cursor';
import type { Environment } from '../../api/environment';
import type { Account } from '../../api/trutoClient';
import { plainItems } from '../../platform/labels';

interface AccountItem extends vscode.QuickPickItem {
  readonly account?: Account;
}

/**
 * Lets a person pick an integrated account of an environment. Pages are loaded while the list is open; a
 * typed account id that is on no page is offered as such. Resolves to undefined when dismissed. Throws TrutoError.
 */
export async function pickAccount(environment: Environment): Promise<{ id: string; label: string } | undefined> {
  const picker = vscode.window.createQuickPick<AccountItem>();
  picker.title = vscode.l10n.t('Select Integrated Account');
  picker.placeholder = vscode.l10n.t('Integration, tenant, status or account ID');
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.busy = true;
  const cancellation = new AbortController();
  try {
    const picked = choice(picker);
    picker.show();
    const account = await Promise.race([
      picked,
      fillPages(picker, environment, cancellation.signal).then(() => picked),
    ]);
    return account && { id: account.id, label: accountLabel(account) };
  } finally {
    cancellation.abort();
    picker.dispose();
  }
}

function choice(picker: vscode.QuickPick<AccountItem>): Promise<Account | undefined> {
  return new Promise((resolve) => {
    // Enter before there is a row picks nothing, and dismisses nothing.
    picker.onDidAccept(() => {
      const account = picker.selectedItems[0]?.account;
      if (account) resolve(account);
    });
    picker.onDidHide(() => resolve(undefined));
  });
}

async function fillPages(
  picker: vscode.QuickPick<AccountItem>,
  environment: Environment,
  signal: AbortSignal,
): Promise<void> {
  const client = await environment.client();
  const cursor = new Cursor();
  do {
    const { next } = cursor;
    const page = await client.listAccounts({}, { limit: 100, ...(next !== undefined && { cursor: next }) }, signal);
    environment.remember(page.accounts);
    picker.keepScrollPosition = true;
    picker.items = [...picker.items, ...plainItems(page.accounts.map(accountItem))];
    cursor.pass(page);
  } while (cursor.next !== undefined && !signal.aborted);
  picker.busy = false;
}

function accountItem(account: Account): AccountItem {
  const marks = [
    account.status === 'active' ? undefined : account.status,
    account.isSandbox ? vscode.l10n.t('sandbox account (read-only)') : undefined,
  ];
  return {
    label: account.integration.label,
    description: [account.tenantId, ...marks].filter(Boolean).join(' · '),
    detail: account.id,
    account,
  };
}
