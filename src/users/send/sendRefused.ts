import type { Action } from '../../platform/notify';

interface RefusalOptions {
  readonly nextStep?: Action | undefined;
  /** The account that must be connected anew first. */
  readonly accountToReconnect?: string | undefined;
  /** Information where nothing is wrong: there is just nothing to do. */
  readonly severity?: 'error' | 'information';
}

/** A send that was refused here, before anything left: the message says why and what to do. */
export class SendRefused extends Error {
  readonly nextStep: Action | undefined;
  readonly accountToReconnect: string | undefined;
  readonly severity: 'error' | 'information';

  constructor(message: string, { nextStep, accountToReconnect, severity = 'error' }: RefusalOptions = {}) {
    super(message);
    this.nextStep = nextStep;
    this.accountToReconnect = accountToReconnect;
    this.severity = severity;
  }
}
