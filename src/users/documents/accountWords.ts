import * as vscode from 'vscode';
import type { AccountHint } from '../../core/hints/hintsAt';
import { listWords, quoted, typeWords } from './problemMessage';

/** What an account asks of a field, in a few words: who requires it, or whose it is. */
export function accountLabel({ integration, required, oneOf }: AccountHint): string {
  const { t } = vscode.l10n;
  if (required) return t('required by {0}', integration);
  return oneOf ? t('{0} needs one of these', integration) : integration;
}

/** What an account asks of a field, in sentences. */
export function accountWords({ integration, required, extra, oneOf, types, allowed }: AccountHint): string {
  const { t } = vscode.l10n;
  return [
    extra && t('A field of {0}’s own.', integration),
    required && t('Required by {0}.', integration),
    oneOf && t('{0} needs {1}.', integration, oneOf.map(quoted).join(t(' or '))),
    types && t('{0} takes {1} here.', integration, types.map(typeWords).join(t(' or '))),
    allowed && t('{0} takes one of {1}.', integration, listWords(allowed)),
  ]
    .filter(Boolean)
    .join(' ');
}
