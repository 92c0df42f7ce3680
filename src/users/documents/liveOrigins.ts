import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import { keep } from '../../api/kept';
import { isRecord } from '../../core/json/isRecord';
import { openDocument } from '../../platform/editorInputs';
import { readLiveUserUri } from '../../platform/liveUserUri';

const originsKey = 'truto.liveOrigins';

/** So many are remembered; the oldest are forgotten first. */
const maxOrigins = 1000;

/**
 * Which environment each live user that is open, or edited and not sent, was taken from, by the key of that: the address of its
 * document has the name alone, which may be another server's by now. Kept per workspace, as what is edited is.
 */
export class LiveOrigins implements vscode.Disposable {
  /** Keys of environments, by documents. */
  private readonly keys: Map<string, string>;
  private readonly subscription: vscode.Disposable;

  /** @param isUnsent whether a user was edited and not sent, also while no document shows it */
  constructor(
    private readonly state: vscode.Memento,
    isUnsent: (uri: vscode.Uri) => boolean,
  ) {
    const kept: unknown = state.get(originsKey);
    const entries = Object.entries(isRecord(kept) ? kept : {});
    this.keys = new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
    this.subscription = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      // One that changes its language says that it closes, and is still open.
      if (readLiveUserUri(uri) && !openDocument(uri) && !isUnsent(uri)) this.forget(uri);
    });
  }

  /** A document begins with the user as this environment has it. Returns whether that is news. */
  note(uri: vscode.Uri, { key }: Pick<Environment, 'key'>): boolean {
    const name = nameOf(uri);
    if (this.keys.get(name) === key) return false;
    this.keys.delete(name);
    this.keys.set(name, key);
    this.keep();
    return true;
  }

  /** Whether nothing that is known of a user was taken from another environment: it has one draft, whichever parameters it is read with. */
  areOf(uri: vscode.Uri, key: string): boolean {
    return [...this.keys].every(
      ([name, known]) => known === key || !name.startsWith(nameOf({ path: uri.path, query: '' })),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private forget(uri: vscode.Uri): void {
    if (this.keys.delete(nameOf(uri))) this.keep();
  }

  private keep(): void {
    const entries = [...this.keys].slice(-maxOrigins);
    // Where a window can keep nothing, it is known as long as the window is there.
    keep(this.state, originsKey, Object.fromEntries(entries)).catch(() => undefined);
  }
}

/** The path of a live user has no question mark. */
const nameOf = ({ path, query }: Pick<vscode.Uri, 'path' | 'query'>): string => `${path}?${query}`;
