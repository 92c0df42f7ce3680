// Takes the pictures of the README, and the same views in the other themes to look at:
//   node pictures.js    media/docs/*.png and out/screenshots/*.png
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ada, grace } from '../../src/sandbox/fixedAccounts';
import { startSandbox } from '../../src/sandbox/startSandbox';
import { addEnvironment, changeElsewhere, openAsText } from '../e2e/steps';
import { accounts } from '../sandboxAccounts';
import { repoRoot } from './repoRoot';
import { copySampleFolder } from './sampleFolder';
import { openWorkbench, type ThemeKind } from './workbench';

const themes: readonly (readonly [ThemeKind, string])[] = [
  ['vs-dark', 'dark'],
  ['vs', 'light'],
  ['hc-black', 'hc-dark'],
  ['hc-light', 'hc-light'],
];

const inReadme: ReadonlySet<string> = new Set(
  ['confirm', 'editor', 'form', 'accounts', 'preview', 'response', 'history', 'plan'].map((name) => `${name}-dark`),
);
const pictureFile = (name: string) =>
  join(repoRoot, ...(inReadme.has(name) ? ['media', 'docs'] : ['out', 'screenshots']), `${name}.png`);
mkdirSync(join(repoRoot, 'media', 'docs'), { recursive: true });

const names = [
  'Barbara Liskov',
  'Edsger Dijkstra',
  'Frances Allen',
  'Hedy Lamarr',
  'Ivan Sutherland',
  'Jean Bartik',
  'Radia Perlman',
];
const team = names.map((name, index) => {
  const email = `${name.split(' ')[0]!.toLowerCase()}@example.com`;
  return { id: `usr_${index + 1}`, name, title: 'Engineer', status: 'active', emails: [{ email, is_primary: true }] };
});
const rows = team.map(({ id }, index) =>
  [
    id,
    index % 3 === 0 ? 'Engineer' : 'Senior Engineer',
    index === 4 ? 'asleep' : index === 5 ? 'inactive' : 'active',
  ].join(),
);

/** Mistakes of every kind, each with its line in the panel. */
const mistakes = `{
  "$truto": {
    "integrated_account_id": "${accounts.hubspot}",
    "id": "usr_grace"
  },
  "title": 42,
  "status": "actve",
  "fist_name": "Grace",
  "created_at": "yesterday",
  "emails": [
    { "email": "grace@example.com", "is_primary": "yes", "type": "work" }
  ]
}
`;

const folder = copySampleFolder();
writeFileSync(join(folder, 'grace.truto-user.json'), mistakes);
writeFileSync(join(folder, 'team.csv'), `id,title,status\n${rows.join('\n')}\n`);
// The address is in some of the pictures.
const sandbox = await startSandbox({
  port: 4010,
  accounts: 14,
  quirks: { [accounts.hubspot]: { users: [ada, grace, ...team], userCount: team.length + 2 } },
});
const workbench = await openWorkbench({ folder, context: { viewport: { width: 1200, height: 760 } } });
const { page, dialog, quickInput } = workbench;

/** What somebody else writes, another one in each theme. */
const titles = ['Dame', 'Baroness', 'Marchioness', 'Duchess'];

type TakePicture = (name: string) => Promise<unknown>;

/** With its colors. */
async function diffShown(): Promise<void> {
  const diff = page.locator('.monaco-diff-editor');
  await diff.locator('.line-insert').first().waitFor();
  await diff.locator('.modified .view-line [class*="mtk"]:not(.mtk1)').first().waitFor();
}

const closeEditors = () => workbench.runCommand('View: Close All Editors');
const toggleSideBar = () => workbench.runCommand('View: Toggle Primary Side Bar Visibility');

/** The main job, as the README shows it. */
async function mainJob(picture: TakePicture): Promise<void> {
  await openAsText(workbench, 'grace.truto-user.json');
  await workbench.editor.codeLenses();
  await workbench.problems.waitFor(5, 'truto');
  await workbench.editor.goTo(7, 15);
  await picture('editor');
  await workbench.runCommand('View: Hide Panel');
  await closeEditors();

  await openForm();
  await workbench
    .webview()
    .getByRole('heading', { name: 'Profile' })
    .evaluate((heading) => window.scrollTo({ top: heading.getBoundingClientRect().top - 104 }));
  await picture('form');
  await workbench.runCommand('Truto: Update User');
  await pictureOfDialog('confirm', picture);

  await toggleSideBar();
  await workbench.runCommand('Truto: Preview Changes');
  await diffShown();
  await picture('preview');
  await toggleSideBar();
  await closeEditors();
}

/** The tree with a user that was edited and not sent. */
async function tree(picture: TakePicture): Promise<void> {
  await workbench.stagehand.command('truto.openUser', { accountId: accounts.hubspot, userId: 'usr_grace' });
  await workbench.webview().getByText('1 field differs').waitFor();
  await workbench.openView('Truto', 'Integrated Accounts');
  await workbench.treeItem(/^Grace Hopper.*unsent draft/).waitFor();
  await picture('accounts');
  await closeEditors();
}

const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;

