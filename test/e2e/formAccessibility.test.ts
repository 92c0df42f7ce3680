import assert from 'node:assert/strict';
import { accessibilityViolations } from '../host/accessibility';
import type { ThemeKind, Workbench } from '../host/workbench';
import { formUsers } from './formUsers';
import { setStage } from './stage';

/** The kinds of themes as a webview names them. */
const kindInForm: Readonly<Record<ThemeKind, string>> = {
  'vs-dark': 'vscode-dark',
  vs: 'vscode-light',
  'hc-black': 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast-light',
};
const themes = Object.keys(kindInForm) as ThemeKind[];

describe('the form editor for everyone', () => {
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
    const users: Record<string, string> = {};
    for (const state of states) users[`${state}.truto-user.json`] = JSON.stringify(formUsers[state], undefined, 2);
    const files = { ...users, 'broken.truto-user.json': '{ "title": "Countess", "status" }' };
    ({ workbench } = await setStage({ files }));
  });
  for (const theme of themes) {
    for (const state of states) {
      it(`breaks no rule of WCAG 2.1 AA: ${state}, ${theme}`, async () => {
        await workbench.setTheme(theme);
        await open(state);
        await ready[state]();
        await workbench.webview().locator(`body[data-vscode-theme-kind="${kindInForm[theme]}"]`).waitFor();
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
      .getByText(/not valid JSON \(line 1, column 33\)/)
      .waitFor();
    assert.deepEqual(await accessibilityViolations(workbench.webview()), []);
  });
});
