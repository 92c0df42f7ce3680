// Tries the extension out: a VS Code in the browser, signed in to a sandbox, on a throw-away copy of the sample folder.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { repoRoot } from './repoRoot';
import { copySampleFolder } from './sampleFolder';
import { startVscodeServer } from './vscodeServer';
import { uriPath } from './workbenchUrl';

/** The command that opens a URL in the person's browser, where there is a desktop to show it on. */
function opener(): readonly string[] | undefined {
  const { env, platform } = process;
  if (env['CI'] !== undefined) return undefined;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  return env['DISPLAY'] !== undefined || env['WAYLAND_DISPLAY'] !== undefined ? ['xdg-open'] : undefined;
}

const connectionToken = randomUUID();
const folder = copySampleFolder();
const { port } = await startVscodeServer({
  connectionToken,
  extensions: [repoRoot, join(repoRoot, 'test', 'host', 'starter')],
});
// The URL names the folder: as the server's default folder its files would have another address in the window than in the
// host of the extensions, and so a second document there, which nobody sees.
const url = `http://127.0.0.1:${port}/?${new URLSearchParams({ folder: decodeURI(uriPath(folder)), tkn: connectionToken })}`;
console.log(`\nTruto Users runs in VS Code at\n\n  ${url}\n\nCtrl+C stops it.`);

const [command, ...args] = opener() ?? [];
if (command !== undefined) {
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined); // No opener: the URL is printed above.
  child.unref();
}
