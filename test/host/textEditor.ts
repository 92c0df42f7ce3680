import type { Locator, Page } from 'playwright-core';
import { soon, until } from './until';

/** The active text editor. */
export class TextEditor {
  readonly box: Locator;

  constructor(private readonly page: Page) {
    this.box = page.locator('.editor-group-container.active .monaco-editor[role="code"]').first();
  }

  /** The text of the lines in sight, of which the editor keeps no others in the page. */
  async text(): Promise<string> {
    return this.box.locator('.view-lines').evaluate((box) => {
      const lines = [...box.querySelectorAll<HTMLElement>('.view-line')].sort(
        (a, b) => parseFloat(a.style.top) - parseFloat(b.style.top),
      );
      return lines.map((line) => line.textContent.replaceAll('\u00a0', ' ')).join('\n');
    });
  }

  /** Waits until the lines in sight hold this text. */
  async waitForText(text: string | RegExp): Promise<void> {
    await until(`the editor to show ${text}`, async () => {
      const shown = await this.text();
      return typeof text === 'string' ? shown.includes(text) : text.test(shown);
    });
  }

  async focus(): Promise<void> {
    await this.box.locator('.native-edit-context, textarea').first().focus();
  }

  /** Puts the cursor at a line and column, both from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.focus();
    await this.page.keyboard.press('Control+G');
    const input = this.page.locator('.quick-input-widget:visible .quick-input-filter input');
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.statusbar-item', { hasText: new RegExp(`Ln ${line}, Col ${column}(?!\\d)`) }).waitFor();
  }

  /** Pastes a text at the cursor: nothing is indented or closed on its own, as it is on typing. */
  async paste(text: string): Promise<void> {
    await this.page.evaluate((words) => navigator.clipboard.writeText(words), text);
    await this.focus();
    await this.page.keyboard.press('Control+V');
  }

  /** Puts a text in place of all: once more where the keys came to something else that has just taken the focus. */
  async replaceAll(text: string): Promise<void> {
    const lines = text.split('\n');
    // What is pasted is shown to its end.
    const isThere = async () => {
      const shown = (await this.text()).split('\n');
      if (shown.length < Math.min(lines.length, 3)) return false;
      return lines.slice(-shown.length).every((line, index) => line.slice(0, 60) === shown[index]?.slice(0, 60));
    };
    await until('the text in place of all', async () => {
      await this.focus();
      await this.page.keyboard.press('Control+A');
      await this.paste(text);
      return soon(isThere);
    });
  }

  /** The words of the CodeLenses, once there are any. Looks at the editor first: VS Code adds none behind one's back. */
  async codeLenses(): Promise<string[]> {
    await this.focus();
    const lenses = this.box.locator('.codelens-decoration a');
    await lenses.first().waitFor();
    return lenses.allTextContents();
  }

  /** What hovering over the cursor's place says. */
  async hover(): Promise<string> {
    await this.page.keyboard.press('Control+K');
    await this.page.keyboard.press('Control+I');
    const hover = this.page.locator('.monaco-editor .monaco-hover:visible .hover-contents');
    await hover.first().waitFor();
    return (await hover.allTextContents()).join('\n');
  }

  /** What completion offers at the cursor. */
  async suggestions(): Promise<string[]> {
    await this.page.keyboard.press('Control+Space');
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row .label-name');
    await rows.first().waitFor();
    return rows.allTextContents();
  }

  /** The titles of the quick fixes at the cursor; the menu stays open for `applyQuickFix`. */
  async quickFixes(): Promise<string[]> {
    const rows = this.page.locator('.action-widget .monaco-list-row.action .title');
    await until('quick fixes', async () => {
      if (!(await rows.first().isVisible())) await this.page.keyboard.press('Control+.');
      return rows
        .first()
        .waitFor({ timeout: 3000 })
        .then(
          () => true,
          () => false,
        );
    });
    return rows.allTextContents();
  }

  /** Opens the quick fixes at the cursor and applies one by its title. */
  async applyQuickFix(title: string): Promise<void> {
    await this.quickFixes();
    await this.page.locator('.action-widget .monaco-list-row.action', { hasText: title }).first().click();
  }
}
