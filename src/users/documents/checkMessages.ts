import type { CheckOptions } from '../../core/checkUserText';
import type { TextEdit } from '../../core/form/textEdit';
import type { ProblemLimit, WorstProblems } from '../../core/worstProblems';

/** How to check a text, and which of its problems to answer. */
export interface CheckKind extends ProblemLimit {
  readonly options: CheckOptions;
}

/** Asks the worker for a check. */
export interface CheckRequest extends CheckKind {
  readonly id: number;
  readonly uri: string;
  /** The whole text; undefined when it is that of the last request for this URI but for the edits. */
  readonly text: string | undefined;
  /** One after another: each one's place is that in the text after those before it. */
  readonly edits: readonly TextEdit[];
}

/** Tells the worker that a text is needed no more. */
export interface ForgetRequest {
  readonly forget: string;
}

/** The worker's answer; without `found` when the text has changed meanwhile. */
export interface CheckAnswer {
  readonly id: number;
  readonly found?: WorstProblems;
}
