import * as vscode from 'vscode';
import { worstProblems, type WorstProblems } from '../../core/check/worstProblems';
import type { BackgroundChecks } from './backgroundChecks';
import type { CheckKind } from './checkMessages';
import { runSlices } from './runSlices';
import type { UserText } from './userText';

/** In UTF-16 code units: what is shorter is checked within some milliseconds. */
const largeLength = 262_144;

/** What was found in one version of a document. */
export interface CheckedVersion extends WorstProblems {
  readonly version: number;
}

/** Checks documents: small ones at once, large ones on a thread of their own or, where there is none, bit by bit. */
export class DocumentChecks implements vscode.Disposable {
  private checkAtOnce: ReturnType<typeof loadCheck> | undefined;
  private background: BackgroundChecks | undefined;
  private hasFailed = false;

  /** `workerFile` is the built checkWorker. */
  constructor(private readonly workerFile: vscode.Uri) {}

  /** Checks the document as it is now; undefined when it has changed meanwhile. */
  async check(document: vscode.TextDocument, text: UserText, kind: CheckKind): Promise<CheckedVersion | undefined> {
    const { version } = document;
    const isLarge = text.length >= largeLength;
    if (!isLarge) this.forget(document.uri);
    const found = isLarge
      ? await this.checkLarge(document, kind)
      : (await (this.checkAtOnce ??= loadCheck()))(text, kind);
    return found && document.version === version ? { ...found, version } : undefined;
  }

  /** Must be told of every change of every document. */
  edited(event: vscode.TextDocumentChangeEvent): void {
    this.background?.edited(event);
  }

  forget(uri: vscode.Uri): void {
    this.background?.forget(uri);
  }

  dispose(): void {
    this.hasFailed = true;
    this.background?.dispose();
  }

  private async checkLarge(document: vscode.TextDocument, kind: CheckKind): Promise<WorstProblems | undefined> {
    const { BackgroundChecks } = await import('./backgroundChecks');
    if (!this.hasFailed) {
      try {
        return await (this.background ??= new BackgroundChecks(this.workerFile)).check(document, kind);
      } catch {
        this.hasFailed = true;
      }
    }
    return checkBitByBit(document, kind);
  }
}

/** Loaded with the first user file, so that no other JSON file pays for it. */
async function loadCheck(): Promise<(text: UserText, kind: CheckKind) => WorstProblems> {
  const { checkUserText } = await import('../../core/check/checkUserText');
  return ({ text, parsed }, kind) => worstProblems(checkUserText(text, kind.options, parsed), kind);
}

async function checkBitByBit(document: vscode.TextDocument, kind: CheckKind): Promise<WorstProblems | undefined> {
  const { UserTextCheck } = await import('../../core/check/userTextCheck');
  const { version } = document;
  const problems = await runSlices(
    new UserTextCheck(document.getText(), kind.options).problems(),
    () => document.version === version && !document.isClosed,
  );
  return problems && worstProblems(problems, kind);
}
