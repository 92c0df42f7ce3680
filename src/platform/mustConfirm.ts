import type { Environment } from '../api/environment';
import { settings } from './settings';

/** What is to be sent, and where. */
interface Sending {
  readonly environment: Pick<Environment, 'isProduction'>;
  /** Nothing real can be harmed. */
  readonly harmless: boolean;
}

/**
 * Whether a person is asked before it is sent: always where the environment is known to be one of production, elsewhere as
 * the user's own setting says.
 */
export function mustConfirm({ environment, harmless }: Sending): boolean {
  if (environment.isProduction === true) return true;
  const confirm = settings.confirm();
  return confirm === 'always' || (confirm === 'production' && !harmless);
}
