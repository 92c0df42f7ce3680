import * as vscode from 'vscode';
import { accountLabel } from '../../api/accountLabel';
import type { Environment } from '../../api/environment';
import type { Account, AccountFilter } from '../../api/trutoClient';
import { isAccountId } from '../../core/update/accountId';
import type { AccountSelection, ChosenAccount } from '../../platform/accountSelection';
import { accountIcon, accountMarks } from '../../platform/accountStatus';
import { failedPage } from './failedPage';
import { pickFromPages } from './pickFromPages';

const pageSize = 100;

/**
 * Lets a person pick an integrated account of an environment, or type its id. Resolves to undefined when dismissed.
 * Throws TrutoError.
 */
export async function pickAccount(environment: Environment): Promise<ChosenAccount | undefined> {
  const { t } = vscode.l10n;
  const picked = await pickFromPages<Account>({
    title: t('Select Integrated Account'),
    placeholder: t('Integration, tenant, status or account ID'),
    source: {
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
      textOf: (account) => Object.values(words(account, environment)).join(' '),
    },
    itemOf: (account) => accountItem(account, environment),
    typedLabel: (typed) => t('Use “{0}” as account ID', typed),
    offersTyped: isAccountId,
    failureOf: failedPage,
    onDidChangeRows: environment.onDidChange,
  });
  if (!picked || picked.kind === 'ask') return undefined;
  const account = picked.kind === 'row' ? picked.row : await environment.account(picked.typed);
  return { id: account.id, label: accountLabel(account) };
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

/** As its row in the tree says it. */
function words(listed: Account, environment: Environment) {
  const account = environment.knownAccount(listed.id) ?? listed;
  const marks = accountMarks(account, environment.obstacle(account));
  return {
    label: account.integration.label,
    description: [account.tenantId, ...marks].filter(Boolean).join(' · '),
    detail: account.id,
  };
}

function accountItem(listed: Account, environment: Environment): vscode.QuickPickItem {
  const account = environment.knownAccount(listed.id) ?? listed;
  const obstacle = environment.obstacle(account);
  // Where nothing is known to stand in the way, only the integration can still offer no update.
  if (!obstacle) void environment.look(account);
  return { ...words(account, environment), iconPath: accountIcon(account, obstacle) };
}
