// Takes the pictures of the README, and the same views in the other themes to look at:
//   node pictures.js    media/docs/*.png and out/screenshots/*.png
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox } from '../../src/sandbox/startSandbox';
import { addEnvironment, changeElsewhere, openAsText } from '../e2e/steps';
import { repoRoot } from './repoRoot';
import { copySampleFolder } from './sampleFolder';
import { openWorkbench, type ThemeKind } from './workbench';

const themes: readonly (readonly [ThemeKind, string])[] = [
  ['vs-dark', 'dark'],
  ['vs', 'light'],
  ['hc-black', 'hc-dark'],
  ['hc-light', 'hc-light'],
];

const inReadme: ReadonlySet<string> = new Set(['editor-dark', 'confirm-dark', 'form-light', 'preview-dark']);
const pictureFile = (name: string) =>
  join(repoRoot, ...(inReadme.has(name) ? ['media', 'docs'] : ['out', 'screenshots']), `${name}.png`);
mkdirSync(join(repoRoot, 'media', 'docs'), { recursive: true });

const sandbox = await startSandbox();
const workbench = await openWorkbench({
  folder: copySampleFolder(),
  context: { viewport: { width: 1180, height: 720 } },
});
const { page, dialog, quickInput } = workbench;

type TakePicture = (name: string) => Promise<unknown>;

/** The main job, as the README shows it. */
async function mainJob(picture: TakePicture): Promise<void> {
  await openAsText(workbench, 'mistakes.truto-user.json');
  await workbench.editor.codeLenses();
  await workbench.problems.waitFor(6, 'truto');
  await workbench.editor.goTo(4, 15);
  await picture('editor');
  await workbench.runCommand('View: Hide Panel');

  await openForm();
  await workbench
    .webview()
    .getByRole('heading', { name: 'Profile' })
    .evaluate((heading) => window.scrollTo({ top: heading.getBoundingClientRect().top - 120 }));
  await picture('form');
  await workbench.runCommand('Truto: Update User');
  await pictureOfDialog('confirm', picture);

  await workbench.runCommand('Truto: Preview Changes');
  await page.locator('.monaco-diff-editor').waitFor();
  await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
  await picture('preview');
  await workbench.runCommand('View: Close All Editors');
}

/** What somebody else changed meanwhile, the pickers, the history, the walkthrough and a form beside a text. */
async function otherViews(picture: TakePicture): Promise<void> {
  await openForm();
  await changeElsewhere(sandbox, { title: `Duchess ${performance.now()}` });
  await workbench.runCommand('Truto: Update User');
  await pictureOfDialog('drift', picture);
  await workbench.runCommand('Truto: Open Text Editor');
  await workbench.runCommand('View: Split Editor Right');
  await workbench.runCommand('Truto: Open Form Editor');
  await workbench.webview().getByLabel('Job title', { exact: true }).waitFor();
  await picture('narrow');
  await workbench.runCommand('View: Close All Editors');

  await workbench.runCommand('Truto: Open User...');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'HubSpot' }).first().waitFor();
  await picture('account-picker');
  await quickInput.dismiss();
  await workbench.runCommand('Truto: Update History');
  await page
    .getByRole('treeitem', { name: /^Ada Lovelace/ })
    .first()
    .waitFor();
  await picture('history');
  await workbench.stagehand.command('workbench.action.openWalkthrough', 'truto-users.truto-users#firstUpdate', false);
  await page.locator('.step-title', { hasText: 'Preview and send' }).waitFor();
  await picture('walkthrough');
  await workbench.runCommand('View: Close All Editors');
}

async function openForm(): Promise<void> {
  await workbench.openFile('ada.truto-user.json');
  await workbench.webview().getByLabel('Job title', { exact: true }).waitFor();
  await workbench.waitForTab('ada.truto-user.json', { dirty: false });
  await workbench
    .webview()
    .getByText(/(fields?|Nothing) differs?/)
    .waitFor();
}

async function pictureOfDialog(name: string, picture: TakePicture): Promise<void> {
  await dialog.waitFor('Ada Lovelace');
  await picture(name);
  await page.keyboard.press('Escape');
  await dialog.box.waitFor({ state: 'hidden' });
}

/** Sends the sample, and shows its response. */
async function send(): Promise<void> {
  await workbench.openFile('ada.truto-user.json');
  await workbench.runCommand('Truto: Update User');
  await dialog.waitFor('Update Ada Lovelace');
  await dialog.press('Send Update');
  await workbench.notifications.waitFor('Ada Lovelace updated');
  await page.locator('.codelens-decoration', { hasText: '200' }).waitFor();
}

try {
  await addEnvironment(workbench, { name: 'Acme Staging', ...sandbox });
  await workbench.openViews('Truto');
  await workbench.treeItem(/^HubSpot, acme, active/).waitFor();
  const pictureIn = (theme: string) => (name: string) => page.screenshot({ path: pictureFile(`${name}-${theme}`) });
  for (const [kind, theme] of themes) {
    await workbench.setTheme(kind);
    await mainJob(pictureIn(theme));
  }
  await workbench.setTheme('vs-dark');
  await send();
  await workbench.webview().getByText('Nothing differs').waitFor();
  await pictureIn('dark')('response');
  for (const [kind, theme] of themes) {
    await workbench.setTheme(kind);
    await otherViews(pictureIn(theme));
  }
} finally {
  await workbench.close();
  await sandbox.close();
}
