import assert from 'node:assert/strict';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';
import { openAsText } from './steps';

const file = (title: string) =>
  `{\n  "$truto": { "integrated_account_id": "${accounts.hubspot}", "id": "usr_ada" },\n  "title": "${title}"\n}\n`;

describe('an environment of production', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH').length;
  const statusBar = () => workbench.statusBarItem('PRODUCTION');

  beforeEach(async () => {
    ({ workbench, sandbox } = await setStage({
      environment: 'Acme',
      files: { 'ada.truto-user.json': file('Countess') },
      sandbox: { environmentName: 'production', tokenExpiresAt: new Date(Date.now() + 3 * 86_400_000).toISOString() },
      settings: { 'truto.send.confirm': 'never' },
    }));
  });

  it('is marked wherever an update begins, and always asks, until the person marks it as something else', async () => {
    await workbench.setTheme('vs-dark');
    await workbench.openFile('ada.truto-user.json');
    const expiry = await workbench.notifications.waitFor('The API token of Acme expires in 3 days');
    assert.match(expiry, /\(.*20\d\d.*\)/);
    await workbench.webview().locator('.production-mark', { hasText: 'PRODUCTION' }).waitFor();
    await statusBar().waitFor();
    assert.match((await statusBar().textContent()) ?? '', /PRODUCTION · Acme/);
    assert.match((await statusBar().getAttribute('class')) ?? '', /error-kind/);
    await workbench.screenshot('production-form-dark');
    await workbench.runCommand('Notifications: Clear All Notifications');

    await openAsText(workbench, 'ada.truto-user.json');
    assert.ok((await workbench.editor.codeLenses()).some((lens) => lens.includes('PRODUCTION · Acme')));
    await workbench.screenshot('production-text-dark');
    await workbench.runCommand('Truto: Send Update');
    const question = await workbench.dialog.waitFor('Update Ada Lovelace');
    assert.match(question, /^PRODUCTION: Update Ada Lovelace/);
    assert.match(question, /Environment: PRODUCTION · Acme \(http/);
    await workbench.screenshot('production-dialog-dark');
    assert.equal(patches(), 0);
    await workbench.dialog.press('Send Update');
    await workbench.notifications.waitFor('Ada Lovelace updated: title');

    await workbench.runCommand('Notifications: Clear All Notifications');

    await workbench.runCommand('Truto: Mark Environment as Production...');
    await workbench.quickInput.waitFor('What is “Acme”?');
    await workbench.quickInput.choose('Not production');
    await statusBar().waitFor({ state: 'hidden' });
    await openAsText(workbench, 'ada.truto-user.json');
    await workbench.editor.replaceAll(file('Analyst'));
    await workbench.runCommand('Truto: Send Update');
    await workbench.notifications.waitFor('Ada Lovelace updated: title');
    assert.equal(patches(), 2);
  });

  it('is not unmarked by a caller without a person', async () => {
    await workbench.stagehand.command('truto.markProduction', { name: 'Acme', isProduction: true });
    await statusBar().waitFor();
    const unmarking = workbench.stagehand.command('truto.markProduction', { name: 'Acme', isProduction: false });
    await workbench.dialog.waitFor('Mark the environment “Acme” as not production?');
    await workbench.dialog.press('Cancel');
    await unmarking;
    assert.ok(await statusBar().isVisible());
  });
});
