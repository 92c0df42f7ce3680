import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { grace } from '../../src/sandbox/fixedAccounts';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';
import { formUsers } from './formUsers';
import { setStage } from './stage';

const mostStops = 30;
const controlRoles = ['button', 'checkbox', 'combobox', 'link', 'textbox'];

/** A user as "Open User" writes it: 13 fields, its lists with an item each. */
function openedUser(): Readonly<Record<string, unknown>> {
  const fields = Object.fromEntries(Object.entries(grace).filter(([name]) => name !== 'updated_at'));
  assert.equal(Object.keys(fields).length, 13);
  return { $truto: { integrated_account_id: accounts.hubspot, id: 'usr_grace' }, ...fields };
}

describe('the controls of the form', () => {
  let workbench: Workbench;
  const form = () => workbench.webview();
  const button = (name: string): Locator => form().getByRole('button', { name, exact: true });
  const field = (name: string): Locator => form().getByLabel(name, { exact: true });
  const isFocused = (control: Locator) => control.evaluate((element) => element === document.activeElement);
  const waitForFocus = (control: Locator, what: string) => until(`the focus on ${what}`, () => isFocused(control));
  const press = (key: string) => workbench.page.keyboard.press(key);

  const open = async (user: unknown, ready = /differs? from the live user\.$/) => {
    ({ workbench } = await setStage({ files: { 'new.truto-user.json': JSON.stringify(user, undefined, 2) } }));
    await workbench.openFile('new.truto-user.json');
    await form().getByText(ready).waitFor();
  };
  /** What has the focus, in words; undefined when that is outside of the form. */
  const focused = () =>
    form()
      .locator('body')
      .evaluate(() => {
        const { activeElement } = document;
        if (!document.hasFocus() || !activeElement || activeElement === document.body) return undefined;
        return `${activeElement.tagName} ${activeElement.id} ${activeElement.getAttribute('aria-label') ?? activeElement.textContent}`;
      });

  it(`are at most ${mostStops} tab stops for a file of 13 fields`, async () => {
    await open(openedUser());
    await form().locator('header button').first().focus();
    const stops: string[] = [];
    for (let stop = await focused(); stop !== undefined; stop = await focused()) {
      stops.push(stop);
      assert.ok(stops.length <= 200, 'an end of the form');
      await press('Tab');
    }
    assert.ok(stops.length > 13, `the fields among ${stops.join('\n')}`);
    assert.ok(stops.length <= mostStops, `${stops.length} stops:\n${stops.join('\n')}`);
  });

  it('have a name each, and no two the same', async () => {
    await open(formUsers.full);
    const target = form().locator('[aria-expanded][aria-controls="target-fields"]');
    if ((await target.getAttribute('aria-expanded')) === 'false') await target.click();
    await field('Response format').waitFor();
    const lines = (await form().locator('body').ariaSnapshot()).split('\n');
    const names = lines.flatMap((line) => {
      const [, role = '', name] = /^\s*- '?([a-z]+)(?: "((?:[^"\\]|\\.)*)")?/.exec(line) ?? [];
      return controlRoles.includes(role) ? [`${role === 'button' ? 'button ' : ''}${name ?? ''}`.toLowerCase()] : [];
    });
    assert.ok(names.length > 100, `${names.length} controls`);
    assert.deepEqual(
      names.filter((name, index) => name === '' || name === 'button ' || names.indexOf(name) !== index),
      [],
    );
  });

  it('of a group are reached by arrows, and an item goes by Delete', async () => {
    await open({ ...openedUser(), languages: ['en', 'fr', 'it'] });
    await field('Language 1').focus();
    await press('ArrowDown');
    await waitForFocus(field('Language 2'), 'Language 2');
    await press('Tab');
    await waitForFocus(button('Add language'), 'Add language');
    await press('Shift+Tab');
    await waitForFocus(field('Language 2'), 'Language 2 again');
    await press('Tab');
    for (const name of ['Remove Language 3', 'Duplicate Language 3', 'Move Language 3 up', 'Remove Language 2']) {
      await press('ArrowLeft');
      await waitForFocus(button(name), name);
    }
    await press('Delete');
    await form().getByRole('status').filter({ hasText: 'Language 2 removed.' }).waitFor();
    await waitForFocus(button('Remove Language 2'), 'its neighbour');
    assert.equal(await field('Language 2').inputValue(), 'it');
    await button('Add Password').focus();
    await press('End');
    await waitForFocus(button('Add Avatar'), 'the last field to add');
    await press('ArrowRight');
    await waitForFocus(button('Add Password'), 'the first one');
  });

  it('show the menu of a field by Shift+F10, right after the field and within the pane', async () => {
    await open(openedUser());
    for (const size of [
      { width: 1280, height: 800 },
      // Beside the side bar, 320 are left.
      { width: 548, height: 560 },
    ]) {
      await workbench.page.setViewportSize(size);
      await until('the pane of that size', () =>
        form()
          .locator('body')
          .evaluate((_, isNarrow) => innerWidth < 400 === isNarrow, size.width < 800),
      );
      for (const name of [
        'Job title',
        'Email 1 Email address',
        'Email 1 Primary',
        'Phone 1 Extension',
        'Role 1 Name',
      ]) {
        const control = form()
          .getByRole('textbox', { name, exact: true })
          .or(form().getByRole('combobox', { name, exact: true }));
        for (const block of ['end', 'start'] as const) {
          await control.evaluate((element, to) => element.scrollIntoView({ block: to, behavior: 'instant' }), block);
          await control.focus();
          await press('Shift+F10');
          const menu = form().getByRole('menu');
          await menu.waitFor();
          const place = await menu.evaluate(
            (element, id) => {
              const { left, right, top, bottom } = element.getBoundingClientRect();
              const before = document.getElementById(id) as Node;
              return {
                isInPane: left >= 0 && right <= window.innerWidth && top >= 0 && bottom <= window.innerHeight,
                isAfter: (before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
              };
            },
            (await control.getAttribute('id')) ?? '',
          );
          assert.deepEqual(place, { isInPane: true, isAfter: true }, `${name}, ${block}, ${size.width}`);
          await press('Escape');
          await waitForFocus(control, name);
        }
      }
    }
  });

  it('of the target are one line that unfolds by key, for a field that is looked for, and where something is amiss', async () => {
    const { $truto, ...fields } = openedUser();
    await open({ $truto: { ...($truto as object), query: { remote_query: {}, group_id: 'g' } }, ...fields });
    const line = button('Target: HubSpot · acme · usr_grace · 2 parameters');
    const isUnfolded = (expanded: boolean) =>
      until(`it unfolded: ${expanded}`, async () => (await line.getAttribute('aria-expanded')) === String(expanded));
    await isUnfolded(false);
    assert.equal(await field('Group ID').isVisible(), false);
    await line.focus();
    await press('Enter');
    await isUnfolded(true);
    await field('Group ID').waitFor();
    await press('Enter');
    await isUnfolded(false);
    await form().getByRole('combobox', { name: 'Add field' }).fill('workspace_id');
    await press('Enter');
    await waitForFocus(field('Workspace ID'), 'Workspace ID');
    await open(
      { $truto: { integrated_account_id: accounts.clickup, id: 'usr_grace' }, title: 'x' },
      /^Required by ClickUp$/,
    );
    await field('Organization ID').waitFor();
  });

  it('mend what is wrong, as the fixes of the text editor do', async () => {
    await open(formUsers.errors);
    const saved = async () => {
      await workbench.save();
      return JSON.parse(readFileSync(join(workbench.folder ?? '', 'new.truto-user.json'), 'utf8')) as unknown;
    };
    for (const name of [
      'Change to "42", Job title',
      'Change to { "email": "ada@example.org" }, Email 2',
      'Change to “first_name”, fist_name',
      'Change to "1", Language 1',
    ]) {
      await button(name).press('Enter');
      await button(name).waitFor({ state: 'detached' });
    }
    await waitForFocus(field('Language 1'), 'the field that was mended');
    assert.equal(await field('Job title').inputValue(), '42');
    const others = Object.entries(formUsers.errors as object).filter(([name]) => name !== 'fist_name');
    assert.deepEqual(await saved(), {
      ...Object.fromEntries(others),
      title: '42',
      first_name: 'Ada',
      emails: [{ email: 'ada@example.com', is_primary: 'yes' }, { email: 'ada@example.org' }],
      languages: ['1', 'en'],
    });
    await form().getByLabel('Created at', { exact: true }).fill('2024-05-17T09:30:00Z');
    await press('Enter');
    await form()
      .getByText(/must be a date and time/)
      .first()
      .waitFor({ state: 'detached' });
  });

  it('tell which integrations know a field, and what each response format is', async () => {
    await open({ ...openedUser(), roles: [{ id: 'admin' }] });
    await form().getByText('32 integrations support it, 4 require it.').waitFor();
    await form().getByText('ID, Name: admin and group_admin are documented for one integration.').waitFor();
    await form().getByRole('combobox', { name: 'Add field' }).fill('response format');
    await press('Enter');
    await form().getByText("raw: the integration's response, unchanged").waitFor();
    await form().getByRole('combobox', { name: 'Add field' }).fill('workspace_id');
    await form().getByRole('option').getByText('Required by Cisco Meraki.').waitFor();
  });

  it('choose the user from a list, or take an ID that is typed', async () => {
    await open({ $truto: { integrated_account_id: accounts.hubspot, id: 'usr_ada' }, title: 'x' });
    await button('usr_ada').press('Enter');
    await workbench.quickInput.waitFor('Select User');
    await workbench.quickInput.choose('Grace Hopper');
    await button('usr_grace').waitFor();
    await button('Target: HubSpot · acme · usr_grace · no parameters').press('Enter');
    assert.equal(await field('User ID').inputValue(), 'usr_grace');
    await button('Select... from the users of the account').press('Enter');
    await workbench.quickInput.waitFor('Select User');
    await workbench.quickInput.type('usr_typed');
    await until('the ID to be offered', () => workbench.quickInput.accept('Use “usr_typed” as user ID'));
    await button('usr_typed').waitFor();
    assert.equal(await field('User ID').inputValue(), 'usr_typed');
    await open({ $truto: { integrated_account_id: accounts.hubspot }, id: 'usr_ada' });
    await button('usr_ada').press('Enter');
    await workbench.quickInput.waitFor('Select User');
    await workbench.quickInput.choose('Grace Hopper');
    await until('the ID in the body', async () => (await field('ID').inputValue()) === 'usr_grace');
  });

  describe('for text', () => {
    const file = 'new.truto-user.json';
    const savedTitle = async () => {
      await workbench.save();
      const text = readFileSync(join(workbench.folder ?? '', file), 'utf8');
      return (JSON.parse(text) as { readonly title: string }).title;
    };
    const untilTyped = (text: string) =>
      until(`${JSON.stringify(text)} in the field`, async () => (await field('Job title').inputValue()) === text);
    const tag = () => field('Job title').evaluate((element) => element.tagName);

    it('keep the line breaks of what is pasted', async () => {
      await workbench.page.evaluate(() => navigator.clipboard.writeText('12 Main St\r\nSpringfield\n'));
      await open({ ...openedUser(), title: '[]' });
      await field('Job title').focus();
      await press('Home');
      await press('ArrowRight');
      await press('Control+V');
      await untilTyped('[12 Main St\nSpringfield]');
      await waitForFocus(field('Job title'), 'the text');
      await workbench.page.keyboard.type(', ');
      await untilTyped('[12 Main St\nSpringfield, ]');
      assert.equal(await savedTitle(), '[12 Main St\nSpringfield, ]');
    });

    it('keep the person and their cursor while several lines become one, and one becomes several', async () => {
      await open({ ...openedUser(), title: 'Head of\nResearch' });
      await field('Job title').focus();
      await press('Control+Home');
      await press('End');
      await press('Delete');
      await workbench.waitForTab(file, { dirty: true });
      await workbench.page.keyboard.type(' all ');
      await untilTyped('Head of all Research');
      assert.ok(await isFocused(field('Job title')));
      assert.equal(await savedTitle(), 'Head of all Research');
      await press('Tab');
      await until('one line', async () => (await tag()) === 'INPUT');
      await press('Shift+Tab');
      await waitForFocus(field('Job title'), 'Job title');
      await press('End');
      // Undo brings the line break back into a line that has the focus.
      await until('both lines again', async () => {
        if ((await tag()) === 'INPUT') await press('Control+Z');
        return (await field('Job title').inputValue()) === 'Head of\nResearch';
      });
      assert.equal(await tag(), 'TEXTAREA');
      assert.ok(await isFocused(field('Job title')));
    });
  });

  it('can be reached, opened and read in a file that cannot be edited', async () => {
    const user = openedUser();
    const query = { group_id: 'g' };
    await open({ ...user, $truto: { ...(user['$truto'] as object), query }, title: 'Head of Research', password: 'p' });
    await workbench.runCommand('File: Set Active Editor Read-only in Session');
    await button('Remove Email 1').press('Enter');
    await form().locator('.banner', { hasText: 'This file is read-only' }).waitFor();
    await button('Target: HubSpot · acme · usr_grace · 1 parameter').press('Enter');
    await field('Group ID').waitFor();
    await field('Group ID').focus();
    await until('the job title by Tab', async () => {
      await press('Tab');
      return isFocused(field('Job title'));
    });
    await press('Control+A');
    await workbench.page.keyboard.type('x');
    const selected = await field('Job title').evaluate((element) => (element as HTMLInputElement).selectionEnd);
    assert.equal(selected, 'Head of Research'.length);
    assert.equal(await field('Job title').inputValue(), 'Head of Research');
    await press('Shift+F10');
    assert.deepEqual(await form().getByRole('menuitem').allTextContents(), ['Show in Text Editor']);
    await press('Escape');
    for (const name of ['Add email', 'Remove Email 1', 'Select... from the users of the account'])
      assert.ok(await button(name).isDisabled(), name);
    assert.ok(await field('Status').isDisabled());
    await workbench.screenshot('read-only-form-reached');
  });

  it('do not move where VS Code is told to reduce motion', async () => {
    await open(openedUser());
    const duration = () => field('Job title').evaluate((element) => getComputedStyle(element).animationDuration);
    const isReduced = () => form().locator('body.vscode-reduce-motion').count();
    await workbench.stagehand.setting('workbench.reduceMotion', 'on');
    await until('the form to know', async () => (await isReduced()) === 1);
    assert.equal(await duration(), '1e-05s');
    await workbench.stagehand.setting('workbench.reduceMotion', undefined);
  });
});
