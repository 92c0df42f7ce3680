import * as vscode from 'vscode';
import { explanationOf } from '../../api/explanationOf';
import { TrutoError } from '../../api/trutoError';
import { arrivalOf, withArrival } from '../../core/arrival';
import { withProgress } from '../../platform/progress';
import type { UserUpdate } from './userUpdate';

/**
 * The same error, and where it leaves open whether the update was applied, with what a look at the live user shows.
 * Nothing is sent again.
 */
export async function lookedUp(error: unknown, update: UserUpdate): Promise<unknown> {
  const explanation = explanationOf(error);
  if (!(error instanceof TrutoError) || explanation?.outcome !== 'unknown') return error;
  try {
    const { client, accountId, userId, readQuery, live, fields } = update;
    const now = await withProgress(vscode.l10n.t('No answer: looking at the live user…'), (signal) => client.getUser(accountId, userId, readQuery, signal));
    return new TrutoError(withArrival(explanation, arrivalOf(live, now, fields)), error);
  } catch {
    return error; // It stays unknown.
  }
}
