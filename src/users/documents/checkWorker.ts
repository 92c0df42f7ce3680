// Checks large texts on a thread of its own; see backgroundChecks.
import { parentPort } from 'node:worker_threads';
import type { Problem } from '../../core/check/problem';
import { UserTextCheck } from '../../core/check/userTextCheck';
import { worstProblems } from '../../core/check/worstProblems';
import type { CheckReply, CheckRequest, ForgetRequest, TextPiece } from './checkMessages';
import { runSlices } from './runSlices';

interface Running {
  readonly check: UserTextCheck;
  /** As JSON. */
  readonly options: string;
  readonly problems: Promise<readonly Problem[] | undefined>;
}

const latest = new Map<string, Running>();
/** Texts on their way, by URI. */
const pieces = new Map<string, string[]>();

async function answer(request: CheckRequest): Promise<CheckReply> {
  const problems = await running(request).problems;
  return { id: request.id, ...(problems && { found: worstProblems(problems, request) }) };
}

/** The check of this text with these options, which is an earlier one where nothing has changed. It replaces any other. */
function running({ uri, isNew, edits, options }: CheckRequest): Running {
  const known = latest.get(uri);
  const text = isNew ? (pieces.get(uri) ?? []).join('') : undefined;
  pieces.delete(uri);
  const newOptions = JSON.stringify(options);
  const hasSameOptions = known?.options === newOptions;
  if (text === undefined && edits.length === 0 && hasSameOptions) return known;

  const check =
    text === undefined && hasSameOptions ? known.check : new UserTextCheck(text ?? known?.check.text() ?? '', options);
  for (const edit of edits) check.edit(edit);
  const isWanted = () => latest.get(uri) === next;
  const next = { check, options: newOptions, problems: runSlices(check.problems(), isWanted) };
  latest.set(uri, next);
  return next;
}

function take({ uri, piece, isFirst }: TextPiece): void {
  if (isFirst) pieces.set(uri, [piece]);
  else pieces.get(uri)?.push(piece);
}

parentPort?.on('message', (request: CheckRequest | ForgetRequest | TextPiece) => {
  if ('forget' in request) latest.delete(request.forget);
  else if ('piece' in request) take(request);
  else void answer(request).then((message) => parentPort?.postMessage(message));
});
