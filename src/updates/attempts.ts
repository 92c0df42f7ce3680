import * as z from 'zod/mini';
import { parseExact } from '../core/json/exactJson';
import { isRecord } from '../core/json/isRecord';
import { KeptUser, type Seal } from '../core/secrets/keptUser';
import type { OpenAttempt } from '../core/update/openAttempts';
import type { Seals } from './seals';

/** An update of this user is under way already, in this window or another one. */
export class UpdateUnderWayError extends Error {
  constructor() {
    super('userUnderWay');
  }
}

/** Where the attempts of a user are kept, by names of letters that a file may have. */
export interface AttemptStore {
  /** Undefined when somebody else holds it, in whichever window. */
  acquire(name: string): Promise<AttemptHold | undefined>;
  /** Undefined when there is nothing. */
  read(name: string): Promise<string | undefined>;
  /** Resolves when it would outlive a crash of the computer. Undefined: nothing is left of it. */
  write(name: string, text: string | undefined): Promise<void>;
}

/** A user's attempts, held by one window. */
export interface AttemptHold {
  /** Whether what is written outlives the window. */
  readonly isKept: boolean;
  release(): Promise<void>;
}

/** The attempts of one user, as long as nobody else sends to it. */
export interface HeldAttempts {
  /** Those whose outcome is open, the oldest first. */
  readonly open: readonly OpenAttempt[];
  /** Seals what is kept of an attempt. */
  readonly seal: Seal;
  /** Whether an attempt outlives the window. */
  readonly isKept: boolean;
  /** Keeps those that are open from now on. */
  keep(open: readonly OpenAttempt[]): Promise<void>;
}

/** More attempts whose outcome nobody knows say nothing. */
const maxOpen = 20;

const user = z.custom<Readonly<Record<string, unknown>>>(isRecord);
const attemptSchema = z.object({
  key: z.string(),
  content: z.string(),
  firstUsed: z.number(),
  source: z.string(),
  names: z.array(z.string()),
  before: z.optional(user),
  after: user,
  isFailedAlike: z.boolean(),
});

/**
 * The idempotency keys of updates whose outcome is open, kept before anything is sent under them. Sending the same body to
 * the same target again goes out under the same key, also after the window was closed, so that Truto answers the stored
 * response instead of running it twice. Of the update itself no secret is kept, and no name of a user.
 */
export class Attempts {
  constructor(
    private readonly store: AttemptStore,
    private readonly seals: Seals,
  ) {}

  /** Runs with the attempts of one user, which is nobody else's meanwhile. Throws UpdateUnderWayError, and what `run` throws. */
  async hold<T>(userKey: string, run: (held: HeldAttempts) => Promise<T>): Promise<T> {
    const seal = (await this.seals.kept()) ?? this.seals.passing;
    const name = seal(userKey);
    const hold = await this.store.acquire(name);
    if (!hold) throw new UpdateUnderWayError();
    try {
      return await run({
        open: attemptsIn(await this.store.read(name), seal),
        seal,
        isKept: hold.isKept,
        keep: (open) => this.store.write(name, textOf(open)),
      });
    } finally {
      await hold.release();
    }
  }
}

function textOf(open: readonly OpenAttempt[]): string | undefined {
  if (open.length === 0) return undefined;
  const kept = open.slice(-maxOpen).map(({ sent, ...attempt }) => ({ ...attempt, ...sent }));
  return JSON.stringify(kept);
}

/** What is damaged is not there. */
function attemptsIn(text: string | undefined, seal: Seal): OpenAttempt[] {
  const entries = text === undefined ? [] : readJson(text);
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry) => {
    const { data } = attemptSchema.safeParse(entry);
    if (!data) return [];
    const { names, before, after, ...attempt } = data;
    const sent = { names, before: before && KeptUser.read(before, seal), after: KeptUser.read(after, seal) };
    return [{ ...attempt, sent }];
  });
}

function readJson(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}
