import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formUsers } from '../e2e/formUsers';
import { openWorkbench, type Workbench } from '../host/workbench';
import { median } from './median';

/** One line of the table: medians, in milliseconds since the form was ready for its document. */
export interface FormFigures {
  readonly user: string;
  /** The first fields are painted. */
  readonly firstPaint: number;
  /** All fields are there. */
  readonly whole: number;
  /** The longest task of the form's thread while it opened, and while twenty characters were typed. */
  readonly longestOpening: number;
  readonly longestTyping: number;
}

interface Times {
  painted?: number;
  whole?: number;
  tasks: number[];
}

declare global {
  var formTimes: Times;
}

const rounds = 5;
const role = (index: number) => ({ id: `role_${index}`, name: `Role ${index}`, group: `group_${index % 7}` });
const users: Readonly<Record<string, unknown>> = {
  full: formUsers.full,
  '500 roles': { name: 'Ada', title: 'Countess', roles: Array.from({ length: 500 }, (_, index) => role(index)) },
};

/** Opens users as forms in a VS Code, and types into them. */
export async function openForms(): Promise<FormFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), 'truto-forms-'));
  const files = Object.entries(users).map(([user, content], index) => ({
    user,
    file: `user-${index}.truto-user.json`,
    text: JSON.stringify(content, undefined, 2),
  }));
  for (const { file, text } of files) writeFileSync(join(folder, file), text);
  const workbench = await openWorkbench({ folder });
  try {
    await workbench.page.addInitScript(watchForm);
    await workbench.reload();
    const figures: FormFigures[] = [];
    for (const { user, file } of files) figures.push({ user, ...(await measure(workbench, file)) });
    return figures;
  } finally {
    await workbench.close();
  }
}

/** Runs in every frame before its scripts. */
function watchForm(): void {
  globalThis.formTimes = { tasks: [] };
  const sinceReady = () => performance.now() - (performance.getEntriesByName('ready')[0]?.startTime ?? 0);
  new PerformanceObserver((list) =>
    globalThis.formTimes.tasks.push(...list.getEntries().map(({ duration }) => duration)),
  ).observe({ type: 'longtask', buffered: true });
  const look = () => {
    const times = globalThis.formTimes;
    if (document.querySelector('main .field')) {
      // What is there now is painted before the next look.
      requestAnimationFrame(() => (times.painted ??= sinceReady()));
      if (!document.querySelector('.list[aria-busy="true"]')) times.whole = sinceReady();
    }
    if (times.whole !== undefined) clearInterval(timer);
  };
  const timer = setInterval(look, 5);
}

async function measure(workbench: Workbench, file: string): Promise<Omit<FormFigures, 'user'>> {
  const opened: (Required<Times> & { typing: number })[] = [];
  for (let round = 0; round < rounds; round++) {
    await workbench.openFile(file);
    const form = workbench.webview();
    const title = form.getByLabel('Job title', { exact: true });
    await title.waitFor();
    await form.locator('main:not(:has(.list[aria-busy="true"]))').waitFor();
    const body = form.locator('body');
    const times = await body.evaluate(() => globalThis.formTimes);
    await body.evaluate(() => (globalThis.formTimes.tasks = []));
    await title.pressSequentially('twenty more letters!', { delay: 30 });
    const typing = await body.evaluate(() => Math.max(0, ...globalThis.formTimes.tasks));
    opened.push({ painted: NaN, whole: NaN, ...times, typing });
    await workbench.runCommand('File: Revert File');
    await workbench.runCommand('View: Close Editor');
  }
  const of = (pick: (times: (typeof opened)[number]) => number) => median(opened.map(pick));
  return {
    firstPaint: of(({ painted }) => painted),
    whole: of(({ whole }) => whole),
    longestOpening: of(({ tasks }) => Math.max(0, ...tasks)),
    longestTyping: of(({ typing }) => typing),
  };
}
