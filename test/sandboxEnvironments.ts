import { Environment, type EnvironmentOptions } from '../src/api/environment';
import type { EnvironmentFacts } from '../src/api/environmentFacts';
import { Environments } from '../src/api/environments';
import { Pacer } from '../src/core/http/pacer';
import type { Profile } from '../src/core/http/profile';
import type { Sandbox } from '../src/sandbox/startSandbox';

type SignedIn = Pick<Sandbox, 'baseUrl' | 'token'>;

const options = (token: EnvironmentOptions['token'], facts?: EnvironmentFacts): EnvironmentOptions => ({
  token,
  ...(facts && { facts }),
  fetch,
  timeoutSeconds: () => 5,
  isTrusted: () => true,
  onRequest: () => undefined,
  pacer: () => Promise.resolve(new Pacer(Date.now)),
});

/** A handle on a running sandbox. */
export function environmentOf(
  { baseUrl, token }: SignedIn,
  name = 'Test',
  others: Partial<EnvironmentOptions> = {},
): Environment {
  return new Environment({ name, baseUrl }, { ...options(() => Promise.resolve(token)), ...others });
}

/**
 * The environments of a window, all of which take this token, with the one that it uses at each moment.
 * @param facts what is known of them; without it they are not asked what they are
 */
export function environmentsOf(
  token: string,
  active: () => Profile | undefined,
  facts?: EnvironmentFacts,
): Environments {
  return new Environments({ ...options(() => Promise.resolve(token), facts), active, lost: () => undefined });
}
