import { Environments } from '../src/api/environments';

const integrations = 60;
const tenants = 10;

const accountAt = (index: number) => ({
  id: `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`,
  tenant_id: `tenant-${index % tenants}`,
  status: index % 5 === 4 ? 'needs_reauth' : 'active',
  is_sandbox: index % 10 === 3,
  integration: { name: `integration-${index % integrations}`, label: `Integration ${index % integrations}` },
});
const userAt = (index: number) => ({
  id: `usr_${index}`,
  name: `User ${index}`,
  emails: [{ email: `user-${index}@example.com` }],
  status: 'active',
});

/** An environment of so many accounts, each with so many users, whose server is in this process; and what it is asked. */
export function environmentsOfMany(accounts: number, users = accounts): { environments: Environments; asked: URL[] } {
  const asked: URL[] = [];
  const answer = (url: URL): unknown => {
    if (url.pathname.endsWith('/capabilities'))
      return {
        integration: {},
        unified: [{ model: 'user-directory', resource: 'users', methods: ['update'] }],
        account: { status: 'active', is_blocked: false },
      };
    const [entryAt, count] = url.pathname.endsWith('/users') ? [userAt, users] : [accountAt, accounts];
    const start = Number(url.searchParams.get('next_cursor') ?? 0);
    const end = Math.min(count, start + Number(url.searchParams.get('limit')));
    const result = Array.from({ length: end - start }, (_, index) => entryAt(start + index));
    return { result, next_cursor: end < count ? String(end) : null };
  };
  const profile = { name: 'Many', baseUrl: 'http://127.0.0.1:1' };
  const environments = new Environments({
    active: () => profile,
    lost: () => undefined,
    token: () => Promise.resolve('token'),
    fetch: (input) => {
      const url = new URL(input instanceof Request ? input.url : input);
      asked.push(url);
      return Promise.resolve(Response.json(answer(url)));
    },
    timeoutSeconds: () => 30,
    isTrusted: () => true,
    onRequest: () => undefined,
    pacer: () => Promise.resolve({ take: () => 0, done: () => undefined }),
  });
  return { environments, asked };
}
