import type { Charset } from './charsets';
import type { ListFilter } from './listFilters';
import type { Spelling } from './storedSpelling';
import type { StoredUser } from './sandboxUser';

export type OfferedMethod = 'list' | 'get' | 'create' | 'update' | 'delete';

/**
 * How one account differs from the polite ones: its integration, its provider, and Truto's mapping between them. What is
 * left out is polite.
 */
export interface Quirks {
  /** What the capabilities tell; every other method is answered 405. */
  readonly methods?: readonly OfferedMethod[];
  /** Query parameters that reading wants, told by `meta/get` and `meta/list`; without them 400. */
  readonly requiredQuery?: { readonly get?: readonly string[]; readonly list?: readonly string[] };
  /** The same, of which any one is enough. */
  readonly requiredQueryOneOf?: { readonly get?: readonly string[]; readonly list?: readonly string[] };
  readonly list?: ListQuirks;
  readonly reads?: ReadQuirks;
  readonly writes?: WriteQuirks;
  readonly quota?: ProviderQuota;
  readonly idempotency?: IdempotencyRule;
  /** Of the responses to unified calls that succeed; UTF-8 when left out. */
  readonly charset?: Charset;
  /** Waited before each unified call. */
  readonly latencyMs?: number;
  /** Whether fresh credentials mend the account where it needs to be connected again. */
  readonly refreshable?: boolean;
  /** Its roles, groups, organizations, workspaces and licenses. */
  readonly choices?: {
    /** Their lists are answered 405. */
    readonly methods?: 'none';
    /** How many of each. */
    readonly count?: number;
    /** Entries without names. */
    readonly idsOnly?: boolean;
  };
  /** The first users of the account. */
  readonly users?: readonly StoredUser[];
  /** How many users it has, those above included. */
  readonly userCount?: number;
}

interface ListQuirks {
  /** The only fields of each entry; the envelope then says `is_partial_response`. */
  readonly fields?: readonly string[];
  /** The only filters that `meta/list` names and the list heeds; others are as if not given. */
  readonly filters?: readonly ListFilter[];
  /** Every page after the first one names itself as the next one. */
  readonly cursorRepeats?: boolean;
  /** Pages that begin behind so many users are answered 502 by the provider. */
  readonly failsAfter?: number;
}

interface ReadQuirks {
  /** The old values are shown to so many reads after a write, and for so long. */
  readonly late?: { readonly reads?: number; readonly seconds?: number };
  /** Lists inside a user come in another order at each read. */
  readonly reorders?: boolean;
  /** `remote_data` says when it was answered. */
  readonly clock?: boolean;
}

interface WriteQuirks {
  /** In which ways that which is stored differs from what was sent. */
  readonly spelling?: readonly Spelling[];
  /** The response to a write shows what was sent instead of what is stored. */
  readonly echoes?: boolean;
  /** Fields that are taken without a word and not stored. */
  readonly ignores?: readonly string[];
  /** The provider takes any value of any field. */
  readonly unchecked?: boolean;
}

/** The provider's own quota, told in `ratelimit-*` in place of Truto's; when it is exceeded: 429 with the remote flag. */
export interface ProviderQuota {
  readonly requests: number;
  readonly seconds: number;
  /** `110`, which is usual; `110;w=10` with the window; or no header at all. */
  readonly told?: 'limit' | 'window' | 'nothing';
  /** `ratelimit-reset` is a point in time (seconds since 1970), not a number of seconds. */
  readonly resetAsEpoch?: boolean;
  /** What the 429 asks for; the seconds until there is room when left out. */
  readonly retryAfter?: number;
}

/** What becomes of a repeated `Idempotency-Key`. */
export interface IdempotencyRule {
  /** Failures are stored and replayed as well. */
  readonly storesFailures?: boolean;
  /** The key is unknown again after so many seconds, or after so many further requests with a key. */
  readonly forgetsAfter?: { readonly seconds?: number; readonly requests?: number };
  /** Another body under the same key is refused with this status. */
  readonly otherBody?: 409 | 422;
  /** Each request is applied, whatever its key. */
  readonly ignoresKeys?: boolean;
}
