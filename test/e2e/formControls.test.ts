import assert from 'node:assert/strict';
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
      { width: 372, height: 500 },
    ]) {
      await workbench.page.setViewportSize(size);
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
});
