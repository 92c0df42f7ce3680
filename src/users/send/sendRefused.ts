import type { Action } from '../../platform/notify';

/** A send that was refused here, before anything left: the message says why and what to do. */
export class SendRefused extends Error {
  constructor(
    message: string,
    readonly nextStep?: Action,
    /** The account that must be connected anew first. */
    readonly accountToReconnect?: string,
    /** Information where nothing is wrong: there is just nothing to do. */
    readonly severity: 'error' | 'information' = 'error',
  ) {
    super(message);
  }

  static nothingToDo(message: string): SendRefused {
    return new SendRefused(message, undefined, undefined, 'information');
  }
}
