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
  /** Resolves to whether it outlives a crash of the computer; the window has it anyway. Undefined: nothing is left of it. */
  write(name: string, text: string | undefined): Promise<boolean>;
}

/** A user's attempts, held by one window. */
export interface AttemptHold {
  /** Whether what is written outlives the window. */
  readonly isKept: boolean;
  /** To be asked before each send and each write: a window that slept may have lost them to another one meanwhile. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

/** The attempts of one user as they are kept. */
export interface SeenAttempts {
  /** Those whose outcome is open, the oldest first. */
  readonly open: readonly OpenAttempt[];
  /** Seals what is kept of an attempt. */
  readonly seal: Seal;
}

/** The attempts of one user, as long as nobody else sends to it. */
export interface HeldAttempts extends SeenAttempts {
  /** Whether an attempt outlives the window. */
  readonly isKept: boolean;
  /** Whether they are this window's still, at this moment: a window that slept may have lost them. */
  isHeld(): Promise<boolean>;
  /**
   * Keeps those that are open from now on. Resolves to whether they outlive the window. Throws UpdateUnderWayError where they
   * are another window's by now.
   */
  keep(open: readonly OpenAttempt[]): Promise<boolean>;
}

/** More attempts whose outcome nobody knows say nothing. */
const maxOpen = 20;

export const initiatorSchema = z.enum(['editor', 'bulk', 'undo', 'agent']);

const user = z.custom<Readonly<Record<string, unknown>>>(isRecord);
const attemptSchema = z.object({
  key: z.string(),
  content: z.string(),
  firstUsed: z.number(),
  who: z.optional(initiatorSchema),
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

  /** The attempts of one user, whoever holds them. */
  async seen(userKey: string): Promise<SeenAttempts> {
    const seal = await this.seal();
    return this.read(seal(userKey), seal);
  }

  /** Runs with the attempts of one user, which is nobody else's meanwhile. Throws UpdateUnderWayError, and what `run` throws. */
  async hold<T>(userKey: string, run: (held: HeldAttempts) => Promise<T>): Promise<T> {
    const seal = await this.seal();
    const name = seal(userKey);
    const hold = await this.store.acquire(name);
    if (!hold) throw new UpdateUnderWayError();
    try {
      return await run({
        ...(await this.read(name, seal)),
        isKept: hold.isKept,
        isHeld: () => hold.isHeld(),
        keep: async (open) => {
          if (!(await hold.isHeld())) throw new UpdateUnderWayError();
          return this.store.write(name, textOf(open));
        },
      });
    } finally {
      await hold.release();
    }
  }

  private async seal(): Promise<Seal> {
    return (await this.seals.kept()) ?? this.seals.passing;
  }

  private async read(name: string, seal: Seal): Promise<SeenAttempts> {
    return { open: attemptsIn(await this.store.read(name), seal), seal };
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
