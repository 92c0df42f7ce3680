import { createHash } from 'node:crypto';
import { keep, type Kept } from '../api/kept';
import { isRecord } from '../core/json/isRecord';
import { userKey, type UpdateTarget } from './updateTarget';

const stateKey = 'truto.openAttempts';

/** In ms. How long Truto remembers a key is not documented; after a day the live user has told what became of it. */
const maxOpenMs = 24 * 3_600_000;

interface OpenAttempt {
  readonly key: string;
  /** In ms since 1970. */
  readonly since: number;
}

/** One update that is about to be sent, under the key that was kept for it. */
export interface Attempt {
  readonly idempotencyKey: string;
  /** `open`: whether it was applied is not known, so that sending the same again goes under the same key. */
  readonly end: (state: 'open' | 'ended') => Promise<void>;
}

/** An update of this user is under way already. */
export class UpdateUnderWayError extends Error {
  constructor() {
    super('userUnderWay');
  }
}

/**
 * The idempotency keys of updates whose outcome is open. Sending the same body to the same target again goes out under
 * the same key, also after the window was closed, so that Truto answers the stored response instead of running it
 * twice; a changed body gets a new key. Of the update itself only a hash is kept.
 */
export class SendAttempts {
  private readonly inFlight = new Set<string>();

  constructor(
    private readonly state: Kept,
    private readonly now: () => number = Date.now,
  ) {}

  /** Begins one: its key is kept before anything is sent under it. Throws UpdateUnderWayError while another one of the same user has not ended. */
  async begin(target: UpdateTarget, query: Readonly<Record<string, unknown>>, body: string): Promise<Attempt> {
    const user = userKey(target);
    if (this.inFlight.has(user)) throw new UpdateUnderWayError();
    this.inFlight.add(user);
    const hash = createHash('sha256')
      .update(JSON.stringify([user, query, body]))
      .digest('base64url');
    try {
      return {
        idempotencyKey: await this.open(hash),
        end: async (state) => {
          this.inFlight.delete(user);
          if (state === 'ended') await this.close(hash);
        },
      };
    } catch (error) {
      this.inFlight.delete(user);
      throw error;
    }
  }

  private async open(hash: string): Promise<string> {
    const now = this.now();
    const young = this.all().filter(([, { since }]) => now - since < maxOpenMs);
    const key = young.find(([name]) => name === hash)?.[1].key ?? crypto.randomUUID();
    await keep(this.state, stateKey, Object.fromEntries([...young, [hash, { key, since: now }]]));
    return key;
  }

  private async close(hash: string): Promise<void> {
    await keep(this.state, stateKey, Object.fromEntries(this.all().filter(([name]) => name !== hash)));
  }

  private all(): (readonly [string, OpenAttempt])[] {
    const kept = this.state.get(stateKey);
    return isRecord(kept)
      ? Object.entries(kept).filter((entry): entry is [string, OpenAttempt] => isOpenAttempt(entry[1]))
      : [];
  }
}

const isOpenAttempt = (value: unknown): boolean =>
  isRecord(value) && typeof value['key'] === 'string' && typeof value['since'] === 'number';
