import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessibilityViolations } from '../host/accessibility';
import { copySampleFolder } from '../host/sampleFolder';
import { openWorkbench, type ThemeKind, type Workbench } from '../host/workbench';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { formUsers } from './formUsers';
import { addEnvironment, keepPictures } from './steps';

const themes: readonly ThemeKind[] = ['vs-dark', 'vs', 'hc-black', 'hc-light'];

describe('the form editor for everyone', () => {
  const folder = copySampleFolder();
  let sandbox: Sandbox;
  let workbench: Workbench;

  const open = async (name: string) => {
    await workbench.openFile(`${name}.truto-user.json`);
    await workbench.webview().getByRole('heading', { name: 'Profile' }).waitFor();
  };
  /** The form as it stays: compared with the live user and checked. */
  const ready: Readonly<Record<keyof typeof formUsers, () => Promise<void>>> = {
    empty: () => workbench.webview().getByText('No user ID yet').waitFor(),
    full: () =>
      workbench
        .webview()
        .getByText(/differ from the live user/)
        .waitFor(),
    errors: async () => {
      await workbench
        .webview()
        .getByText(/differ from the live user/)
        .waitFor();
      await workbench
        .webview()
        .getByText(/is missing: required by Looker/)
        .first()
        .waitFor();
    },
  };
  const states = Object.keys(ready) as (keyof typeof formUsers)[];

  before(async () => {
    for (const state of states)
      writeFileSync(join(folder, `${state}.truto-user.json`), JSON.stringify(formUsers[state], undefined, 2));
    writeFileSync(join(folder, 'broken.truto-user.json'), '{ "title": "Countess", "status" }');
    sandbox = await startSandbox();
    workbench = await openWorkbench({ folder });
    await addEnvironment(workbench, { name: 'Test', ...sandbox });
  });
  after(async () => {
    await workbench.close();
    await sandbox.close();
  });

  keepPictures(() => workbench);

  for (const theme of themes) {
    for (const state of states) {
      it(`breaks no rule of WCAG 2.1 AA: ${state}, ${theme}`, async () => {
        if (state === states[0]) await workbench.setTheme(theme);
        await open(state);
        await ready[state]();
        await workbench.webview().locator(`body[data-vscode-theme-kind]`).waitFor();
        assert.deepEqual(await accessibilityViolations(workbench.webview()), []);
      });
    }
  }

  it('breaks none while a menu or the search is open, or the file is broken', async () => {
    await workbench.setTheme('vs-dark');
    await open('full');
    await workbench.webview().getByRole('button', { name: 'Actions for Job title' }).click();
    await workbench.webview().getByRole('menu').waitFor();
    assert.deepEqual(await accessibilityViolations(workbench.webview()), []);
    await workbench.page.keyboard.press('Escape');
    await workbench.webview().getByRole('combobox', { name: 'Add field' }).click();
    assert.deepEqual(await accessibilityViolations(workbench.webview()), []);
    await open('broken');
    await workbench
      .webview()
      .getByText(/not valid JSON at line 1, column 33/)
      .waitFor();
    assert.deepEqual(await accessibilityViolations(workbench.webview()), []);
  });
});