/** What many updates of a file would change. */
async function plan(picture: TakePicture): Promise<void> {
  await workbench.stagehand.command('truto.showPlan', { uri: uriOf('team.truto-plan.jsonl') });
  await workbench.editor.waitForText('to send');
  await page.getByText('Activating Extensions').waitFor({ state: 'hidden' });
  await picture('plan');
  await closeEditors();
}

/** What somebody else changed meanwhile, the pickers, the history, the walkthrough and a form beside a text. */
async function otherViews(picture: TakePicture): Promise<void> {
  await openForm();
  await changeElsewhere(sandbox, { title: titles.pop() });
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
  await workbench.openView('Truto', 'History');
  await workbench.rowsOf('History').filter({ hasText: 'languages' }).last().locator('.label-name').click();
  await diffShown();
  await picture('history');
  await workbench.openView('Truto', 'Integrated Accounts');
  await closeEditors();
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
  await openForm();
  await workbench.runCommand('Truto: Update User');
  await dialog.waitFor('Update Ada Lovelace');
  await dialog.press('Send Update');
  await workbench.notifications.waitFor('Ada Lovelace updated');
  await page.locator('.codelens-decoration', { hasText: '200' }).waitFor();
  await workbench.webview().getByText('Nothing differs').waitFor();
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.stagehand.command('workbench.action.decreaseViewWidth');
}

/** The draft, and what was sent at first is taken back. */
async function sendMore(): Promise<void> {
  const { stagehand } = workbench;
  await stagehand.command('truto.openUser', { accountId: accounts.hubspot, userId: 'usr_grace' });
  await workbench.runCommand('Truto: Update User');
  await dialog.waitFor('Update Grace Hopper');
  await dialog.press('Send Update');
  await workbench.notifications.waitFor('Grace Hopper updated');
  await closeEditors();
  await workbench.openView('Truto', 'History');
  await workbench.rowsOf('History').filter({ hasText: 'Ada Lovelace' }).first().hover();
  await page.getByRole('button', { name: 'Undo Update...' }).first().click();
  await dialog.waitFor('Undo the update of Ada Lovelace');
  await dialog.press('Undo Update');
  await workbench.rowsOf('History').filter({ hasText: 'undo' }).waitFor();
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.openView('Truto', 'Integrated Accounts');
}

/** Each step with its picture. */
async function walkthrough(picture: TakePicture): Promise<void> {
  await workbench.stagehand.command('workbench.action.openWalkthrough', 'truto-users.truto-users#firstUpdate', false);
  for (const step of ['Add an environment', 'Select an integrated account', 'Open a user', 'Preview and send']) {
    const title = page.locator('.step-title', { hasText: step });
    await title.click();
    await page.locator('.getting-started-step.expanded', { has: title }).waitFor();
    await workbench.webview().locator('svg').first().waitFor();
    await picture(`walkthrough-${step.split(' ').at(-1)}`);
  }
  await closeEditors();
}

/** Edits a user from the tree, and saves it as a draft. */
async function keepDraft(): Promise<void> {
  await workbench.rowsOf('Integrated Accounts').filter({ hasText: 'selected' }).locator('.monaco-tl-twistie').click();
  await workbench
    .rowsOf('Integrated Accounts')
    .filter({ hasText: 'Grace Hopper' })
    .first()
    .locator('.label-name')
    .click();
  const title = workbench.webview().getByLabel('Job title', { exact: true });
  await title.fill('Commodore');
  await title.press('Tab');
  await workbench.waitForTab('usr_grace.truto-user.json', { dirty: true });
  await workbench.save();
  await closeEditors();
}

/** The side bar, for the names in the tree. */
async function widen(): Promise<void> {
  const { x, y, width } = (await page.locator('.part.sidebar').boundingBox())!;
  await page.mouse.move(x + width + 1, y + 300);
  await page.mouse.down();
  await page.mouse.move(x + width + 60, y + 300, { steps: 5 });
  await page.mouse.up();
}

const pictureIn = (theme: string) => async (name: string) => {
  // Nothing is under the mouse.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: pictureFile(`${name}-${theme}`) });
};
async function inEveryTheme(take: (picture: TakePicture) => Promise<void>): Promise<void> {
  for (const [kind, theme] of themes) {
    await workbench.setTheme(kind);
    await take(pictureIn(theme));
  }
}

try {
  await addEnvironment(workbench, { name: 'Acme Staging', ...sandbox });
  await workbench.openView('Truto', 'Integrated Accounts');
  await workbench.treeItem(/^HubSpot, acme, active/).waitFor();
  await workbench.stagehand.command('truto.selectAccount', { accountId: accounts.hubspot });
  await widen();
  await inEveryTheme(mainJob);
  await keepDraft();
  await inEveryTheme(tree);
  await toggleSideBar();
  await send();
  await inEveryTheme(async (picture) => {
    await picture('response');
  });
  await toggleSideBar();
  await closeEditors();
  await sendMore();
  await inEveryTheme(otherViews);
  await toggleSideBar();
  await inEveryTheme(walkthrough);
  await workbench.stagehand.command('truto.updateUsersFromFile', {
    uri: uriOf('team.csv'),
    accountId: accounts.hubspot,
    plan: true,
  });
  await inEveryTheme(plan);
} finally {
  await workbench.close();
  await sandbox.close();
}
