import type { Environment } from '../../api/environment';
import type { UserField } from '../../core/update/userFile';
import type { EditBase } from './editBases';

/** One update, complete and fixed: what was shown is what is sent. */
export interface UserUpdate {
  /** Where it goes, whichever environment is in use by then. */
  readonly environment: Environment;
  readonly accountId: string;
  readonly accountLabel: string;
  /** The integration's name for people. */
  readonly integration: string;
  /** Nothing real can be harmed: a sandbox account, or an API on this computer. */
  readonly harmless: boolean;
  readonly userId: string;
  readonly userName: string;
  readonly live: Readonly<Record<string, unknown>>;
  /** The live user as this edit began. */
  readonly base: EditBase;
  readonly query: Readonly<Record<string, unknown>>;
  /** Of the query, what reading the user takes too. */
  readonly readQuery: Readonly<Record<string, unknown>>;
  /** The fields that go, each spelled as in the file. */
  readonly fields: readonly UserField[];
  /** What a person took out of the file: it stays as it is. */
  readonly leftOut: readonly string[];
}

/** A send that was refused here, before anything left: the message says why and what to do. */
export class SendRefused extends Error {
  constructor(
    message: string,
    readonly nextStep?: { readonly title: string; run(): Thenable<unknown> },
  ) {
    super(message);
  }
}
