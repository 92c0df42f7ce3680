import type { Environment } from '../api/environment';

/** The one user that an update is about. */
export interface UpdateTarget {
  readonly environment: Environment;
  readonly accountId: string;
  readonly userId: string;
}

/** Tells users apart, over all environments. */
export const userKey = ({ environment, accountId, userId }: UpdateTarget): string =>
  JSON.stringify([environment.key, accountId, userId]);
