import assert from 'node:assert/strict';
import { until } from '../host/until';
import { openWorkbench, type Workbench } from '../host/workbench';
import { copySampleFolder } from '../host/sampleFolder';

const walkthrough = 'truto-users.truto-users#firstUpdate';
const steps = ['Add an environment', 'Select an integrated account', 'Open a user', 'Preview and send'] as const;

describe('the walkthrough', () => {
  let workbench: Workbench;
  before(async () => {
    // What was done once is done for good: only a window of its own has done nothing.
    workbench = await openWorkbench({ folder: copySampleFolder() });
  });
  after(() => workbench.close());

  const done = async () => {
    const checked = workbench.page.locator('.getting-started-step .codicon-getting-started-step-checked');
    return Promise.all((await checked.all()).map((mark) => mark.getAttribute('data-done-step-id')));
  };
  const show = async () => {
    await workbench.stagehand.command('workbench.action.openWalkthrough', walkthrough, false);
    for (const step of steps) await workbench.page.locator('.step-title', { hasText: step }).waitFor();
  };
  const waitForDone = (...ids: readonly string[]) =>
    until(`${ids.join()} to be done`, async () => {
      await show();
      return JSON.stringify(await done()) === JSON.stringify(ids.map((id) => `${walkthrough}#${id}`));
    });

  it('ticks a step when that is achieved, not when its button is pressed', async () => {
    const { page, quickInput, stagehand } = workbench;
    await show();
    assert.deepEqual(await done(), []);
    await page.getByRole('button', { name: 'Add Environment' }).first().click();
    await quickInput.waitFor('(1/3)');
    await quickInput.dismiss();
    await show();
    assert.deepEqual(await done(), []);

    await stagehand.command('truto.startSandbox');
    await waitForDone('environment');
    await stagehand.command('truto.selectAccount', { accountId: '5a9d0c1e-0000-4000-8000-000000000001' });
    await waitForDone('environment', 'account');
    await workbench.openFile('ada.truto-user.json');
    await waitForDone('environment', 'account', 'edit');
    await workbench.openFile('ada.truto-user.json');
    await workbench.runCommand('Truto: Update User');
    await workbench.dialog.waitFor('Update Ada Lovelace');
    await page.keyboard.press('Escape');
    await workbench.dialog.box.waitFor({ state: 'hidden' });
    await waitForDone('environment', 'account', 'edit');
    await workbench.openFile('ada.truto-user.json');
    await workbench.runCommand('Truto: Update User');
    await workbench.dialog.waitFor('Update Ada Lovelace');
    await page.keyboard.press('Enter');
    await waitForDone('environment', 'account', 'edit', 'send');
  });
});
