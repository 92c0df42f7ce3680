import { setImmediate as turn } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { KeptDraft, ToForm, ToHost } from '../../src/protocol/formMessages';
import { DocumentEdits } from '../../src/users/form/documentEdits';
import type { FormHost } from '../../src/users/form/formHost';
import { FormSession } from '../../src/users/form/formSession';
import { untilTurn } from '../host/until';
import { FormModel } from '../../src/webview/state/formModel';

const silent = (): vscode.Disposable => vscode.Disposable.from();

/** Accounts and sending play no part; what the form asks of them is noted. */
export class QuietHost implements FormHost {
  readonly asked: string[] = [];
  readonly problems = () => [];
  readonly fix = () => Promise.resolve(undefined);
  readonly target = () => ({ canSend: true });
  readonly follow = silent;
  readonly live = () => ({ state: 'none' }) as const;
  readonly focused = () => undefined;
  readonly run = (verb: string) => this.note(`run ${verb}`);
  readonly pick = () => this.note('pick');
  readonly provenance = (_: unknown, field: string) => Promise.resolve([`Last set: ${field}`]);
  readonly revealPath = () => this.note('revealPath');
  readonly revealOffset = () => this.note('revealOffset');

  private async note(what: string): Promise<void> {
    await turn();
    this.asked.push(what);
  }
}

/** The panel of a form without a picture: what one side posts arrives at the other a turn later, as JSON. */
class Pipe {
  private readonly arrived = new vscode.EventEmitter<unknown>();
  readonly visible = true;
  readonly active = true;
  readonly webview = {
    onDidReceiveMessage: this.arrived.event,
    postMessage: (message: unknown) => this.toForm(message as ToForm),
  };
  /** What the host answered. */
  readonly posted: ToForm[] = [];
  onMessage: ((message: ToForm) => void) | undefined;

  send(message: unknown): void {
    void turn().then(() => this.arrived.fire(structuredClone(message)));
  }

  private async toForm(message: ToForm): Promise<boolean> {
    this.posted.push(message);
    await turn();
    this.onMessage?.(JSON.parse(JSON.stringify(message)) as ToForm);
    return true;
  }
}

/** A form of a document: the real session on this side, the real model of the webview on the other. */
export class OpenForm implements vscode.Disposable {
  private readonly pipe = new Pipe();
  readonly session: FormSession;
  /** That of the page at hand. */
  model: FormModel;
  /** What the session found wrong with messages. */
  readonly faults: string[] = [];

  constructor(
    private readonly document: vscode.TextDocument,
    edits: DocumentEdits,
    readonly host: FormHost & { readonly asked?: readonly string[] } = new QuietHost(),
    /** Typed into an earlier form of the document. */
    kept: readonly KeptDraft[] = [],
  ) {
    this.session = new FormSession(
      document,
      this.pipe as unknown as vscode.WebviewPanel,
      this.host,
      edits,
      (fault) => this.faults.push(fault),
      kept,
    );
    this.model = this.load();
  }

  /** Loads the page anew, as VS Code does for another window. It still knows `kept` of its own. */
  load(kept: readonly KeptDraft[] = []): FormModel {
    const model: FormModel = new FormModel((message: ToHost) => {
      if (model === this.model) this.pipe.send(message);
    }, kept);
    this.pipe.onMessage = (message) => model.receive(message);
    this.model = model;
    this.pipe.send({ kind: 'ready' } satisfies ToHost);
    return model;
  }

  /** Sends what no form would. */
  send(message: unknown): void {
    this.pipe.send(message);
  }

  get posted(): readonly ToForm[] {
    return this.pipe.posted;
  }

  /** Waits until the form shows the document as it is. */
  async inStep(): Promise<void> {
    await untilTurn('the form to show the document', () => this.model.text.value === this.document.getText());
  }

  dispose(): void {
    this.session.dispose();
  }
}
