import { integrationRule } from '../core/rules/integrations';
import type { Quirks } from './quirks';
import type { AccountStatus, ForbiddenError, SandboxAccount, SandboxIntegration } from './sandboxAccount';
import { SeededRandom } from './seededRandom';

/** One environment: a Truto token never sees accounts of another. */
export const environmentId = '11aa22bb-0000-4000-8000-00000000e001';

export interface AccountSketch {
  readonly id: string;
  readonly slug: string;
  readonly tenant: string;
  /** The integration's name for people; that of its slug when left out. */
  readonly label?: string;
  readonly status?: AccountStatus;
  readonly isSandbox?: boolean;
  readonly isBlocked?: boolean;
  readonly missingScopes?: readonly string[];
  readonly quirks?: Quirks;
}

/** Fills in what a sketch leaves open; the same sketch always gives the same account. */
export function describeAccount(sketch: AccountSketch): SandboxAccount {
  const random = new SeededRandom(sketch.id);
  const { slug, tenant, status = 'active', missingScopes = [] } = sketch;
  const createdAt = random.dateTime(2022, 2024);
  const updatedAt = random.dateTime(2024, 2025);
  const authenticationMethod = random.pick(['oauth2', 'oauth2', 'api_key', 'oauth2_client_credentials']);
  return {
    id: sketch.id,
    tenant_id: tenant,
    environment_id: environmentId,
    environment_integration_id: new SeededRandom('environment integration', slug).uuid(),
    status,
    is_sandbox: sketch.isSandbox ?? false,
    authentication_method: authenticationMethod,
    region: random.pick(['wnam', 'enam', 'apac', 'eu']),
    context: accountContext(slug, tenant, authenticationMethod, random),
    integration: describeIntegration(slug, sketch.label),
    created_at: createdAt,
    updated_at: updatedAt,
    ...lastErrors(status, missingScopes, updatedAt),
    is_blocked: sketch.isBlocked ?? false,
    missing_scopes: missingScopes,
    quirks: sketch.quirks ?? {},
  };
}

function describeIntegration(slug: string, given: string | undefined): SandboxIntegration {
  const rule = integrationRule(slug);
  // Slack is in no table of updatable integrations: it stands for those whose users can only be read.
  const label = given ?? rule?.label ?? `${slug.charAt(0).toUpperCase()}${slug.slice(1)}`;
  return {
    id: new SeededRandom('integration', slug).uuid(),
    name: slug,
    label,
    category: rule?.category ?? 'chat',
    config: { label, base_url: `https://api.${slug}.example`, logo: `https://logos.example/${slug}.svg` },
  };
}

/** A real context holds the connection's credentials; these only look like them. */
function accountContext(slug: string, tenant: string, method: string, random: SeededRandom): Record<string, unknown> {
  const credentials =
    method === 'api_key'
      ? { api_key: `sandbox-key-${random.uuid()}` }
      : {
          oauth: {
            token: {
              access_token: `sandbox-access-${random.uuid()}`,
              refresh_token: `sandbox-refresh-${random.uuid()}`,
              expires_in: 3600,
              token_type: 'Bearer',
            },
          },
        };
  return {
    [`${slug.replaceAll('-', '_')}_subdomain`]: tenant,
    base_url: `https://${tenant}.${slug}.example`,
    ...credentials,
  };
}

function lastErrors(
  status: AccountStatus,
  missingScopes: readonly string[],
  at: string,
): { last_error?: string; last_forbidden_error?: ForbiddenError } {
  const lastError = lastErrorTexts[status];
  return {
    ...(lastError === undefined ? {} : { last_error: lastError }),
    ...(missingScopes.length === 0
      ? {}
      : {
          last_forbidden_error: { resource: 'users', method: 'update', missing_scopes: missingScopes, occurred_at: at },
        }),
  };
}

const lastErrorTexts: Readonly<Partial<Record<AccountStatus, string>>> = {
  needs_reauth: 'invalid_grant: the refresh token is expired or was revoked',
  post_install_error: 'Post-install step "register webhooks" failed with 403 Forbidden',
  validation_error: 'Validation step "read the current user" failed with 404 Not Found',
};
