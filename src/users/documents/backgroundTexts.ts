import { setImmediate as others } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { TextEdit } from '../../core/json/textEdit';
import type { ForgetRequest, TextPiece, TextQuestion, TextReply, TextRequest } from './checkMessages';

/** Milliseconds without a question after which the thread ends; the next question starts another. */
const idleTime = 60_000;

/** Making one string of so many lines, and sending it, takes about a millisecond. */
const linesAtOnce = 2_000;

/** A text that the thread has. */
interface Copy {
  readonly version: number;
  /** What has changed since, one after another. */
  readonly edits: readonly TextEdit[];
  /** Nobody has asked about it yet. */
  readonly isNew: boolean;
}

const noThread = (): Error => new Error('Large texts have no thread of their own');

type Settle = (reply: TextReply | Error) => void;

/**
 * Looks at documents on a thread of its own, which keeps a copy of each of their texts: an edit of a large document sends
 * the change only.
 */
export class BackgroundTexts implements vscode.Disposable {
  private worker: Worker | undefined;
  /** What the last thread ended with. */
  private failure = noThread();
  private idle: NodeJS.Timeout | undefined;
  private lastId = 0;
  private readonly waiting = new Map<number, Settle>();
  /** By URI. */
  private readonly copies = new Map<string, Copy>();
  /** Texts on their way, by URI. */
  private readonly sending = new Map<string, { readonly version: number; readonly sent: Promise<boolean> }>();

  /** `workerFile` is the built checkWorker. */
  constructor(private readonly workerFile: vscode.Uri) {}

  /**
   * Asks about the text as it is now. Resolves to undefined when a later text or check of the document has come in
   * between; rejects when the thread does not start or has died.
   */
  async ask(document: vscode.TextDocument, question: TextQuestion): Promise<TextReply['answer']> {
    clearTimeout(this.idle);
    const key = document.uri.toString();
    if (!this.copies.has(key) && !(await this.sendText(document))) return undefined;
    // Somebody else may have waited for the same text, and asked first.
    const copy = this.copies.get(key);
    if (!copy) return undefined;
    this.copies.set(key, { version: document.version, edits: [], isNew: false });
    return this.send({ ...question, id: ++this.lastId, uri: key, isNew: copy.isNew, edits: copy.edits });
  }

  /** Must be told of every change of every document. */
  edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const key = document.uri.toString();
    const copy = this.copies.get(key);
    if (!copy || copy.version === document.version) return;
    // Other line ends are no change of the content, but move all offsets.
    if (contentChanges.length === 0) this.copies.delete(key);
    else
      this.copies.set(key, {
        ...copy,
        version: document.version,
        edits: [...copy.edits, ...contentChanges.map((change) => editOf(change, document))],
      });
  }

  forget(uri: vscode.Uri): void {
    if (this.copies.delete(uri.toString()))
      this.worker?.postMessage({ forget: uri.toString() } satisfies ForgetRequest);
  }

  dispose(): void {
    clearTimeout(this.idle);
    void this.worker?.terminate();
    this.ended();
  }

  private async send(request: TextRequest): Promise<TextReply['answer']> {
    this.running().postMessage(request);
    const reply = await new Promise<TextReply | Error>((settle: Settle) => this.waiting.set(request.id, settle));
    if (reply instanceof Error) throw reply;
    return reply.answer;
  }

  /** Sends the text as it is now, or waits until that is done; false when it has changed on the way. */
  private sendText(document: vscode.TextDocument): Promise<boolean> {
    const key = document.uri.toString();
    const underWay = this.sending.get(key);
    if (underWay?.version === document.version) return underWay.sent;
    const sent = this.sendPieces(document).finally(() => {
      if (this.sending.get(key)?.sent === sent) this.sending.delete(key);
    });
    this.sending.set(key, { version: document.version, sent });
    return sent;
  }

  /** Others have their turn between the pieces: of a large document, making one string and sending it takes a while. */
  private async sendPieces(document: vscode.TextDocument): Promise<boolean> {
    const worker = this.running();
    const { version, lineCount } = document;
    const uri = document.uri.toString();
    for (let line = 0; line < lineCount; line += linesAtOnce) {
      const piece = document.getText(new vscode.Range(line, 0, line + linesAtOnce, 0));
      worker.postMessage({ uri, piece, isFirst: line === 0 } satisfies TextPiece);
      await others();
      if (this.worker !== worker) throw this.failure;
      if (document.version !== version || document.isClosed) return false;
    }
    this.copies.set(uri, { version, edits: [], isNew: true });
    return true;
  }

  private running(): Worker {
    this.worker ??= this.start();
    return this.worker;
  }

  private start(): Worker {
    const worker = new Worker(this.workerFile.fsPath);
    worker.on('message', (reply: TextReply) => this.settle(reply));
    worker.on('error', (error) => this.ended(worker, error));
    worker.on('exit', () => this.ended(worker));
    worker.unref();
    return worker;
  }

  private settle(reply: TextReply): void {
    this.waiting.get(reply.id)?.(reply);
    this.waiting.delete(reply.id);
    if (this.waiting.size === 0) this.idle = setTimeout(() => this.dispose(), idleTime).unref();
  }

  private ended(worker = this.worker, failure = noThread()): void {
    if (worker !== this.worker) return;
    this.failure = failure;
    this.worker = undefined;
    this.copies.clear();
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const settle of waiting) settle(failure);
  }
}

function editOf(
  { rangeOffset, rangeLength, text }: vscode.TextDocumentContentChangeEvent,
  { eol }: vscode.TextDocument,
): TextEdit {
  return {
    offset: rangeOffset,
    length: rangeLength,
    text: text.replace(/\r\n|\r|\n/g, eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n'),
  };
}
