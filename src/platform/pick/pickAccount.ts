import * as vscode from 'vscode';
import { accountLabel } from '../../api/accountLabel';
import type { Environment } from '../../api/environment';
import type { Page } from '../../api/pagedRows';
import type { Account, AccountFilter } from '../../api/trutoClient';
import { isAccountId } from '../../core/update/accountId';
import type { WriteObstacle } from '../../core/update/writeObstacle';
import type { AccountSelection, ChosenAccount } from '../accountSelection';
import { accountIcon, accountMarks } from '../accountStatus';
import { failedPage } from './failedPage';
import { pickFromPages, type Picked } from './pickFromPages';

const pageSize = 100;

/**
 * Lets a person pick an integrated account of an environment, or type its id. What has been listed of them already is
 * not asked for again unless the person wants it. The title says what for. Resolves to undefined when dismissed. Throws
 * TrutoError.
 */
export async function pickAccount(
  environment: Environment,
  title = vscode.l10n.t('Select Integrated Account'),
): Promise<ChosenAccount | undefined> {
  let picked = await pickListed(environment, title, environment.listed);
  if (picked?.kind === 'ask') picked = await pickListed(environment, title);
  if (!picked || picked.kind === 'ask') return undefined;
  const account = picked.kind === 'row' ? picked.row : await environment.account(picked.typed);
  return { id: account.id, label: accountLabel(account) };
}

function pickListed(
  environment: Environment,
  title: string,
  begun?: Page<Account>,
): Promise<Picked<Account> | undefined> {
  const { t } = vscode.l10n;
  return pickFromPages<Account>({
    title,
    placeholder: t('Integration, tenant, status or account ID'),
    source: {
      ...(begun && { begun }),
      loadPage: async (cursor, signal, onAttempt) => {
        const client = await environment.client();
        const page = await client.listAccounts(
          {},
          { limit: pageSize, ...(cursor !== undefined && { cursor }) },
          signal,
          onAttempt,
        );
        environment.remember(page.accounts);
        return { ...page, rows: page.accounts };
      },
      search: (typed, signal) => searchAccounts(environment, typed, signal),
      keyOf: ({ id }) => id,
      textOf: (account) => Object.values(words(seen(account, environment))).join('\n'),
    },
    itemOf: (account) => accountItem(seen(account, environment), environment),
    typedLabel: (typed) => t('Use “{0}” as account ID', typed),
    offersTyped: isAccountId,
    failureOf: failedPage,
    ...(begun && { button: { icon: 'refresh', tooltip: t('Refresh Accounts') } }),
    onDidChangeRows: environment.onDidChange,
  });
}

/** Asks for the account of a document that has none. Resolves to its ID; undefined when dismissed. Throws TrutoError. */
export async function chooseAccount(
  uri: vscode.Uri,
  environment: Environment,
  selection: AccountSelection,
): Promise<string | undefined> {
  const account = await pickAccount(environment);
  if (account) await selection.setDocumentAccount(environment, uri, account);
  return account?.id;
}

/** By the filters that Truto documents: each wants the whole tenant, or the whole name of the integration. */
async function searchAccounts(
  environment: Environment,
  typed: string,
  signal: AbortSignal,
): Promise<readonly Account[]> {
  const client = await environment.client();
  const filters: AccountFilter[] = [{ tenantId: typed }, { integration: typed.toLowerCase() }];
  const pages = await Promise.allSettled(
    filters.map((filter) => client.listAccounts(filter, { limit: pageSize }, signal)),
  );
  const found = pages.flatMap((page) => (page.status === 'fulfilled' ? page.value.accounts : []));
  environment.remember(found);
  return [...new Map(found.map((account) => [account.id, account])).values()];
}

interface SeenAccount {
  readonly account: Account;
  readonly obstacle: WriteObstacle | undefined;
}

/** An account as it was last seen. */
function seen(listed: Account, environment: Environment): SeenAccount {
  const account = environment.knownAccount(listed.id) ?? listed;
  return { account, obstacle: environment.obstacle(account) };
}

/** As its row in the tree says it. */
function words({ account, obstacle }: SeenAccount) {
  const marks = accountMarks(account, obstacle);
  return {
    label: account.integration.label,
    description: [account.tenantId, ...marks].filter(Boolean).join(' · '),
    detail: account.id,
  };
}

function accountItem(shown: SeenAccount, environment: Environment): vscode.QuickPickItem {
  const { account, obstacle } = shown;
  // Where nothing is known to stand in the way, only the integration can still offer no update.
  if (!obstacle) void environment.look(account);
  return { ...words(shown), iconPath: accountIcon(account, obstacle) };
}
