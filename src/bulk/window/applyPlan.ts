import * as vscode from 'vscode';
import { TrutoError } from '../../api/trutoError';
import { explainError } from '../../core/errors/explainError';
import { jobFaultWords } from '../../platform/words/jobWords';
import { JobPlan } from '../job/jobPlan';
import type { PlanHeader } from '../plan/planFile';
import { EffectsTally } from '../planning/planRow';
import { BulkRefused } from './bulkFailure';
import type { Applied, BulkRuns } from './bulkRuns';
import { mayApply } from './confirmPlan';

/** What is to be applied. */
export interface ApplyCall {
  readonly plan: vscode.Uri;
  /** Of the plan that was made just now, which no other one may take the place of. */
  readonly made?: PlanHeader | undefined;
  /** `confirm: false`: nobody is to be asked. */
  readonly isUnasked: boolean;
  /** So many rows, then rest. */
  readonly firstRows?: number | undefined;
}

/**
 * Applies a plan that was read to its end, after a person confirmed it. Undefined when dismissed. Throws PlanFault, BulkRefused,
 * TrutoError, SourceFault.
 */
export async function applyPlan(
  { plan, made, isUnasked, firstRows }: ApplyCall,
  runs: () => Promise<BulkRuns>,
): Promise<Applied | undefined> {
  const { t } = vscode.l10n;
  if (!vscode.workspace.isTrusted) throw new TrutoError(explainError({ failure: 'untrustedWorkspace', sent: false }));
  if (plan.scheme !== 'file') throw new BulkRefused(t('Save a copy of the file on this computer first.'));
  const effects = new EffectsTally();
  const planned = await JobPlan.open(plan.fsPath, (row) => {
    if (row.verdict === 'send') effects.add(row);
  });
  await planned.close();
  const { header, sha256 } = planned;
  if (made && (made.createdAt !== header.createdAt || made.source.sha256 !== header.source.sha256))
    throw new BulkRefused(jobFaultWords('planReplaced'));
  const open = await runs();
  await open.refuseForeign(header);
  const environment = open.environmentOf(header.target.environment);
  const question = {
    header,
    environment,
    effects: effects.effects,
    count: Math.min(header.counts.send, firstRows ?? Infinity),
    accounts: new Set(planned.accounts.keys()),
  };
  if (!(await mayApply(question, isUnasked))) return undefined;
  // Only the plan that was confirmed.
  return open.start(plan, { sha256, firstRows });
}
