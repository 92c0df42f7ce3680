import type { Quirks } from './quirks';

/** The five statuses that Truto documents for an integrated account. */
export const accountStatuses = [
  'active',
  'connecting',
  'post_install_error',
  'validation_error',
  'needs_reauth',
] as const;
export type AccountStatus = (typeof accountStatuses)[number];

/**
 * An integrated account: Truto's own names, as `GET /integrated-account/{id}` answers it, plus what only the sandbox
 * knows (`is_blocked`, `missing_scopes`, `quirks`), which never leaves it under these names.
 */
export interface SandboxAccount {
  readonly id: string;
  readonly tenant_id: string;
  readonly environment_id: string;
  readonly environment_integration_id: string;
  readonly status: AccountStatus;
  readonly is_sandbox: boolean;
  readonly authentication_method: string;
  readonly region: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly integration: SandboxIntegration;
  readonly created_at: string;
  readonly updated_at: string;
  readonly last_error?: string;
  readonly last_forbidden_error?: ForbiddenError;
  readonly is_blocked: boolean;
  /** OAuth scopes the connection lacks for writing users. */
  readonly missing_scopes: readonly string[];
  readonly quirks: Quirks;
}

export interface SandboxIntegration {
  readonly id: string;
  /** The slug, such as `hubspot`. */
  readonly name: string;
  readonly label: string;
  readonly category: string;
  readonly config: { readonly label: string; readonly base_url: string; readonly logo: string };
}

export interface ForbiddenError {
  readonly resource: string;
  readonly method: string;
  readonly missing_scopes: readonly string[];
  readonly occurred_at: string;
}

/** A list entry: without the last errors, which Truto answers on request only. */
export function accountListEntry(account: SandboxAccount): Readonly<Record<string, unknown>> {
  return without(account, ['is_blocked', 'missing_scopes', 'quirks', 'last_error', 'last_forbidden_error']);
}

/** The account itself, as one get answers it. */
export function accountEntry(account: SandboxAccount): Readonly<Record<string, unknown>> {
  return without(account, ['is_blocked', 'missing_scopes', 'quirks']);
}

function without(account: SandboxAccount, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(account).filter(([name]) => !names.includes(name)));
}
