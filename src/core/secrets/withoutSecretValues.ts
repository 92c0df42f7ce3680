import { isSecretKey } from './isSecretKey';

/** Stands for a value that is not shown and not kept. */
export const hiddenValue = '••••••';

/** A copy of a user with a stand-in for whatever lies under a secret-looking key. */
export function withoutSecretValues(
  user: Readonly<Record<string, unknown>>,
  standIn = hiddenValue,
): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(user, (key, value: unknown) => (isSecretKey(key) && value !== null ? standIn : value)),
  ) as Record<string, unknown>;
}
