import * as vscode from 'vscode';
import type { ResponseHead } from '../../api/responseHead';
import { maxUserBytes } from '../../core/http/maxSizes';
import { userPath } from '../../core/responses/userPath';
import type { Verdict } from '../../core/responses/verdict';
import type { ResponseKind } from '../../core/responses/responseKind';
import { exactJsonOf } from '../../core/json/exactJson';
import { prettyJson } from '../../core/json/prettyJson';
import { redactedJson, redactUnusual } from '../../core/secrets/redactSecrets';
import { shownFragment } from '../../core/secrets/shown';
import type { ResponseSpool } from './responseSpool';
import { ResponseText } from './responseText';
import type { ReadOnlyDocuments } from './readOnlyDocuments';
import { sizeWords } from '../../platform/words/sizeWords';
import type { Prepared } from '../../updates/prepared';
import type { ReceivedBody } from '../../updates/updateObserver';

/** How a response ended: whole, stopped by the person, or broken off, and why. The update was applied in any case. */
export type ResponseEnd =
  | { readonly how: 'whole' | 'stopped' }
  | { readonly how: 'brokenOff'; readonly reason: string };

/** One response to an update and the document that shows it, while it arrives and after. */
export class ResponseView {
  private readonly text: ResponseText;
  /** What is known of the update, once the live user was looked at. */
  verdict: Verdict | undefined;
  private opening: Promise<void> | undefined;
  private shown: vscode.TextDocument | undefined;
  private tellOver: () => void = () => undefined;
  /** Resolves when no more comes. */
  readonly over = new Promise<void>((resolve) => (this.tellOver = resolve));
  /** Names the update in the history, once it is there. */
  historyId: string | undefined;
  private ended: { readonly end: ResponseEnd; readonly durationMs: number; readonly json: unknown } | undefined;

  /** `startedAt`: when the update was sent, in milliseconds since 1970. */
  constructor(
    readonly head: ResponseHead,
    readonly update: Prepared,
    readonly spool: ResponseSpool,
    private readonly documents: ReadOnlyDocuments,
    private readonly startedAt: number,
  ) {
    this.text = new ResponseText(head.contentType);
  }

  get document(): vscode.TextDocument | undefined {
    return this.shown;
  }

  get kind(): ResponseKind {
    return this.json === undefined ? this.text.kind : 'json';
  }

  /** Undefined while it arrives. */
  get end(): ResponseEnd | undefined {
    return this.ended?.end;
  }

  /** Names the update in the history where there is something to undo. */
  get undoId(): string | undefined {
    return this.verdict === 'unchanged' ? undefined : this.historyId;
  }

  get durationMs(): number {
    return this.ended?.durationMs ?? Date.now() - this.startedAt;
  }

  /** The parsed JSON; undefined when it is none, not all of it came, or it is more than a user has. */
  get json(): unknown {
    return this.ended?.json;
  }

  /** What there is to judge the update by. */
  get received(): ReceivedBody {
    return this.end?.how === 'whole' && this.spool.size <= maxUserBytes ? { json: this.json } : 'notWhole';
  }

  async add(chunk: Uint8Array): Promise<void> {
    this.text.add(await this.spool.write(chunk));
  }

  /** Opens the document the first time it is asked to; `opened` is told before anybody sees it. */
  open(opened: (uri: vscode.Uri) => void): Promise<void> {
    return (this.opening ??= this.openDocument(opened));
  }

  /** Shows what has come so far in the open document. Resolves when the editor has taken it, which may take its time. */
  async refresh(): Promise<void> {
    await this.opening;
    if (this.shown) await this.documents.change(this.shown, this.shownText());
    await this.setLanguage();
  }

  /** No more comes. */
  async finish(end: ResponseEnd): Promise<void> {
    const isWhole = end.how === 'whole' && this.spool.size <= maxUserBytes;
    // A user is one, whatever the type of its response.
    const isUser = userPath(this.update.query['truto_response_format']) !== undefined;
    this.ended = {
      end,
      durationMs: Date.now() - this.startedAt,
      json: isWhole && (isUser || this.kind === 'json') ? exactJsonOf(this.text.text) : undefined,
    };
    await this.spool.end().finally(this.tellOver);
  }

  private async openDocument(opened: (uri: vscode.Uri) => void): Promise<void> {
    const uri = this.documents.add(
      `${this.update.userName} ${this.head.status}.${extensions[this.kind]}`,
      this.shownText(),
      this.update,
    );
    opened(uri);
    this.shown = await vscode.workspace.openTextDocument(uri);
    await this.setLanguage();
    // What arrives should not give way to the next file that is looked at.
    const preview = this.end !== undefined;
    await vscode.window.showTextDocument(this.shown, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview,
    });
  }

  /** Half of a JSON text would be full of errors: JSON Lines has the same colors and no checks. */
  private async setLanguage(): Promise<void> {
    if (this.kind !== 'json' || !this.shown || this.shown.isClosed) return;
    const language = this.json === undefined ? 'jsonl' : 'json';
    if (this.shown.languageId !== language)
      this.shown = await vscode.languages.setTextDocumentLanguage(this.shown, language);
  }

  private shownText(): string {
    if (this.kind === 'binary') return this.binaryWords();
    const { text } = this.text;
    if (this.json === undefined) {
      const shown = this.kind === 'json' ? shownFragment(text).text : text;
      return redactUnusual(shown, this.head.secrets);
    }
    return prettyJson(redactedJson(text, this.head.secrets));
  }

  private binaryWords(): string {
    const { t } = vscode.l10n;
    const type = this.head.contentType === '' ? t('unknown type') : this.head.contentType;
    return `${t('This response is binary: {0}, {1}. Save it to open it with another program.', type, sizeWords(this.spool.size))}\n`;
  }
}

const extensions: Readonly<Record<ResponseKind, string>> = {
  json: 'json',
  xml: 'xml',
  html: 'html',
  csv: 'csv',
  text: 'txt',
  binary: 'txt',
};
