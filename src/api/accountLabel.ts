import type { Account } from './trutoClient';

/** The label of an account: `HubSpot · acme`. */
export function accountLabel(account: Account): string {
  return [account.integration.label, account.tenantId].filter(Boolean).join(' · ');
}
