import * as vscode from 'vscode';
import { statusWords } from '../platform/accountStatus';
import type { AccountList } from './accountList';

/** What a filter lets through, as its choices say it. */
export function filterWords({ filter, seen }: AccountList): string {
  const { t } = vscode.l10n;
  const { status, isSandbox, integration, tenantId } = filter;
  const named = seen.find((account) => account.integration.name === integration);
  return [
    status !== undefined && statusWords(status).label,
    isSandbox !== undefined && (isSandbox ? t('Sandbox accounts') : t('Production accounts')),
    named?.integration.label ?? integration,
    tenantId,
  ]
    .filter(Boolean)
    .join(', ');
}
