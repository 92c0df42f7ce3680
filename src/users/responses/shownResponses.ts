import * as vscode from 'vscode';
import type { Verdict } from '../../core/responses/verdict';
import { setContext } from '../../platform/commands';
import type { ResponseFolder } from './responseFolder';
import type { ResponseView } from './responseView';
import type { ReadOnlyDocuments } from './readOnlyDocuments';

interface ShownResponse {
  readonly uri: vscode.Uri;
  readonly view: ResponseView;
  /** Ends the arrival when nobody looks at it any more. */
  readonly stop: AbortController;
  readonly saves: Set<Promise<unknown>>;
}

/** The answers that have a tab. Their bytes are dropped when it closes. */
export class ShownResponses implements vscode.Disposable {
  private readonly responses = new Map<string, ShownResponse>();
  /** Those that `when` clauses know: all, and those that can be undone. */
  private told = '';
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  readonly notes = vscode.languages.createDiagnosticCollection('truto-response');
  readonly onDidChange = this.changed.event;

  constructor(
    readonly documents: ReadOnlyDocuments,
    readonly folder: ResponseFolder,
  ) {
    this.subscription = vscode.Disposable.from(
      this.changed,
      this.notes,
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => closed.forEach((tab) => this.tabClosed(tab))),
    );
  }

  of(uri: vscode.Uri | undefined): ResponseView | undefined {
    return uri && this.responses.get(uri.toString())?.view;
  }

  add(uri: vscode.Uri, view: ResponseView, stop: AbortController): void {
    this.responses.set(uri.toString(), { uri, view, stop, saves: new Set() });
    this.tellContexts();
  }

  /** The update of a response can be undone. */
  setHistoryId(view: ResponseView, id: string): void {
    view.historyId = id;
    this.refresh();
  }

  /** The facts of a response are others now. */
  refresh(): void {
    this.tellContexts();
    this.changed.fire();
  }

  /** What is known of the update, after its response. */
  judge(view: ResponseView | undefined, verdict: Verdict | undefined): void {
    if (!view) return;
    view.verdict = verdict;
    this.refresh();
  }

  /** Waits for the last byte, then saves; the bytes stay as long, even when the tab closes. */
  async save(uri: vscode.Uri, save: (view: ResponseView) => Promise<void>): Promise<void> {
    const response = this.responses.get(uri.toString());
    if (!response) return;
    const saving = response.view.over.then(() => save(response.view));
    response.saves.add(saving);
    await saving.finally(() => response.saves.delete(saving));
  }

  dispose(): void {
    for (const response of this.responses.values()) void drop(response);
    this.subscription.dispose();
  }

  /** VS Code compares each editor's own document with these. */
  private tellContexts(): void {
    const shown = [...this.responses.values()];
    const contexts = {
      responses: shown.map(({ uri }) => uri),
      undoableResponses: shown.filter(({ view }) => view.undoId !== undefined).map(({ uri }) => uri),
    };
    const told = JSON.stringify(Object.values(contexts).map((uris) => uris.map(String)));
    if (told === this.told) return;
    this.told = told;
    for (const [name, uris] of Object.entries(contexts)) setContext(name, uris);
  }

  private tabClosed({ input }: vscode.Tab): void {
    if (!(input instanceof vscode.TabInputText)) return;
    const uri = input.uri.toString();
    const response = this.responses.get(uri);
    if (!response || isOpen(uri)) return;
    this.responses.delete(uri);
    this.tellContexts();
    this.notes.delete(input.uri);
    void drop(response);
  }
}

async function drop({ view, stop, saves }: ShownResponse): Promise<void> {
  if (saves.size === 0) stop.abort();
  await Promise.allSettled([view.over, ...saves]);
  await view.spool.discard();
}

function isOpen(uri: string): boolean {
  const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  return inputs.some((input) => input instanceof vscode.TabInputText && input.uri.toString() === uri);
}
