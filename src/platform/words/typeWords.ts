import * as vscode from 'vscode';
import type { JsonTypeName } from '../../core/schema/userSchemaShape';

/** A JSON type with its article, as people who write JSON say it. */
export function typeWords(type: JsonTypeName): string {
  const { t } = vscode.l10n;
  switch (type) {
    case 'string':
      return t('a string');
    case 'number':
      return t('a number');
    case 'integer':
      return t('an integer');
    case 'boolean':
      return t('a boolean');
    case 'array':
      return t('an array');
    case 'object':
      return t('an object');
    case 'null':
      return 'null';
  }
}

/** A JSON type as what to write: of a boolean that is one of two words. */
export function wantedWords(type: JsonTypeName): string {
  return type === 'boolean' ? vscode.l10n.t('true or false') : typeWords(type);
}
