import * as vscode from 'vscode';
import type { AccountHint } from '../../core/hints/hintsAt';
import { either, quoted, valuesWords } from './plainWords';
import { wantedWords } from './typeWords';

/** What an account asks of a field, in a few words: who requires it, or whose it is. */
export function askedLabel({ integration, required, oneOf }: AccountHint): string {
  const { t } = vscode.l10n;
  if (required) return t('required by {0}', integration);
  return oneOf ? t('{0} requires one of these', integration) : integration;
}

/** What an account asks of a field, in sentences. */
export function askedWords({ integration, required, extra, oneOf, types, allowed }: AccountHint): string {
  const { t } = vscode.l10n;
  return [
    extra && t('Specific to {0}.', integration),
    required && t('Required by {0}.', integration),
    oneOf && t('{0} requires {1}.', integration, either(oneOf.map(quoted))),
    types && t('Must be {0} for {1}.', either(types.map(wantedWords)), integration),
    allowed && t('Must be one of {0} for {1}.', valuesWords(allowed), integration),
  ]
    .filter(Boolean)
    .join(' ');
}
