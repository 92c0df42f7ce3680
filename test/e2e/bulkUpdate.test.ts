import assert from 'node:assert/strict';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { until } from '../host/until';
import type { ThemeKind, Workbench } from '../host/workbench';
import { setStage } from './stage';
import { giveToken } from './steps';

const themes = ['vs-dark', 'vs', 'hc-black', 'hc-light'] as const satisfies readonly ThemeKind[];

describe('the update of many users from a file', () => {
  const count = 120;
  const bad = new Set([3, 20, 37, 54, 71, 88, 105]);
  const good = count - bad.size;
  const accountIds = [1, 2, 3, 4].map((number) => `b01c0000-0000-4000-8000-00000000000${number}`);
  const targets = Array.from({ length: count }, (_, row) => ({
    accountId: accountIds[row % accountIds.length] ?? '',
    userId: `usr_${row}`,
  }));
  const added = accountIds.map((id, index) => ({
    id,
    slug: 'hubspot',
    tenant: `tenant ${index + 1}`,
    quirks: {
      users: targets
        .filter(({ accountId }) => accountId === id)
        .map(({ userId }) => ({ id: userId, name: `User ${userId}`, title: 'Analyst', status: 'active' })),
      userCount: count / accountIds.length,
    },
  }));
  const lines = targets.map(({ accountId, userId }, row) =>
    JSON.stringify({
      $truto: { integrated_account_id: accountId },
      id: userId,
      title: `Countess ${row}`,
      ...(bad.has(row) && { status: 'asleep' }),
    }),
  );

  let workbench: Workbench;
  let sandbox: Sandbox;
  let folder: string;

  beforeEach(async () => {
    const files = { 'users.jsonl': `${lines.join('\n')}\n` };
    ({ workbench, sandbox, folder } = await setStage({ files, sandbox: { accounts: 0, added, latencyMs: 20 } }));
  });
  // The window is loaded anew and previews a report meanwhile: what these of VS Code's own say is no matter here.
  afterEach('shows no errors of its own in the window', () =>
    assert.deepEqual(
      workbench.errors.filter((error) => error.includes('truto')),
      [],
    ),
  );
  after('leaves no view of bulk updates to other tests', async () => {
    for (const job of globSync('**/truto-users.truto-users/bulk/*', { cwd: workbench.server.dataFolder }))
      await workbench.stagehand.command('truto.removeBulkUpdate', { jobId: basename(job), confirm: false });
    await workbench.openViews('Truto');
    await workbench.rowsOf('Bulk Updates').first().waitFor({ state: 'detached' });
  });

  /** Without what each write changes. */
  const users = () =>
    targets.map(({ accountId, userId }) => {
      const { remote_data: remote, ...user } = { ...sandbox.user(accountId, userId) };
      return { ...user, updated_at: undefined, remote_data: { ...(remote as object), updatedAt: undefined } };
    });
  const titles = () => targets.map(({ accountId, userId }) => sandbox.user(accountId, userId)?.title);
  const job = (text: string) => workbench.rowsOf('Bulk Updates').filter({ hasText: text });
  /** In the menu of a job's row. */
  const choose = async (text: string, title: string) => {
    await workbench.focusRow('Bulk Updates', text);
    await workbench.contextMenu.choose(title);
  };
  const inAllThemes = async (name: string) => {
    for (const theme of themes) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`bulk-${name}-${theme}`);
    }
  };
  const planned = async (name: string, words: string) => {
    await workbench.waitForTab(`${name}.truto-plan.jsonl.md`);
    await workbench.editor.waitForText(words);
  };
  /** By typing how many there are. */
  const applyMany = async (rows: number) => {
    await workbench.runCommand('Truto: Apply Plan');
    await workbench.quickInput.waitFor(`Type ${rows} to confirm`);
    await workbench.quickInput.type(String(rows));
    await workbench.quickInput.confirm();
    await workbench.quickInput.widget.waitFor({ state: 'hidden' });
  };
  const applyFew = async () => {
    await workbench.runCommand('Truto: Apply Plan');
    await workbench.dialog.waitFor('Update ');
    await workbench.dialog.press('Apply Plan');
  };
  const finished = (words: string) => workbench.notifications.waitFor(words);

  it('is planned, applied, paused, resumed after a reload, reported, mended and undone, by keyboard only', async function () {
    this.timeout(400_000);
    const before = users();
    await workbench.openFile('users.jsonl');
    await workbench.runCommand('Truto: Update Users from File...');
    await planned('users', `${good}  to send`);
    await workbench.editor.waitForText(`${bad.size}  invalid`);
    await inAllThemes('plan');
    assert.equal(sandbox.requests.filter(({ method }) => method === 'PATCH').length, 0);

    await applyMany(good);
    // The rest goes when the limit lets it, some seconds later.
    await until('the first updates', () => titles().some((title) => title !== 'Analyst'));
    await workbench.runCommand('Truto: Pause Bulk Update');
    await workbench.quickInput.waitFor('Pause Bulk Update');
    await workbench.quickInput.choose('users.truto-plan.jsonl');
    await workbench.runCommand('Truto: Focus on Bulk Updates View');
    await job('users').filter({ hasText: 'paused' }).waitFor();
    await inAllThemes('paused');
    const sentBefore = titles().filter((title) => title !== 'Analyst').length;
    assert.ok(sentBefore > 0 && sentBefore < good, String(sentBefore));

    await workbench.reloadByCommand();
    await giveToken(workbench, sandbox.token);
    await workbench.runCommand('Truto: Resume Bulk Update...');
    await workbench.quickInput.waitFor('Resume Bulk Update');
    await workbench.quickInput.choose('users.truto-plan.jsonl');
    await workbench.runCommand('Truto: Focus on Bulk Updates View');
    await job('users')
      .filter({ hasText: /\d+ of 120 · .*a minute/ })
      .waitFor();
    await workbench.screenshot('bulk-progress');
    await workbench.notifications.withText(`${good} of ${count} users updated`).waitFor({ timeout: 60_000 });
    const patches = sandbox.requests.filter(({ method, applied }) => method === 'PATCH' && applied);
    assert.equal(patches.length, good, 'each user was updated once');
    await workbench.notifications.press(`${good} of ${count} users updated`, 'Open Report');
    await workbench.webview().getByRole('heading', { name: 'Bulk update of users' }).waitFor();
    await inAllThemes('report');

    await workbench.openFile('users.failed.jsonl');
    const failed = readFileSync(join(folder, 'users.failed.jsonl'), 'utf8');
    assert.equal(failed.trim().split('\n').length, bad.size);
    await workbench.editor.replaceAll(failed.replaceAll('asleep', 'active'));
    await workbench.save();
    await workbench.runCommand('Truto: Update Users from File...');
    await planned('users.failed', `${bad.size}  to send`);
    await applyFew();
    await finished(`${bad.size} of ${bad.size} users updated`);
    assert.deepEqual(
      titles(),
      targets.map((_, row) => `Countess ${row}`),
    );

    await choose('users.failed', 'Undo Job...');
    await planned('users.failed.undo', `${bad.size}  to send`);
    await applyFew();
    await until(
      'the undo of the mended rows',
      () => titles().filter((title) => title === 'Analyst').length === bad.size,
    );
    await choose(`users${count} of ${count}`, 'Undo Job...');
    await planned('users.undo', `${good}  to send`);
    await applyMany(good);
    await workbench.notifications.withText(`${good} of ${good} users updated`).waitFor({ timeout: 60_000 });
    assert.deepEqual(users(), before);
  });

  it('is gone on with where it was interrupted, when VS Code offers that', async function () {
    this.timeout(200_000);
    await workbench.openFile('users.jsonl');
    await workbench.runCommand('Truto: Update Users from File...');
    await planned('users', `${good}  to send`);
    await applyMany(good);
    await until('the first updates', () => titles().some((title) => title !== 'Analyst'));
    await workbench.reloadByCommand();
    await workbench.notifications.withText('A bulk update was interrupted').waitFor({ timeout: 60_000 });
    await giveToken(workbench, sandbox.token);
    await workbench.notifications.press('A bulk update was interrupted', 'Resume');
    await workbench.notifications.withText(`${good} of ${count} users updated`).waitFor({ timeout: 60_000 });
    const patches = sandbox.requests.filter(({ method, applied }) => method === 'PATCH' && applied);
    assert.equal(patches.length, good, 'each user was updated once');
  });

  it('asks again before it goes on behind the first rows, which alone were confirmed', async () => {
    await workbench.openFile('users.jsonl');
    await workbench.runCommand('Truto: Update Users from File...');
    await planned('users', `${good}  to send`);
    await workbench.runCommand('Truto: Send the First Rows...');
    await workbench.quickInput.waitFor('Number of rows');
    await workbench.quickInput.type('3');
    await workbench.quickInput.confirm();
    await workbench.dialog.waitFor(`Update 3 users in Test, ${accountIds.length} integrated accounts?`);
    await workbench.dialog.press('Apply Plan');
    await workbench.notifications.waitFor(`3 of ${count} users updated`);
    await workbench.runCommand('Truto: Resume Bulk Update...');
    await workbench.quickInput.waitFor('Resume Bulk Update');
    await workbench.quickInput.choose('users.truto-plan.jsonl');
    await workbench.quickInput.waitFor(`Type ${good - 3} to confirm`);
    await workbench.quickInput.dismiss();
    assert.equal(titles().filter((title) => title !== 'Analyst').length, 3);
  });

  it('leaves no problem of a file that is gone', async () => {
    await workbench.openFile('users.jsonl');
    await workbench.runCommand('Truto: Update Users from File...');
    await planned('users', `${good}  to send`);
    const problems = workbench.statusBarItem(`${bad.size}`).filter({ has: workbench.page.locator('.codicon-error') });
    await problems.waitFor();
    await workbench.runCommand('View: Close All Editors');
    rmSync(folder, { recursive: true });
    await problems.waitFor({ state: 'detached' });
  });

  it('is planned for the account that its file is dropped on', async () => {
    const own = targets.filter(({ accountId }) => accountId === accountIds[0]).map(({ userId }) => `${userId},Duchess`);
    const files = { 'dropped.csv': ['id,title', ...own].join('\n') };
    ({ workbench, sandbox, folder } = await setStage({ files, sandbox: { accounts: 0, added, latencyMs: 20 } }));
    await workbench.openView('Truto', 'Integrated Accounts');
    const row = workbench.rowsOf('Integrated Accounts').filter({ hasText: 'tenant 1' });
    await row.waitFor();
    await workbench.openFile('dropped.csv');
    await workbench.page.locator('.tab.active[data-resource-name="dropped.csv"]').dragTo(row);
    await planned('dropped', `${own.length}  to send`);
    const looks = sandbox.requests.filter(({ path }) => path.includes('/users/usr_'));
    assert.equal(looks.length, own.length);
    assert.ok(looks.every(({ query }) => query.integrated_account_id === accountIds[0]));
  });
});
