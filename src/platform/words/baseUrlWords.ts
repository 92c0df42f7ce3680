import * as vscode from 'vscode';
import type { BaseUrlRefusal } from '../../core/http/baseUrl';

/** Says in words why a base URL is refused and what to write instead. */
export function baseUrlProblem(reason: BaseUrlRefusal): string {
  const { t } = vscode.l10n;
  switch (reason) {
    case 'notHttps':
      return t('Use https. Plain http is only accepted for this computer (127.0.0.1, [::1], localhost).');
    case 'userinfo':
      return t('Remove the user name and password. The next step asks for the API token.');
    case 'backslash':
      return t('Use slashes, not backslashes. Programs disagree on what a backslash in a URL means.');
    case 'queryOrFragment':
      return t('Remove “?” or “#” and everything after it.');
    case 'lookAlikeHost':
      return t('This host looks like a different one, so no token is sent to it. Use the plain host name.');
    case 'notAUrl':
      return t('This is not a valid base URL. Use one such as https://api.truto.one');
  }
}
