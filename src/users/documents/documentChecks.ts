import * as vscode from 'vscode';
import { checkUserText } from '../../core/check/checkUserText';
import { UserTextCheck } from '../../core/check/userTextCheck';
import { worstProblems } from '../../core/check/worstProblems';
import { BackgroundTexts } from './backgroundTexts';
import type { CheckedText, CheckKind, HintPlace, TextQuestion, TextQuestions } from './checkMessages';
import { runSlices } from './runSlices';
import { checkedText, completions, hint } from './textAnswers';
import type { UserText } from './userText';

/** What was found in one version of a document. */
export interface CheckedVersion extends CheckedText {
  readonly version: number;
}

type Answer<Kind extends keyof TextQuestions> = TextQuestions[Kind]['answer'];

/**
 * Looks at documents: at small ones at once, at large ones on a thread of its own or, where there is none, bit by bit.
 */
export class DocumentChecks implements vscode.Disposable {
  private background: BackgroundTexts | undefined;
  private hasFailed = false;

  /** `workerFile` is the built checkWorker. */
  constructor(private readonly workerFile: vscode.Uri) {}

  /** Checks the document as it is now; undefined when it has changed meanwhile. */
  async check(document: vscode.TextDocument, text: UserText, kind: CheckKind): Promise<CheckedVersion | undefined> {
    const { version } = document;
    const { isLarge } = text;
    if (!isLarge) this.forget(document.uri);
    const found = isLarge
      ? await this.ask(document, 'check', kind, () => checkBitByBit(document, kind))
      : checkAtOnce(text, kind);
    return found && document.version === version ? { ...found, version } : undefined;
  }

  /** What can be written at a place; undefined when the document has changed meanwhile. */
  async completions(
    document: vscode.TextDocument,
    text: UserText,
    place: HintPlace,
  ): Promise<Answer<'completions'> | undefined> {
    const here = () => completions(text.text, place);
    return text.isLarge ? this.ask(document, 'completions', place, here) : here();
  }

  /** What is known of a place; undefined when the document has changed meanwhile. */
  async hint(document: vscode.TextDocument, text: UserText, place: HintPlace): Promise<Answer<'hint'> | undefined> {
    const here = () => hint(text.text, place);
    return text.isLarge ? this.ask(document, 'hint', place, here) : here();
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

  /** Asks the thread; where there is none, it is found out here. */
  private async ask<Kind extends keyof TextQuestions>(
    document: vscode.TextDocument,
    kind: Kind,
    about: TextQuestions[Kind]['about'],
    here: () => Promise<Answer<Kind> | undefined> | Answer<Kind>,
  ): Promise<Answer<Kind> | undefined> {
    if (!this.hasFailed) {
      try {
        this.background ??= new BackgroundTexts(this.workerFile);
        return await this.background.ask(document, { kind, about } as TextQuestion);
      } catch {
        this.hasFailed = true;
      }
    }
    return here();
  }
}

function checkAtOnce(text: UserText, kind: CheckKind): CheckedText {
  return worstProblems(
    checkUserText(text.text, kind.options, () => text.parsed),
    kind,
  );
}

async function checkBitByBit(document: vscode.TextDocument, kind: CheckKind): Promise<CheckedText | undefined> {
  const { version } = document;
  const check = new UserTextCheck(document.getText(), kind.options);
  const isWanted = () => document.version === version && !document.isClosed;
  const problems = await runSlices(check.problems(), isWanted);
  return problems && checkedText(check, problems, kind);
}
