import type { Locator, Page } from 'playwright-core';

/** The modal dialog in the middle of the window. */
export class Dialog {
  readonly box: Locator;

  constructor(page: Page) {
    this.box = page.locator('.monaco-dialog-box');
  }

  /** Waits for a dialog that holds this text, and returns all its words: the message, a line feed, the detail. */
  async waitFor(text: string | RegExp): Promise<string> {
    await this.box.filter({ hasText: text }).waitFor();
    return (await this.box.locator('.dialog-message-text, .dialog-message-detail').allTextContents()).join('\n');
  }

  /** The words of its buttons. */
  async buttons(): Promise<string[]> {
    return this.box.locator('.dialog-buttons .monaco-button').allTextContents();
  }

  /** Presses a button by its words, and waits until the dialog is gone; the next one may be there already. */
  async press(button: string): Promise<void> {
    const message = (await this.box.locator('.dialog-message-text').textContent()) ?? '';
    await this.box.getByRole('button', { name: button, exact: true }).press('Enter');
    await this.box.filter({ hasText: message }).waitFor({ state: 'hidden' });
  }
}
