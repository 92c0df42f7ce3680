import type { CheckOptions } from '../../core/check/checkUserText';
import type { TextEdit } from '../../core/json/textEdit';
import type { ProblemLimit, WorstProblems } from '../../core/check/worstProblems';

/** How to check a text, and which of its problems to answer. */
export interface CheckKind extends ProblemLimit {
  readonly options: CheckOptions;
}

/** Asks the worker for a check. */
export interface CheckRequest extends CheckKind {
  readonly id: number;
  readonly uri: string;
  /** Whether the text is the pieces sent before; else it is that of the last request for this URI but for the edits. */
  readonly isNew: boolean;
  /** One after another: each one's place is that in the text after those before it. */
  readonly edits: readonly TextEdit[];
}

/** Brings the worker a text, one piece after another. */
export interface TextPiece {
  readonly uri: string;
  readonly piece: string;
  readonly isFirst: boolean;
}

/** Tells the worker that a text is needed no more. */
export interface ForgetRequest {
  readonly forget: string;
}

/** The worker's answer; without `found` when the text has changed meanwhile. */
export interface CheckReply {
  readonly id: number;
  readonly found?: WorstProblems;
}
