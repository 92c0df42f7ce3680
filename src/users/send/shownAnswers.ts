import * as vscode from 'vscode';
import type { AnswerFolder } from './answerFolder';
import type { AnswerView } from './answerView';
import type { ResponseDocuments } from './responseDocuments';

interface ShownAnswer {
  readonly view: AnswerView;
  /** Ends the arrival when nobody looks at it any more. */
  readonly stop: AbortController;
  readonly saves: Set<Promise<unknown>>;
}

/** The answers that have a tab. Their bytes are dropped when it closes. */
export class ShownAnswers implements vscode.Disposable {
  private readonly answers = new Map<string, ShownAnswer>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  readonly notes = vscode.languages.createDiagnosticCollection('truto-response');
  readonly onDidChange = this.changed.event;

  constructor(
    readonly documents: ResponseDocuments,
    readonly folder: AnswerFolder,
  ) {
    this.subscription = vscode.Disposable.from(
      this.changed,
      this.notes,
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => closed.forEach((tab) => this.tabClosed(tab))),
    );
  }

  of(uri: vscode.Uri | undefined): AnswerView | undefined {
    return uri && this.answers.get(uri.toString())?.view;
  }

  add(uri: vscode.Uri, view: AnswerView, stop: AbortController): void {
    this.answers.set(uri.toString(), { view, stop, saves: new Set() });
  }

  /** The facts of an answer are others now. */
  refresh(): void {
    this.changed.fire();
  }

  /** Waits for the last byte, then saves; the bytes stay as long, even when the tab closes. */
  async save(uri: vscode.Uri, save: (view: AnswerView) => Promise<void>): Promise<void> {
    const answer = this.answers.get(uri.toString());
    if (!answer) return;
    const saving = answer.view.over.then(() => save(answer.view));
    answer.saves.add(saving);
    await saving.finally(() => answer.saves.delete(saving));
  }

  dispose(): void {
    for (const answer of this.answers.values()) void drop(answer);
    this.subscription.dispose();
  }

  private tabClosed({ input }: vscode.Tab): void {
    if (!(input instanceof vscode.TabInputText)) return;
    const uri = input.uri.toString();
    const answer = this.answers.get(uri);
    if (!answer || isOpen(uri)) return;
    this.answers.delete(uri);
    this.notes.delete(input.uri);
    void drop(answer);
  }
}

async function drop({ view, stop, saves }: ShownAnswer): Promise<void> {
  if (saves.size === 0) stop.abort();
  await Promise.allSettled([view.over, ...saves]);
  await view.spool.discard();
}

function isOpen(uri: string): boolean {
  const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  return inputs.some((input) => input instanceof vscode.TabInputText && input.uri.toString() === uri);
}
