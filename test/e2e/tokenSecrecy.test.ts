import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from '../host/workbench';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { setStage } from './stage';
import { addEnvironment, browserStorage, openAsText } from './steps';

/** The files below a folder that hold a text, in whatever encoding of it a program might have written. */
function filesWith(folder: string, needles: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .filter((path) => needles.some((needle) => readFileSync(path).includes(needle)));
}

describe('the API token', () => {
  const token = 'a-token-to-look-for-7f3a9c';
  const needles = [
    token,
    Buffer.from(token).toString('base64').replace(/=+$/, ''),
    Buffer.from(token, 'utf16le').toString('latin1'),
  ];
  let folder: string;
  let sandbox: Sandbox;
  let workbench: Workbench;
  let pageText = '';
  before(async () => {
    ({ workbench, sandbox, folder } = await setStage({ environment: undefined, sandbox: { token } }));
    await addEnvironment(workbench, { name: 'Secret', baseUrl: sandbox.baseUrl, token });
    await openAsText(workbench, 'ada.truto-user.json');
    await workbench.runCommand('Truto: Send Update');
    await workbench.dialog.waitFor('Update Ada Lovelace');
    pageText += await workbench.page.content();
    await workbench.dialog.press('Send Update');
    await workbench.notifications.waitFor('Ada Lovelace updated');
    await workbench.runCommand('Truto: Show Log');
    await workbench.page.locator('.part.panel .view-line', { hasText: 'PATCH' }).first().waitFor();
    pageText += await workbench.page.content();
    // An error, too: its words and its log line are made from the answer.
    sandbox.inject({
      kind: 'status',
      status: 400,
      body: { statusCode: 400, error: 'Bad Request', message: `Bearer ${token} is odd` },
    });
    await workbench.runCommand('Truto: Refresh Accounts');
    await workbench.page.locator('.part.panel .view-line', { hasText: '400' }).first().waitFor();
    pageText += await workbench.page.content();
  });

  it('goes out in the Authorization header', () => {
    const patch = sandbox.requests.find(({ method }) => method === 'PATCH');
    assert.equal(patch?.headers.authorization, `Bearer ${token}`);
  });

  it('goes out nowhere else', () => {
    for (const { headers, ...rest } of sandbox.requests) {
      const others = Object.entries(headers).filter(([name]) => name !== 'authorization');
      assert.ok(!JSON.stringify([rest, others]).includes(token));
    }
  });

  it('is in no file of VS Code: no log, no setting, no state', () => {
    assert.deepEqual(filesWith(join(workbench.server.dataFolder, 'data'), needles), []);
  });

  it('is in no file of the workspace', () => assert.deepEqual(filesWith(folder, needles), []));

  it('is in no storage of the browser but the secret storage', async () => {
    assert.ok(!(await browserStorage(workbench)).includes(token));
  });

  it('is never in the page', () => assert.ok(!pageText.includes(token)));
});
