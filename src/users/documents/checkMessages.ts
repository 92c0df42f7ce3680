import type { CheckOptions } from '../../core/check/checkUserText';
import type { Completion, FieldHint } from '../../core/hints/hintsAt';
import type { TextEdit } from '../../core/json/textEdit';
import type { ProblemLimit, WorstProblems } from '../../core/check/worstProblems';
import type { AccountRules } from '../../core/rules/accountRules';

/** How to check a text, and which of its problems to answer. */
export interface CheckKind extends ProblemLimit {
  readonly options: CheckOptions;
}

/** What was found in a text. */
export interface CheckedText extends WorstProblems {
  /**
   * What it says of its target, a NamedTarget as JSON: a number that keeps its spelling does not outlive the way from a thread.
   * Undefined when it is not one JSON object.
   */
  readonly named?: string | undefined;
}

/** A place in a text, in UTF-16 code units, and the rules of the account it goes to. */
export interface HintPlace {
  readonly offset: number;
  readonly rules: AccountRules | undefined;
}

/** What is known of a place. */
export interface PlaceHint {
  readonly hint: FieldHint | undefined;
  /** The text names its schema. */
  readonly namesSchema: boolean;
}

/** What can be asked of a text, each with what is answered. */
export interface TextQuestions {
  readonly check: { readonly about: CheckKind; readonly answer: CheckedText };
  readonly completions: { readonly about: HintPlace; readonly answer: readonly Completion[] };
  readonly hint: { readonly about: HintPlace; readonly answer: PlaceHint };
}

/** A question of one of these kinds. */
export type TextQuestion = {
  readonly [Kind in keyof TextQuestions]: { readonly kind: Kind; readonly about: TextQuestions[Kind]['about'] };
}[keyof TextQuestions];

/** Asks the worker about a text. */
export type TextRequest = TextQuestion & {
  readonly id: number;
  readonly uri: string;
  /** Whether the text is the pieces sent before; else it is that of the last request for this URI but for the edits. */
  readonly isNew: boolean;
  /** One after another: each one's place is that in the text after those before it. */
  readonly edits: readonly TextEdit[];
};

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

/** The worker's answer; none when the text has changed meanwhile. */
export interface TextReply {
  readonly id: number;
  readonly answer?: TextQuestions[keyof TextQuestions]['answer'];
}
