import { integrationRules } from '../core/rules/integrations';
import { describeAccount } from './describeAccount';
import { accountStatuses, type AccountStatus, type SandboxAccount } from './sandboxAccount';
import { SeededRandom } from './seededRandom';

const tenants = [
  'acme',
  'globex',
  'initech',
  'umbrella',
  'hooli',
  'stark-industries',
  'wayne',
  'søstrene',
  '株式会社',
  'acme-2',
];

/**
 * As many accounts as asked for, most of them active, over all integrations in turn: first those that `present`
 * accounts lack, so that already the usual number shows every integration.
 */
export function generatedAccounts(seed: number, count: number, present: readonly SandboxAccount[]): SandboxAccount[] {
  const presentSlugs = new Set(present.map((account) => account.integration.name));
  const slugs = integrationRules.map((rule) => rule.slug);
  const order = [...slugs.filter((slug) => !presentSlugs.has(slug)), ...slugs.filter((slug) => presentSlugs.has(slug))];
  return Array.from({ length: Math.max(0, count) }, (_, index) => generatedAccount(seed, index, order));
}

function generatedAccount(seed: number, index: number, slugs: readonly string[]): SandboxAccount {
  const random = new SeededRandom(seed, 'account', index);
  return describeAccount({
    id: random.uuid(),
    slug: slugs[index % slugs.length] ?? 'hubspot',
    tenant: random.pick(tenants),
    status: statusOf(index, random),
    isSandbox: random.chance(0.1),
    isBlocked: random.chance(0.03),
    missingScopes: random.chance(0.05) ? ['users:write', 'users:admin'] : [],
  });
}

/** Every fifth account is not active, over the other four statuses in turn. */
function statusOf(index: number, random: SeededRandom): AccountStatus {
  const troubled = accountStatuses.filter((status) => status !== 'active');
  return index % 5 === 4 ? (troubled[Math.floor(index / 5) % troubled.length] ?? random.pick(troubled)) : 'active';
}
