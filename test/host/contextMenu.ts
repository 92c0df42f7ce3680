import type { Page } from 'playwright-core';
import { until } from './until';

/** The menu of what has the focus, worked by keyboard: to the mouse it is deaf right after it has opened. */
export class ContextMenu {
  constructor(private readonly page: Page) {}

  /** Opens it and runs an entry by a part of its title; opens it again if the window took it away. */
  async choose(title: string): Promise<void> {
    const menu = this.page.locator('.context-view .monaco-menu').first();
    const entry = menu.locator('.action-item', { hasText: title }).first();
    await until(`the focus on "${title}" in the menu`, async () => {
      if (!(await menu.isVisible())) {
        await this.page.keyboard.press('Shift+F10');
        await entry.waitFor({ timeout: 2000 }).catch(() => undefined);
        return false;
      }
      if (await entry.and(this.page.locator('.focused')).isVisible()) return true;
      // The menu of something else is closed.
      await this.page.keyboard.press((await entry.isVisible()) ? 'ArrowDown' : 'Escape');
      return false;
    });
    await this.page.keyboard.press('Enter');
    await menu.waitFor({ state: 'detached' });
  }
}
