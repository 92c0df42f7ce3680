import * as vscode from 'vscode';
import { explanationOf } from '../../api/explanationOf';
import { TrutoError } from '../../api/trutoError';
import { arrivalOf, withArrival } from '../../core/update/arrival';
import { withProgress } from '../../platform/notify';
import type { UserUpdate } from './userUpdate';

/**
 * What to tell of an error. Where it leaves open whether the update was applied, the live user is looked at; nothing is
 * sent again. `isApplied`: it was, as far as is known.
 */
export async function lookedUp(
  error: unknown,
  update: UserUpdate,
): Promise<{ readonly told: unknown; readonly isApplied: boolean }> {
  const explanation = explanationOf(error);
  if (!(error instanceof TrutoError) || explanation?.outcome !== 'unknown')
    return { told: error, isApplied: explanation?.outcome === 'applied' };
  try {
    const { environment, accountId, userId, readQuery, live, fields } = update;
    const now = await withProgress(vscode.l10n.t('No response: checking the live user...'), async (signal) =>
      (await environment.client()).getUser(accountId, userId, readQuery, signal),
    );
    const arrival = arrivalOf(live, now, fields);
    return { told: new TrutoError(withArrival(explanation, arrival), error), isApplied: arrival === 'arrived' };
  } catch {
    return { told: error, isApplied: false }; // It stays unknown.
  }
}
