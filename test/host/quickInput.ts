import type { Locator, Page } from 'playwright-core';
import { soon, until } from './until';

/** The input and list at the top of the window: the palette, quick picks and input boxes. */
export class QuickInput {
  readonly widget: Locator;
  readonly input: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget:visible');
    this.input = this.widget.locator('.quick-input-filter input');
  }

  /** Waits until a quick input is shown whose title, placeholder or message holds this text. */
  async waitFor(text: string | RegExp): Promise<void> {
    await until(`a quick input with ${text}`, async () => {
      const words = (await this.widget.isVisible())
        ? [await this.title(), await this.placeholder(), await this.message()]
        : [];
      return words.some((word) => (typeof text === 'string' ? word.includes(text) : text.test(word)));
    });
  }

  async title(): Promise<string> {
    return (await this.widget.locator('.quick-input-title').textContent()) ?? '';
  }

  async placeholder(): Promise<string> {
    return (await this.input.getAttribute('placeholder')) ?? '';
  }

  /** The prompt or the complaint below the input. */
  async message(): Promise<string> {
    return (await this.widget.locator('.quick-input-message').textContent()) ?? '';
  }

  /** The labels of the rows shown. */
  async items(): Promise<string[]> {
    return this.widget.locator('.monaco-list-row .label-name').allTextContents();
  }

  /** Puts a text in place of the input's. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
  }

  /** The same, unless the input closes before it takes the text. */
  async tryToType(text: string): Promise<boolean> {
    return this.input.fill(text, { timeout: 2000 }).then(
      () => true,
      () => false,
    );
  }

  /** Types a label and takes the row of exactly this label, waiting until it is offered and taken. */
  async choose(label: string): Promise<void> {
    await this.type(label);
    const isTaken = async () => (await this.input.inputValue({ timeout: 500 }).catch(() => '')) !== label;
    await until(`"${label}" to be taken`, async () => ((await this.accept(label)) ? soon(isTaken) : isTaken()));
  }

  /** Takes the row of exactly this label by keyboard; false when the list does not offer it within a second. */
  async accept(label: string): Promise<boolean> {
    const exactly = new RegExp(`^${label.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`);
    const row = this.widget
      .locator('.monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: exactly }) })
      .first();
    await row.waitFor({ timeout: 1000 }).catch(() => undefined);
    const rows = await this.widget.locator('.monaco-list-row').count();
    for (let step = 0; step <= rows && (await row.isVisible()); step++) {
      const isFocused = /\bfocused\b/.test((await row.getAttribute('class')) ?? '');
      if (!(await this.tryToPress(isFocused ? 'Enter' : 'ArrowDown'))) return false;
      if (isFocused) return true;
    }
    return false;
  }

  /** Takes what is typed or focused. */
  async confirm(): Promise<void> {
    await this.input.press('Enter');
  }

  /** Presses a key in the input, once; where that was closed, what is behind it does not get the key. */
  private async tryToPress(key: string): Promise<boolean> {
    const isThere = await this.input.focus({ timeout: 1000 }).then(
      () => true,
      () => false,
    );
    if (isThere) await this.page.keyboard.press(key);
    return isThere;
  }

  /** Gives the path to VS Code's own dialog that saves a file, and waits until it has taken it. */
  async saveAs(path: string): Promise<void> {
    // At its beginning the dialog puts in a path of its own, and it takes no Enter while it looks one up.
    await until('the path of the dialog', async () => (await this.input.inputValue()).endsWith('.json'));
    await until('the file to be saved', async () => {
      await this.tryToType(path);
      if (await soon(async () => (await this.input.inputValue()) === path, 1000)) await this.tryToPress('Enter');
      return this.isGone();
    });
  }

  /** Whether nothing is shown any more, or soon. */
  async isGone(): Promise<boolean> {
    return this.widget.waitFor({ state: 'hidden', timeout: 1000 }).then(
      () => true,
      () => false,
    );
  }

  async dismiss(): Promise<void> {
    await this.tryToPress('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }
}
