/** Accounts of the sandbox whose ids and behaviour are fixed. */
export const accounts = {
  hubspot: '5a9d0c1e-0000-4000-8000-000000000001',
  clickup: '5a9d0c1e-0000-4000-8000-000000000002',
  looker: '5a9d0c1e-0000-4000-8000-000000000003',
  needsReauth: '5a9d0c1e-0000-4000-8000-000000000004',
  sandbox: '5a9d0c1e-0000-4000-8000-000000000005',
  blocked: '5a9d0c1e-0000-4000-8000-000000000006',
  missingScopes: '5a9d0c1e-0000-4000-8000-000000000007',
} as const;
