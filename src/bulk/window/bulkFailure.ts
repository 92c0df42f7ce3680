import type * as vscode from 'vscode';
import { explanationOf } from '../../api/explanationOf';
import { isCaller } from '../../platform/commandArguments';
import { tell, type Action } from '../../platform/notify';
import { planFaultMessage, sourceFaultMessage } from '../../platform/words/bulkWords';
import { failureMessage } from '../../platform/words/failureWords';
import { PlanFault } from '../plan/planFile';
import { SourceFault } from '../source/sourceFault';

/** Why nothing was planned, or sent, in a sentence. Thrown as it is to be shown. */
export class BulkRefused extends Error {}

/** Whether a person cancelled. */
const isCancelled = (error: unknown): boolean =>
  explanationOf(error)?.code === 'cancelled' || (error instanceof Error && error.name === 'AbortError');

/** A failure for people. `name`: of the file that it is about. */
function bulkFailureMessage(error: unknown, name: string): string {
  if (error instanceof SourceFault) return sourceFaultMessage(error.fault, name, error.line, error.column);
  if (error instanceof PlanFault) return planFaultMessage(error.code, name, error.line);
  return failureMessage(error);
}

/**
 * Runs a command: a caller gets its error with a message for people, a person is told it, and then it resolves to undefined.
 * @param file the name of the file that it is about, once that is known
 * @param actions what a person can do about the error
 */
export async function reported<T>(
  argument: unknown,
  log: vscode.LogOutputChannel,
  run: () => Promise<T>,
  file: () => string = () => '',
  actions: (error: unknown) => readonly Action[] = () => [],
): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    const message = bulkFailureMessage(error, file());
    if (isCaller(argument)) throw new BulkRefused(message);
    if (isCancelled(error)) return undefined;
    log.error(message);
    void tell('error', message, ...actions(error));
    return undefined;
  }
}
