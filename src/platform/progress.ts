import * as vscode from 'vscode';

/** Shows that something is under way, with a Cancel that aborts the signal. */
export function withProgress<T>(title: string, run: (signal: AbortSignal) => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (_progress, token) => {
    const cancellation = new AbortController();
    token.onCancellationRequested(() => cancellation.abort());
    return run(cancellation.signal);
  });
}
