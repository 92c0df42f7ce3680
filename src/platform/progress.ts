import * as vscode from 'vscode';

/** In ms: what is done sooner is not worth a notification that comes and goes. */
const patience = 500;

/** Shows that something is under way once it takes a while, with a Cancel that aborts the signal. */
export async function withProgress<T>(title: string, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const cancellation = new AbortController();
  const running = run(cancellation.signal);
  if (await endsWithin(patience, running)) return running;
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (_progress, token) => {
    token.onCancellationRequested(() => cancellation.abort());
    return running;
  });
}

async function endsWithin(ms: number, running: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  const ended = running.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
  }
}
