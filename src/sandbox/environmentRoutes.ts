import { environmentId } from './describeAccount';
import { readJson, type Route } from './route';

/** What the environment of the token is, and the token itself, which is never shown again. */
export const environmentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/environment',
    handle: (_call, { environment: { name } }) =>
      readJson({ id: environmentId, name, created_at: createdAt, updated_at: createdAt }),
  },
  {
    method: 'GET',
    path: '/api-token',
    handle: (_call, { environment: { tokenExpiresAt } }) =>
      readJson({
        id: '11aa22bb-0000-4000-8000-00000000a001',
        name: 'Editor',
        environment_id: environmentId,
        expires_at: tokenExpiresAt,
        created_at: createdAt,
      }),
  },
];

const createdAt = '2024-01-02T08:00:00.000Z';
