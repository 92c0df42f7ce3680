import type { Locator, Page } from 'playwright-core';

/** The notifications in the corner of the window. */
export class Notifications {
  constructor(private readonly page: Page) {}

  /** A notification by a part of its text. */
  withText(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast .notification-list-item', { hasText: text });
  }

  /** Waits for a notification that holds this text, and returns the whole of it. */
  async waitFor(text: string | RegExp): Promise<string> {
    const message = this.withText(text).first().locator('.notification-list-item-message');
    return (await message.textContent()) ?? '';
  }

  /** Presses a button of the notification that holds this text. */
  async press(text: string | RegExp, button: string): Promise<void> {
    await this.withText(text).first().getByRole('button', { name: button, exact: true }).press('Enter');
  }
}
