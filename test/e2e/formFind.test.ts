import assert from 'node:assert/strict';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import { setStage } from './stage';

const user = {
  title: 'Countess',
  emails: Array.from({ length: 5 }, (_, index) => ({ email: `ada-${index}@example.com` })),
  favourite_place: 'Needle Street',
};

describe('find in the form', () => {
  let workbench: Workbench;
  const file = 'found.truto-user.json';

  beforeEach(async () => {
    ({ workbench } = await setStage({ files: { [file]: JSON.stringify(user) } }));
    await workbench.openFile(file);
    await workbench.webview().getByLabel('Job title', { exact: true }).focus();
    await workbench.page.keyboard.press('Control+F');
    await workbench.page.locator('.simple-find-part.visible input').waitFor();
  });

  const find = async (text: string) => {
    await workbench.page.keyboard.insertText(text);
    await workbench.page.keyboard.press('Enter');
  };

  it('finds what is in a field, shows it, and leads there', async () => {
    await find('needle');
    const found = workbench.webview().locator('[data-found]');
    await until('the field to be marked', async () => (await found.inputValue()) === user.favourite_place);
    assert.ok(await found.evaluate((input) => input.getBoundingClientRect().bottom <= innerHeight), 'it is in sight');
    await workbench.screenshot('find-in-form');
    await workbench.page.keyboard.press('Escape');
    const focused = workbench.webview().locator('input:focus');
    await until('the field to have the focus', async () => (await focused.inputValue()) === user.favourite_place);
    await found.waitFor({ state: 'detached' });
  });

  it('finds the name of a field', async () => {
    await find('Job title');
    await until('the name to be selected', () =>
      workbench
        .webview()
        .locator('body')
        .evaluate(() => getSelection()?.toString() === 'Job title'),
    );
  });
});
