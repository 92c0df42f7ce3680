import { mayApply } from '../../../../src/bulk/window/confirmPlan';
import type { Environment } from '../../../../src/api/environment';
import type { PlanHeader } from '../../../../src/bulk/plan/planFile';
import { said } from '../../vscode';

/**
 * What a person is asked before the rows of a plan are sent, which go to these accounts; '' where they are not asked. HubSpot's
 * is known.
 * @param isUnasked nobody is to be asked
 */
export async function confirmPlan(header: PlanHeader, ids: readonly string[], isUnasked = false): Promise<string> {
  const hubspot = { id: 'a-hubspot', integration: { label: 'HubSpot' }, tenantId: 'inc' };
  const environment = {
    profile: { name: 'Test' },
    isProduction: false,
    askFacts: () => Promise.resolve(),
    knownAccount: (id: string) => (id === hubspot.id ? hubspot : undefined),
  } as unknown as Environment;
  const { effects } = header;
  const { length } = said;
  await mayApply({ header, environment, effects, count: ids.length, accounts: new Set(ids) }, isUnasked);
  return said[length]?.message ?? '';
}
