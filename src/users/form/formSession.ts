import * as vscode from 'vscode';
import {
  toHost,
  type EditorVerb,
  type KeptDraft,
  type LiveState,
  type ToForm,
  type ToHost,
} from '../../protocol/formMessages';
import { readMessage } from '../../protocol/readMessage';
import { Requests, type EditReply } from '../../protocol/requests';
import { isWriteOnly } from '../../core/schema/schemaAt';
import { isSameJson } from '../../core/json/isSameJson';
import type { JsonPath } from '../../core/json/jsonPath';
import type { LiveUser } from '../documents/liveReading';
import type { DocumentEdits } from './documentEdits';
import type { FormHost } from './formHost';
import { fileReadOnlyReason, readOnlyReason, readOnlySettings } from './readOnlyReason';
import { wordsOfForm } from './wordsOfForm';

/** How long what was just typed into the form is waited for, in ms. VS Code itself waits little longer before it saves. */
const patience = { saving: 1000, command: 10_000 };

/** What is typed into a field of a form and not in the text; with its JSON where it is a value. */
export interface FormDraft extends KeptDraft {
  readonly json?: string;
}

/** One open form: keeps its webview in step with the document and does what it asks for. */
export class FormSession implements vscode.Disposable {
  private readonly requests = new Requests();
  private readonly subscription: vscode.Disposable;
  /** The version the webview was last told of; undefined until it has asked for the text. */
  private shownVersion: number | undefined;
  /** What was last told of each kind that is told as a whole: the same again would be work for nothing. */
  private readonly told = new Map<string, string>();
  private toldLive: LiveUser | undefined;
  private focusPath: JsonPath | undefined;
  /** As the page tells of them. */
  private readonly drafts = new Map<number, FormDraft>();
  /** The field that the person is at, or else the first one in sight. */
  place: JsonPath | undefined;

