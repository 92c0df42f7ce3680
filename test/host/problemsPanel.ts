import type { Page } from 'playwright-core';
import { until } from './until';

export interface ShownProblem {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** Such as `truto`. */
  readonly source: string;
  readonly code: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** The problems panel. */
export class ProblemsPanel {
  constructor(
    private readonly page: Page,
    private readonly runCommand: (title: string) => Promise<void>,
  ) {}

  async open(): Promise<void> {
    await this.runCommand('Problems: Focus on Problems View');
    await this.page.locator('.markers-panel-container').waitFor();
  }

  /** The problems of all open files, as listed, of one source where told. The panel must be open. */
  async list(source?: string): Promise<ShownProblem[]> {
    const all = await this.page
      .locator('.markers-panel-container .monaco-list-row:has(.marker-message)')
      .evaluateAll(readRows);
    return all.filter((problem) => source === undefined || problem.source === source);
  }

  /** Opens the panel, waits until these problems of a source are as many as told, and returns them. */
  async waitFor(count: number, source?: string): Promise<ShownProblem[]> {
    await this.open();
    let problems: ShownProblem[] = [];
    await until(`${count} problems`, async () => (problems = await this.list(source)).length === count);
    return problems;
  }
}

/** Runs in the page. */
function readRows(rows: readonly Element[]): ShownProblem[] {
  const text = (row: Element, part: string) => row.querySelector(part)?.textContent ?? '';
  return rows.map((row) => {
    const [line = 0, column = 0] = (text(row, '.marker-line').match(/\d+/g) ?? []).map(Number);
    const severity =
      (['error', 'warning'] as const).find((kind) => row.querySelector(`.marker-icon.${kind}`)) ?? 'info';
    return {
      severity,
      message: text(row, '.marker-message'),
      source: text(row, '.marker-source'),
      code: text(row, '.marker-code'),
      line,
      column,
    };
  });
}
