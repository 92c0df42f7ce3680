import * as vscode from 'vscode';
import type { FixAction } from '../../core/fixes/fix';
import { compactJson } from '../../core/json/compactJson';
import type { JsonPath } from '../../core/json/jsonPath';
import { shownAt } from '../../core/secrets/shown';
import { cut, listed } from './plainWords';

const maxValueLength = 60;

/** What a fix of a problem at a path does, in words: without what is a secret there. */
export function fixTitle(action: FixAction, path: JsonPath): string {
  const { t } = vscode.l10n;
  switch (action.kind) {
    case 'changeValue':
    case 'takeItem':
      return t('Change to {0}', cut(shown(path, action.json), maxValueLength));
    case 'wrapInList':
      return action.json.length > maxValueLength
        ? t('Put it in an array')
        : t('Change to {0}', shown(path, action.json));
    case 'wrapInObject':
      return action.json.length > maxValueLength
        ? t('Put it in an object')
        : t('Change to {0}', shown(path, action.json));
    case 'renameField':
      return action.json === undefined
        ? t('Change to “{0}”', action.to)
        : t(
            'Change to “{0}”: {1}',
            action.to,
            cut(shown([...path.slice(0, -1), action.to], action.json), maxValueLength),
          );
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
      return t('Keep only this “{0}”', action.field);
    case 'removeThis':
      return t('Remove only this “{0}”', action.field);
    case 'moveField':
      return t('Move to “{0}”', action.to.join('.'));
    case 'spellSign':
      return t('Keep “�”, spelled as an escape');
    case 'makeArray':
      return t('Put all lines in an array');
    case 'writeAsJson':
      return t('Write it as JSON');
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

/** JSON as it may be shown at a path; spaced as it is, where it hides nothing. */
function shown(path: JsonPath, json: string): string {
  const { text } = shownAt(path, json);
  return text === compactJson(json) ? json : text;
}
