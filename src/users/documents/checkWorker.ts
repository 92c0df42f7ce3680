// Looks at large texts on a thread of its own; see backgroundTexts.
import { parentPort } from 'node:worker_threads';
import type { CheckOptions } from '../../core/check/checkUserText';
import type { Problem } from '../../core/check/problem';
import { UserTextCheck } from '../../core/check/userTextCheck';
import type { ForgetRequest, TextPiece, TextReply, TextRequest } from './checkMessages';
import { checkedText, completions, hint } from './textAnswers';
import { runSlices } from './runSlices';

/** A text as it was when it was last asked about. */
interface Copy {
  readonly check: UserTextCheck;
  /** As JSON. */
  readonly options: string;
  problems?: Promise<readonly Problem[] | undefined>;
}

const latest = new Map<string, Copy>();
/** Texts on their way, by URI. */
const pieces = new Map<string, string[]>();

async function answer(request: TextRequest): Promise<TextReply['answer']> {
  const { uri, kind, about } = request;
  if (kind !== 'check') {
    const text = copyOf(request).check.text();
    return kind === 'hint' ? hint(text, about) : completions(text, about);
  }
  const copy = copyOf(request, about.options);
  copy.problems ??= runSlices(copy.check.problems(), () => latest.get(uri) === copy);
  const problems = await copy.problems;
  return problems && checkedText(copy.check, problems, about);
}

/**
 * The text as it is now, to be checked by these options, else by those of the last check. It is the copy of an earlier
 * request where nothing has changed, and replaces any other.
 */
function copyOf({ uri, isNew, edits }: TextRequest, options?: CheckOptions): Copy {
  const known = latest.get(uri);
  const text = isNew ? (pieces.get(uri) ?? []).join('') : undefined;
  pieces.delete(uri);
  const newOptions = options ? JSON.stringify(options) : (known?.options ?? '');
  const isSame = text === undefined && known?.options === newOptions;
  if (isSame && edits.length === 0) return known;
  const check = isSame
    ? known.check
    : new UserTextCheck(text ?? known?.check.text() ?? '', options ?? { unknownFields: 'off' });
  for (const edit of edits) check.edit(edit);
  const next = { check, options: newOptions };
  latest.set(uri, next);
  return next;
}

function take({ uri, piece, isFirst }: TextPiece): void {
  if (isFirst) pieces.set(uri, [piece]);
  else pieces.get(uri)?.push(piece);
}

async function reply(request: TextRequest): Promise<void> {
  const found = await answer(request);
  parentPort?.postMessage({ id: request.id, ...(found && { answer: found }) } satisfies TextReply);
}

parentPort?.on('message', (request: TextRequest | ForgetRequest | TextPiece) => {
  if ('forget' in request) latest.delete(request.forget);
  else if ('piece' in request) take(request);
  else void reply(request);
});
