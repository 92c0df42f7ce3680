import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { accounts } from '../sandboxAccounts';
import { setStage } from './stage';

const mostTabs = 200;

describe('the form editor by keyboard alone', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;

  const button = (name: string): Locator => workbench.webview().getByRole('button', { name, exact: true });
  const field = (name: string): Locator => workbench.webview().getByLabel(name, { exact: true });
  const isFocused = (control: Locator) => control.evaluate((element) => element === document.activeElement);
  const waitForFocus = (control: Locator, what: string) => until(`the focus on ${what}`, () => isFocused(control));
  const press = (...keys: readonly string[]) =>
    keys.reduce<Promise<void>>(
      (before, key) => before.then(() => workbench.page.keyboard.press(key)),
      Promise.resolve(),
    );
  const insert = (text: string) => workbench.page.keyboard.insertText(text);
  const notice = (text: string) => workbench.webview().getByRole('status').filter({ hasText: text }).waitFor();

  /** Tabs forth until a control has the focus. */
  const tabTo = async (control: Locator) => {
    for (let tabs = 0; tabs < mostTabs; tabs++) {
      if (await isFocused(control)) return;
      await press('Tab');
    }
    throw new Error(`${mostTabs} tabs did not lead to ${control.toString()}`);
  };
  /** Tabs forth to the group of buttons that one is part of, and goes on by arrow keys. */
  const goTo = async (control: Locator) => {
    const isNear = () =>
      control.evaluate((element) => {
        const { activeElement } = document;
        const groups = [element, activeElement].map((one) => one?.closest('[data-roving]'));
        const kinds = [element, activeElement].map((one) => one?.getAttribute('data-member'));
        return groups[0] === groups[1] && kinds[0] === kinds[1];
      });
    for (let tabs = 0; !(await isNear()); tabs++) {
      assert.ok(tabs < mostTabs, `${mostTabs} tabs did not lead near ${control.toString()}`);
      await press('Tab');
    }
    for (let steps = 0; !(await isFocused(control)); steps++) {
      assert.ok(steps < mostTabs, `${mostTabs} steps did not lead to ${control.toString()}`);
      await press('ArrowRight');
    }
  };
  const add = async (label: string) => {
    await goTo(button(`Add ${label}`));
    await press('Enter');
  };

  const open = async (fields: Readonly<Record<string, unknown>>) => {
    const user = { $truto: { integrated_account_id: accounts.hubspot, id: 'usr_grace' }, ...fields };
    const files = { 'new.truto-user.json': JSON.stringify(user, undefined, 2) };
    ({ workbench, sandbox } = await setStage({ files }));
    await workbench.openFile('new.truto-user.json');
    await workbench
      .webview()
      .getByText(/differs? from the live user\.$/)
      .waitFor();
    await workbench.keyboardInWebview();
  };

  it('reaches the form, and its header first', async () => {
    await open({});
    await tabTo(button('usr_grace'));
    const names = [
      'HubSpot · acme',
      'Reload the live user',
      'Open Text Editor',
      'Copy Request as Code...',
      'Preview Changes',
    ];
    for (const name of names) {
      await press('ArrowRight');
      await waitForFocus(button(name), name);
    }
    await press('Tab');
    await waitForFocus(button('Send Update'), 'Send Update');
  });

  it('fills a text, a choice, a yes-or-no and a list, adds emails and reorders them, and sends all of it', async () => {
    await open({});
    await add('Job title');
    await waitForFocus(field('Job title'), 'Job title');
    assert.equal(await field('Job title').inputValue(), 'Rear Admiral');
    await press('Control+A');
    await insert('Commodore');
    await press('Enter');
    await workbench.webview().getByText('1 field differs from the live user.').waitFor();

    await add('Status');
    await waitForFocus(field('Status'), 'Status');
    await press('i');
    await workbench.webview().getByText('2 fields differ from the live user.').waitFor();

    await add('Licensed sheet creator');
    await waitForFocus(field('Licensed sheet creator'), 'Licensed sheet creator');
    await press('Space');
    await until('it checked', () => field('Licensed sheet creator').isChecked());

    await button('usr_grace').focus();
    await add('Languages');
    await waitForFocus(field('Language 1'), 'Language 1');
    await tabTo(button('Add language'));
    await press('Enter');
    await waitForFocus(field('Language 2'), 'Language 2');
    await insert('fr');
    await press('Enter');

    await add('Emails');
    await waitForFocus(field('Email address').first(), 'the first address');
    await tabTo(button('Add email'));
    await press('Enter');
    await waitForFocus(field('Email address').nth(1), 'the second address');
    await insert('admiral@example.com');
    await tabTo(field('Primary').nth(1));
    await workbench.page.keyboard.type('Yes');
    await notice('Primary is now set for this item only.');
    assert.equal(
      await field('Primary')
        .first()
        .evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.text),
      'No',
    );
    await press('Shift+Tab');
    await waitForFocus(field('Email address').nth(1), 'the second address');
    await press('Alt+ArrowUp');
    await notice('Moved to position 1 of 2.');
    await waitForFocus(field('Email address').first(), 'the address that moved');
    assert.equal(await field('Email address').first().inputValue(), 'admiral@example.com');

    await press('Control+Alt+Enter');
    await workbench.dialog.waitFor('Update Grace Hopper');
    await press('Enter');
    await workbench.notifications.waitFor('Grace Hopper updated');
    const [patch, ...others] = sandbox.requests.filter(({ method }) => method === 'PATCH');
    assert.deepEqual(others, []);
    assert.deepEqual(patch?.body, {
      title: 'Commodore',
      status: 'inactive',
      licensed_sheet_creator: true,
      languages: ['en', 'fr'],
      emails: [
        { email: 'admiral@example.com', is_primary: true },
        { email: 'grace@example.com', is_primary: false, type: 'work' },
      ],
    });
  });

  it('has names and states for a screen reader', async () => {
    await open({
      title: 'Commodore',
      status: 'inactive',
      licensed_sheet_creator: true,
      languages: ['en', 'fr'],
      emails: [{ email: 'admiral@example.com', is_primary: true }],
    });
    const form = await workbench.webview().locator('body').ariaSnapshot();
    for (const line of [
      '- main "User"',
      '- toolbar "Target and document"',
      'button "Target: HubSpot · acme · usr_grace · no parameters"',
      '- region "Profile"',
      '- textbox "Job title": Commodore',
      '- button "Actions for Job title"',
      '- button "Actions for Email 1, Email address"',
      '- combobox "Status"',
      '- option "inactive" [selected]',
      '- group "Languages"',
      '- textbox "Language 1": en',
      '- button "Move Language 2 up"',
      '- button "Duplicate Language 2"',
      '- group "Email 1"',
      '- textbox "Email 1 Email address": admiral@example.com',
      '- combobox "Email 1 Primary"',
      '- checkbox "Licensed sheet creator" [checked]',
      '- list "Add to Access"',
      '- combobox "Add field"',
    ]) {
      assert.ok(form.includes(line), `${line} in\n${form}`);
    }
  });
});