  constructor(
    readonly document: vscode.TextDocument,
    private readonly panel: vscode.WebviewPanel,
    private readonly host: FormHost,
    private readonly edits: DocumentEdits,
    private readonly log: (message: string) => void,
    private kept: readonly KeptDraft[] = [],
  ) {
    this.subscription = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((data: unknown) => {
        const message = readMessage(toHost, data, log);
        if (message) this.receive(message);
      }),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === document) this.showChange(event);
      }),
      vscode.workspace.onWillSaveTextDocument((event) => {
        if (event.document === document) event.waitUntil(this.flush(false).then(() => []));
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (readOnlySettings.some((setting) => event.affectsConfiguration(setting, document))) void this.showReadOnly();
      }),
      host.follow(document, (change) => {
        if (change === 'problems') this.tell({ kind: 'problems', problems: [...host.problems(document)] });
        // The text tells first what changed in it.
        else if (change !== 'text') this.showTarget();
      }),
    );
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  /**
   * Brings everything typed into the document. Resolves with false when some of it is no value yet; where a person waits for
   * that, the form leads them there.
   */
  async flush(isLed: boolean): Promise<boolean> {
    if (this.shownVersion === undefined) return true;
    if (!this.panel.visible) {
      // A form out of sight has written what is a value when it lost the focus, and may not be there to answer.
      if (this.drafts.size === 0 || !isLed) return this.drafts.size === 0;
      this.panel.reveal();
    }
    const timeout = new Promise<EditReply>((resolve) =>
      setTimeout(() => resolve({ ok: false }), isLed ? patience.command : patience.saving),
    );
    const { ok } = await Promise.race([this.requests.send((id) => this.post({ kind: 'flush', id, isLed })), timeout]);
    await this.edits.idle();
    return ok;
  }

  /** Moves to the field at a path, now or as soon as the form is there. */
  focus(path: JsonPath): void {
    this.focusPath = path;
    this.showFocus();
  }

  /** What is typed and not in the text; also what the page has not taken over yet. */
  get unwritten(): readonly FormDraft[] {
    return [...this.drafts.values(), ...this.kept];
  }

  dispose(): void {
    // What is still being looked up has nobody to be told.
    this.shownVersion = undefined;
    this.subscription.dispose();
    this.requests.close();
  }

  private receive(message: ToHost): void {
    const { document } = this;
    switch (message.kind) {
      case 'ready':
        this.showAll(message.isAgain === true);
        break;
      case 'focused':
        this.host.focused(document);
        break;
      case 'edit':
        this.answer(message.id, this.edit(message));
        break;
      case 'place':
        this.place = message.path;
        break;
      case 'draft':
        this.keepDraft(message);
        break;
      case 'provenance':
        void this.showProvenance(message.field);
        break;
      case 'left':
        this.saveAsLeft();
        break;
      case 'tryAgain':
        void this.showReadOnly();
        break;
      case 'fix':
        this.answer(message.id, this.fix(message.key));
        break;
      case 'run':
        this.answer(
          message.id,
          this.whenEdited(() => this.host.run(message.verb, document)),
        );
        break;
      case 'pick':
        this.answer(
          message.id,
          this.whenEdited(() => this.host.pick(this.document, message.path)),
        );
        break;
      case 'runEditor':
        this.answer(
          message.id,
          this.whenEdited(() => this.runEditor(message.verb)),
        );
        break;
      case 'revealPath':
        this.answer(
          message.id,
          this.whenEdited(() => this.host.revealPath(document, message.path)),
        );
        break;
      case 'revealOffset':
        this.answer(
          message.id,
          this.whenEdited(() => this.host.revealOffset(document, message.offset)),
        );
        break;
      case 'answer':
        this.requests.settle(message);
    }
  }

  private async fix(key: string): Promise<EditReply> {
    await this.edits.idle();
    const found = await this.host.fix(this.document, key);
    return found
      ? this.tellReadOnly(await this.edits.applyEdits(found.version, () => found.edits))
      : { ok: false, reason: 'refused' };
  }

  private async edit({ baseVersion, path, op }: Extract<ToHost, { kind: 'edit' }>): Promise<EditReply> {
    return this.tellReadOnly(await this.edits.apply(baseVersion, { path, op }));
  }

  private tellReadOnly(reply: EditReply): EditReply {
    if (reply.reason === 'readOnly') {
      const { t } = vscode.l10n;
      const reason = t('This file is read-only, so the last change was not made. Set it writeable, then try again.');
      this.post({ kind: 'readOnly', reason, mayChange: true });
    }
    return reply;
  }

  /** VS Code saves as the focus leaves an editor: what the form then had yet to write comes after. */
  private saveAsLeft(): void {
    const { document } = this;
    const mode = vscode.workspace.getConfiguration('files', document).get('autoSave');
    const isDue = mode === 'onFocusChange' || (mode === 'onWindowChange' && !vscode.window.state.focused);
    if (isDue && document.isDirty && !document.isUntitled) void document.save();
  }

  private async whenEdited(run: () => Thenable<unknown>): Promise<EditReply> {
    await this.edits.idle();
    await run();
    return { ok: true };
  }

  /** These commands work on the active editor, so only a form that is active may run them. */
  private async runEditor(verb: EditorVerb): Promise<void> {
    if (!this.panel.active) return;
    await vscode.commands.executeCommand(verb === 'save' ? 'workbench.action.files.save' : verb);
  }

  private async showProvenance(field: string): Promise<void> {
    const lines = await this.host.provenance(this.document, field).catch((error: unknown) => {
      this.log(`history: ${String(error)}`);
      return [];
    });
    this.post({ kind: 'provenance', field, lines });
  }

  private answer(id: number, outcome: Promise<EditReply>): void {
    outcome.then(
      (answer) => this.post({ kind: 'answer', id, ...answer }),
      (error: unknown) => {
        this.log(`The form asked for something that failed: ${error instanceof Error ? error.message : String(error)}`);
        this.post({ kind: 'answer', id, ok: false, reason: 'failed' });
      },
    );
  }

  /** The page knows best what is typed: what it has told of a place is all that there is. */
  private keepDraft({ id, draft }: Extract<ToHost, { kind: 'draft' }>): void {
    if (!draft) {
      this.drafts.delete(id);
      return;
    }
    this.drafts.set(id, draft);
    this.kept = this.kept.filter(({ path }) => !isSameJson(path, draft.path));
  }

  private showAll(isAgain: boolean): void {
    const { document, host } = this;
    this.shownVersion = document.version;
    const known = { problems: [...host.problems(document)], target: host.target(document) };
    if (!isAgain) {
      this.kept = this.unwritten.map(({ path, typed }) => ({ path, typed }));
      this.drafts.clear();
    }
    const reason = readOnlyReason(document);
    this.post({
      kind: 'snapshot',
      version: document.version,
      text: document.getText(),
      ...known,
      ...(reason !== undefined && { readOnlyReason: reason }),
      drafts: [...this.kept],
      words: wordsOfForm(),
    });
    this.told.clear();
    this.toldLive = undefined;
    for (const [kind, value] of Object.entries(known)) this.told.set(kind, JSON.stringify({ kind, [kind]: value }));
    this.showTarget();
    this.showFocus();
    void this.showReadOnly();
  }

  private async showReadOnly(): Promise<void> {
    const reason = readOnlyReason(this.document) ?? (await fileReadOnlyReason(this.document));
    this.post({ kind: 'readOnly', ...(reason !== undefined && { reason }), mayChange: false });
  }

  /** Where an update would go, and what the user there has. */
  private showTarget(): void {
    const { document, host } = this;
    this.tell({ kind: 'target', target: host.target(document) });
    const live = host.live(document);
    // A change of the text makes no other live user: what has not changed is not even looked through.
    if (live !== this.toldLive) this.tell({ kind: 'live', ...liveMessage(live) });
    this.toldLive = live;
  }

  private showFocus(): void {
    if (this.focusPath === undefined || this.shownVersion === undefined) return;
    this.post({ kind: 'focus', path: this.focusPath });
    this.focusPath = undefined;
  }

  private showChange({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    // The event also tells of saving and the like, which changes neither text nor version.
    if (document.version === this.shownVersion) return;
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      length: rangeLength,
      text,
    }));
    this.post({
      kind: 'change',
      version: document.version,
      edits,
      textLength: document.offsetAt(document.lineAt(document.lineCount - 1).range.end),
    });
    if (this.shownVersion !== undefined) this.shownVersion = document.version;
    // The file names its target itself.
    this.showTarget();
  }

  private tell(message: Extract<ToForm, { kind: 'problems' | 'target' | 'live' }>): void {
    const text = JSON.stringify(message);
    if (this.shownVersion === undefined || this.told.get(message.kind) === text) return;
    this.told.set(message.kind, text);
    this.post(message);
  }

  /** Before the webview is ready there is nobody to tell. */
  private post(message: ToForm): void {
    if (this.shownVersion !== undefined) void this.panel.webview.postMessage(message);
  }
}

/** What is never given back is not read, whatever a server answers. The form hides the other secrets. */
function liveMessage(live: LiveUser): { state: LiveState; fields?: string } {
  if (!('fields' in live)) return { state: live.state };
  const shown = Object.entries(live.fields).filter(([name]) => !isWriteOnly(name));
  return { state: live.state, fields: JSON.stringify(Object.fromEntries(shown)) };
}
