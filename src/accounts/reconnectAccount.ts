import * as vscode from 'vscode';
import type { Environments } from '../api/environments';
import { whileAsking } from '../platform/countdown';
import { tell } from '../platform/notify';
import type { WaitingSends } from '../platform/waitingSends';
import { uriOfExtension } from './deepLinks';
import { Reconnects } from './reconnects';

interface ReconnectServices {
  readonly environments: Environments;
  readonly waitingSends: WaitingSends;
}

/** Reconnecting with this window around it. */
export function openReconnects({ environments, waitingSends }: ReconnectServices): Reconnects {
  return new Reconnects(environments, waitingSends, {
    whileAsking,
    tell,
    openPage: async (url) => vscode.env.openExternal(vscode.Uri.parse(url)),
    wayBack,
    // A press of the button is not a caller's send.
    send: (document, environment) =>
      vscode.commands.executeCommand('truto.sendUser', {
        kind: 'waiting',
        uri: vscode.Uri.parse(document),
        environment,
      }),
  });
}

/** Not every host of VS Code can be reached from a browser. */
async function wayBack(pathAndQuery: string): Promise<string | undefined> {
  try {
    const uri = await vscode.env.asExternalUri(vscode.Uri.parse(uriOfExtension(pathAndQuery)));
    return uri.toString(true);
  } catch {
    return undefined;
  }
}
