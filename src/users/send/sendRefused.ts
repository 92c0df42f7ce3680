import type { Action } from '../../platform/notify';

/** A send that was refused here, before anything left: the message says why and what to do. */
export class SendRefused extends Error {
  constructor(
    message: string,
    readonly nextStep?: Action,
    /** The account that must be connected anew first. */
    readonly accountToReconnect?: string,
  ) {
    super(message);
  }
}
