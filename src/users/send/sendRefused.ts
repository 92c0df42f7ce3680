/** A send that was refused here, before anything left: the message says why and what to do. */
export class SendRefused extends Error {
  constructor(
    message: string,
    readonly nextStep?: { readonly title: string; run(): Thenable<unknown> },
  ) {
    super(message);
  }
}
