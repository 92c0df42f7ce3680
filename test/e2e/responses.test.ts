import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { generatedList } from '../../src/sandbox/generatedList';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { extensionHostMemory, forgetHighestMemory } from '../host/extensionHostMemory';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAsText } from './steps';

const megabyte = 1024 * 1024;

describe('answers that are large', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  let folder: string;
  const streamed = {
    $truto: { integrated_account_id: accounts.hubspot, id: 'usr_ada', query: { truto_response_format: 'stream' } },
    title: 'Countess',
  };
  beforeEach(async () => {
    ({ workbench, sandbox, folder } = await setStage({
      files: { 'streamed.truto-user.json': JSON.stringify(streamed, undefined, 2) },
      settings: { 'truto.send.confirm': 'never' },
      size: { width: 1500, height: 800 },
    }));
  });
  afterEach('show no errors in the window', () => assert.deepEqual(workbench.errors, []));

  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH');
  const lens = (text: string) => workbench.page.locator('.codelens-decoration', { hasText: text });
  const updateUser = async () => {
    await openAsText(workbench, 'streamed.truto-user.json');
    await workbench.runCommand('Truto: Update User');
  };

  it('are shown while they arrive, counted, and stop when the person cancels', async () => {
    const gate = Promise.withResolvers<undefined>();
    sandbox.inject({
      kind: 'stream',
      bytes: 50 * megabyte,
      hold: { at: 20 * megabyte, until: gate.promise },
      when: 'afterApplying',
      match: { method: 'PATCH' },
    });
    await updateUser();
    await workbench.notifications.waitFor('Updating Ada Lovelace...: 20 MB of the response received');
    await workbench.page.locator('.tab', { hasText: 'Ada Lovelace 200.json' }).waitFor();
    await lens('20 MB so far').waitFor();
    await workbench.page.locator('.view-line', { hasText: '"line":"000000003"' }).waitFor();
    await workbench.notifications.press('Updating Ada Lovelace', 'Cancel');
    await workbench.notifications.waitFor('Ada Lovelace updated: title. Its response was stopped after 20 MB.');
    await lens('stopped after 20 MB').waitFor();
    gate.resolve(undefined);
    assert.equal(patches().length, 1);
    assert.equal(sandbox.user(accounts.hubspot, 'usr_ada')?.title, 'Countess');
  });

  /** Of the extension host while a response of so many MB comes; undefined where the system does not tell. */
  const highestMemory = async (megabytes: number, when: 'beforeApplying' | 'afterApplying') => {
    forgetHighestMemory(workbench.server);
    sandbox.inject({ kind: 'stream', bytes: megabytes * megabyte, when, match: { method: 'PATCH' } });
    await updateUser();
    const told = workbench.notifications.withText(`Only the beginning of its response (${megabytes} MB) is shown.`);
    await told.first().waitFor({ timeout: 60_000 });
    const highest = extensionHostMemory(workbench.server)?.highest;
    return highest === undefined ? undefined : Math.round(highest);
  };

  it('of 200 MB are saved whole from the notification, while memory stays flat', async () => {
    // A small part of it first: how much the host holds for the next collection differs by tens of megabytes.
    const [small, large] = [await highestMemory(5, 'beforeApplying'), await highestMemory(200, 'afterApplying')];
    if (small && large) {
      console.log(`      RSS of the extension host at its highest: ${small} MB for 5 MB, ${large} MB for 200 MB`);
      // The bytes of the whole response alone would be twice as much.
      assert.ok(large - small < 100, `${large - small} MB`);
    }
    await workbench.notifications.press('response (200 MB)', 'Save Full Response...');
    const target = join(folder, 'whole.json');
    await workbench.quickInput.saveAs(target);
    const sent = createHash('sha256');
    for (const chunk of generatedList(200 * megabyte)) sent.update(chunk);
    const expected = sent.digest('hex');
    await until('the whole file', async () => (await hashOf(target)) === expected, 60_000);
  });
});

/** Undefined while there is no such file. */
async function hashOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}
