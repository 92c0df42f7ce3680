import * as vscode from 'vscode';
import { endsWithin } from './endsWithin';
import { plainText } from './plainText';

/** A button of a message, and what it does. */
export interface Action {
  readonly title: string;
  run(): unknown;
}

const show = {
  information: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
} as const;

type Severity = keyof typeof show;

/**
 * Shows a message in the corner of the window, with a button for each action. Its words may come from outside. Resolves
 * when it is gone and the action that was picked has ended; rejects as that does.
 */
export async function tell(severity: Severity, message: string, ...actions: readonly Action[]): Promise<void> {
  const picked = await show[severity](plainText(message), ...actions.map(({ title }) => title));
  await actions.find(({ title }) => title === picked)?.run();
}

/**
 * Asks a question in the middle of the window, beside whose choices VS Code puts Cancel. Its words may come from
 * outside: each line of the detail stays one line. Undefined when cancelled.
 */
export async function ask<T extends string>(
  severity: Exclude<Severity, 'error'>,
  {
    question,
    detail,
    choices,
  }: { readonly question: string; readonly detail: readonly string[]; readonly choices: readonly T[] },
): Promise<T | undefined> {
  return show[severity]<T>(plainText(question), { modal: true, detail: detail.map(plainText).join('\n') }, ...choices);
}

/** In ms: what is done sooner is not worth a notification that comes and goes. */
const patience = 500;

/** Says how far something is. Its words may come from outside. */
export type Report = (message: string) => void;

/** Shows that something is under way once it takes a while, with a Cancel that aborts the signal. */
export async function withProgress<T>(
  title: string,
  run: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const cancellation = new AbortController();
  let latest: string | undefined;
  let show: Report | undefined;
  const running = run(cancellation.signal, (message) => {
    latest = message;
    show?.(message);
  });
  if (await endsWithin(patience, running)) return running;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: plainText(title), cancellable: true },
    (progress, token) => {
      token.onCancellationRequested(() => cancellation.abort());
      show = (message) => progress.report({ message: plainText(message) });
      if (latest !== undefined) show(latest);
      return running;
    },
  );
}

/** Shows in a view that something is under way there. */
export function withViewProgress<T>(viewId: string, run: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: { viewId } }, run);
}
