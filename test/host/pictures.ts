// Takes the pictures of the README, and the same views in the other themes to look at:
//   node pictures.js    media/docs/*.png and out/screenshots/*.png
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox } from '../../src/sandbox/startSandbox';
import { addEnvironment, openAsText } from '../e2e/steps';
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
const { page, dialog } = workbench;
try {
  await addEnvironment(workbench, { name: 'Acme Staging', ...sandbox });
  await workbench.openViews('Truto');
  await workbench.treeItem(/^HubSpot, acme, active/).waitFor();
  for (const [kind, theme] of themes) {
    const picture = (name: string) => page.screenshot({ path: pictureFile(`${name}-${theme}`) });
    await workbench.setTheme(kind);

    await openAsText(workbench, 'mistakes.truto-user.json');
    await workbench.editor.codeLenses();
    await workbench.problems.waitFor(6, 'truto');
    await workbench.editor.goTo(4, 15);
    await picture('editor');
    await workbench.runCommand('View: Hide Panel');

    await workbench.openFile('ada.truto-user.json');
    await workbench.webview().getByLabel('Job title', { exact: true }).waitFor();
    await workbench.waitForTab('ada.truto-user.json', { dirty: false });
    await workbench.webview().getByText('3 fields differ').waitFor();
    await workbench
      .webview()
      .getByRole('heading', { name: 'Profile' })
      .evaluate((heading) => window.scrollTo({ top: heading.getBoundingClientRect().top - 120 }));
    await picture('form');
    await workbench.runCommand('Truto: Update User');
    await dialog.waitFor('Update Ada Lovelace');
    await picture('confirm');
    await page.keyboard.press('Escape');
    await dialog.box.waitFor({ state: 'hidden' });

    await workbench.runCommand('Truto: Preview Changes');
    await page.locator('.monaco-diff-editor').waitFor();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await picture('preview');
    await workbench.runCommand('View: Close All Editors');
  }
  await workbench.setTheme('vs-dark');
  await workbench.openFile('ada.truto-user.json');
  await workbench.runCommand('Truto: Update User');
  await dialog.waitFor('Update Ada Lovelace');
  await dialog.press('Send Update');
  await workbench.notifications.waitFor('Ada Lovelace updated');
  await page.locator('.codelens-decoration', { hasText: '200' }).waitFor();
  await workbench.webview().getByText('Nothing differs').waitFor();
  await page.screenshot({ path: pictureFile('response-dark') });
} finally {
  await workbench.close();
  await sandbox.close();
}
