import * as vscode from 'vscode';
import type { FixAction } from '../../core/fixes/fix';

/** Values longer than this are not shown in full. */
const longestValue = 60;

/** What a fix does, in words. */
export function fixTitle(action: FixAction): string {
  const { t } = vscode.l10n;
  switch (action.kind) {
    case 'changeValue':
    case 'takeItem':
      return t('Change to {0}', shown(action.json));
    case 'wrapInList':
      return action.json.length > longestValue ? t('Put it in a list [ ]') : t('Change to {0}', action.json);
    case 'wrapInObject':
      return action.json.length > longestValue ? t('Put it in an object { }') : t('Change to {0}', action.json);
    case 'renameField':
      return t('Change to “{0}”', action.to);
    case 'addField':
      return t('Add “{0}”', action.field);
    case 'removeField':
      return t('Remove “{0}”', action.field);
    case 'moveToRemoteData':
      return t('Move “{0}” to “remote_data”, for the integration as it is', action.field);
    case 'keepThis':
      return t('Keep this “{0}” and remove the other', action.field);
    case 'removeThis':
      return t('Remove this “{0}” and keep the other', action.field);
    case 'removeItem':
      return t('Remove it from the list');
    case 'joinHalves':
      return t('Write the whole character');
    case 'removeHalf':
      return t('Remove the half character');
    case 'replaceHalf':
      return t('Replace it by “�”, the sign for an unknown character');
    case 'startUser':
      return t('Start a user with { }');
  }
}

const shown = (json: string): string => (json.length > longestValue ? `${json.slice(0, longestValue)}…` : json);
