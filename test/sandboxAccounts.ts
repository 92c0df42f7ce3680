import type { QuirkyLabel } from '../src/sandbox/quirkyAccounts';
import type { Sandbox } from '../src/sandbox/startSandbox';

/** Accounts of the sandbox whose ids and behaviour are fixed. */
export const accounts = {
  hubspot: '5a9d0c1e-0000-4000-8000-000000000001',
  clickup: '5a9d0c1e-0000-4000-8000-000000000002',
  looker: '5a9d0c1e-0000-4000-8000-000000000003',
  needsReauth: '5a9d0c1e-0000-4000-8000-000000000004',
  sandbox: '5a9d0c1e-0000-4000-8000-000000000005',
  blocked: '5a9d0c1e-0000-4000-8000-000000000006',
  missingScopes: '5a9d0c1e-0000-4000-8000-000000000007',
  connecting: '5a9d0c1e-0000-4000-8000-000000000008',
  /** Its integration offers no update of users. */
  readOnly: '5a9d0c1e-0000-4000-8000-000000000009',
  postInstallError: '5a9d0c1e-0000-4000-8000-000000000010',
  validationError: '5a9d0c1e-0000-4000-8000-000000000011',
} as const;

/** The account of this telling name, in a sandbox that was started with its quirky accounts. */
export function quirkyAccount(sandbox: Pick<Sandbox, 'accounts'>, label: QuirkyLabel): string {
  const found = sandbox.accounts().find(({ integration }) => integration.label === label);
  if (found === undefined) throw new RangeError(`no account ${label}`);
  return found.id;
}
