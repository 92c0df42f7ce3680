import * as vscode from 'vscode';
import type { FixAction } from '../../core/fixes/fix';
import { cut, listed } from './plainWords';

const maxValueLength = 60;

/** What a fix does, in words. */
export function fixTitle(action: FixAction): string {
  const { t } = vscode.l10n;
  switch (action.kind) {
    case 'changeValue':
    case 'takeItem':
      return t('Change to {0}', shown(action.json));
    case 'wrapInList':
      return action.json.length > maxValueLength ? t('Put it in an array') : t('Change to {0}', action.json);
    case 'wrapInObject':
      return action.json.length > maxValueLength ? t('Put it in an object') : t('Change to {0}', action.json);
    case 'renameField':
      return action.json === undefined
        ? t('Change to “{0}”', action.to)
        : t('Change to “{0}”: {1}', action.to, shown(action.json));
    case 'splitName':
      return t('Change to {0}', listed(action.fields));
    case 'addField':
      return t('Add “{0}”', action.field);
    case 'removeField':
      if (action.field === '') return t('Remove the empty key');
      return t('Remove “{0}”', action.field);
    case 'moveToRemoteData':
      return t('Move “{0}” to “remote_data”, passed through unchanged', action.field);
    case 'keepThis':
      return t('Keep this “{0}” and remove the other', action.field);
    case 'removeThis':
      return t('Remove this “{0}” and keep the other', action.field);
    case 'moveField':
      return t('Move to “{0}”', action.to.join('.'));
    case 'spellSign':
      return t('Keep “�”, spelled as an escape');
    case 'makeArray':
      return t('Put all lines in an array');
    case 'removeItem':
      return t('Remove it from the array');
    case 'joinHalves':
      return t('Write the whole character');
    case 'removeHalf':
      return t('Remove the half character');
    case 'replaceHalf':
      return t('Replace it with “�”, the sign for an unknown character');
    case 'startUser':
      return t('Start a user with { }');
  }
}

const shown = (json: string): string => cut(json, maxValueLength);
