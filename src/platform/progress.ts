import * as vscode from 'vscode';
import { endsWithin } from './endsWithin';

/** In ms: what is done sooner is not worth a notification that comes and goes. */
const patience = 500;

/** Says how far something is. */
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
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      token.onCancellationRequested(() => cancellation.abort());
      show = (message) => progress.report({ message });
      if (latest !== undefined) show(latest);
      return running;
    },
  );
}
