import * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import { whileAsking } from '../platform/countdown';

/**
 * Opens the page on which the owner of an account connects it anew. The link is good for that alone and is as secret
 * as a token, so it is neither shown nor logged. Throws TrutoError.
 */
export async function reconnectAccount(accountId: string, environment: Environment): Promise<void> {
  const client = await environment.client();
  const linkToken = await whileAsking(vscode.l10n.t('Asking for a link to reconnect...'), (signal, onAttempt) =>
    client.createLinkToken(accountId, signal, onAttempt),
  );
  const page = vscode.Uri.parse(`https://app.truto.one/connect-account?link_token=${encodeURIComponent(linkToken)}`);
  await vscode.env.openExternal(page);
}
