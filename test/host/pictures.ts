// Takes the pictures of the README, and the same views in the other themes to look at:
//   node pictures.js    media/docs/*.png (dark and light), out/screenshots/*.png (high contrast)
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

const docs = join(repoRoot, 'media', 'docs');
mkdirSync(docs, { recursive: true });

const sandbox = await startSandbox();
const workbench = await openWorkbench({ folder: copySampleFolder(), context: { viewport: { width: 1180, height: 720 } } });
const { page, dialog } = workbench;
try {
  await addEnvironment(workbench, { name: 'Acme Staging', ...sandbox });
  await workbench.openViews('Truto');
  await workbench.treeItem(/^HubSpot, acme, active/).waitFor();
  for (const [kind, theme] of themes) {
    const folder = theme.startsWith('hc') ? join(repoRoot, 'out', 'screenshots') : docs;
    const picture = (name: string) => page.screenshot({ path: join(folder, `${name}-${theme}.png`) });
    await workbench.setTheme(kind);

    await openAsText(workbench, 'mistakes.truto-user.json');
    await workbench.editor.codeLenses();
    await workbench.problems.waitFor(6, 'truto');
    await workbench.editor.goTo(4, 15);
    await picture('editor');
    await workbench.runCommand('View: Hide Panel');

    await workbench.openFile('ada.truto-user.json');
    await workbench.webview().getByLabel('Job title', { exact: true }).waitFor();
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
  await page.screenshot({ path: join(docs, 'response-dark.png') });
} finally {
  await workbench.close();
  await sandbox.close();
}
