import type { Locator, Page } from 'playwright-core';

/** The notifications in the corner of the window. */
export class Notifications {
  /** @param runCommand runs a command of VS Code by its ID; without it what has left the corner is not looked for */
  constructor(
    private readonly page: Page,
    private readonly runCommand?: (id: string) => Promise<unknown>,
  ) {}

  /** A notification by a part of its text. */
  withText(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts, .notifications-center').locator('.notification-list-item', {
      hasText: text,
    });
  }

  /** Waits for a notification that holds this text, and returns the whole of it. */
  async waitFor(text: string | RegExp): Promise<string> {
    return this.whereShown(
      text,
      async (one) => (await one.locator('.notification-list-item-message').textContent()) ?? '',
    );
  }

  /** Presses a button of the notification that holds this text. */
  async press(text: string | RegExp, button: string): Promise<void> {
    await this.whereShown(text, (one) => one.getByRole('button', { name: button, exact: true }).press('Enter'));
  }

  /** In the corner, which a notification leaves after ten seconds, or else in the list that keeps it. */
  private async whereShown<T>(text: string | RegExp, look: (notification: Locator) => Promise<T>): Promise<T> {
    const notification = this.withText(text).first();
    const isInCorner = await notification.waitFor().then(
      () => true,
      () => false,
    );
    if (isInCorner || !this.runCommand) return look(notification);
    await this.runCommand('notifications.showList');
    const seen = await look(notification);
    await this.runCommand('notifications.hideList');
    return seen;
  }
}
