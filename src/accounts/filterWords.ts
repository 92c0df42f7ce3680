import * as vscode from 'vscode';
import { statusWords } from '../platform/accountStatus';
import type { AccountList } from './accountList';

/** What a filter lets through, as its choice says it. */
export function filterWords({ filter, seen }: AccountList): string {
  const { t } = vscode.l10n;
  const { status, isSandbox, integration, tenantId } = filter;
  if (status !== undefined) return statusWords(status).label;
  if (isSandbox !== undefined) return isSandbox ? t('Sandbox accounts') : t('Production accounts');
  const named = seen.find((account) => account.integration.name === integration);
  return named?.integration.label ?? integration ?? tenantId ?? '';
}
