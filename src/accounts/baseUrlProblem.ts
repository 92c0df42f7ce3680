import * as vscode from 'vscode';
import type { BaseUrlRefusal } from '../core/http/baseUrl';

/** Says in words why a base URL is refused and what to write instead. */
export function baseUrlProblem(reason: BaseUrlRefusal): string {
  const { t } = vscode.l10n;
  switch (reason) {
    case 'notHttps':
      return t('Use https: plain http is accepted for this computer alone (127.0.0.1, [::1], localhost).');
    case 'userinfo':
      return t('Leave out user name and password: the API token is asked for in the next step.');
    case 'backslash':
      return t('Write slashes, not backslashes: programs disagree on what a backslash in a URL means.');
    case 'queryOrFragment':
      return t('Leave out everything from “?” or “#” on.');
    case 'lookAlikeHost':
      return t('This host only looks like another one, so no token is sent to it. Write the plain host name.');
    case 'notAUrl':
      return t('This is not a safe base URL. Write one like https://api.truto.one');
  }
}
