import * as vscode from 'vscode';
import type { Environment } from '../api/environment';

/**
 * Opens the page on which the owner of an account connects it anew. The link is good for that alone and is as secret
 * as a token, so it is neither shown nor logged. Throws TrutoError.
 */
export async function reconnectAccount(accountId: string, environment: Environment): Promise<void> {
  const client = await environment.client();
  const linkToken = await client.createLinkToken(accountId);
  const page = vscode.Uri.parse(`https://app.truto.one/connect-account?link_token=${encodeURIComponent(linkToken)}`);
  await vscode.env.openExternal(page);
}
