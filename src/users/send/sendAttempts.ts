import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import type { UserUpdate } from './userUpdate';

const stateKey = 'truto.openAttempts';

/** In ms. How long Truto remembers a key is not documented; after a day the live user has told what became of it. */
const longestOpen = 24 * 3_600_000;

type OpenAttempts = Readonly<Record<string, { readonly key: string; readonly since: number }>>;

/**
 * The idempotency keys of updates whose outcome is open. Sending the same body to the same target again goes out under
 * the same key, also after the window was closed, so that Truto answers the stored response instead of running it
 * twice; a changed body gets a new key. Of the update itself only a hash is kept.
 */
export class SendAttempts {
  private readonly inFlight = new Set<string>();

  constructor(private readonly state: vscode.Memento) {}

  /** Runs one send under its key; a second one to the same user while the first is under way is refused (undefined). */
  async run<T>(
    update: UserUpdate,
    body: string,
    send: (idempotencyKey: string) => Promise<T>,
    isOpen: (error: unknown) => boolean,
  ): Promise<T | undefined> {
    const target = JSON.stringify([update.environment.key, update.accountId, update.userId]);
    if (this.inFlight.has(target)) return undefined;
    this.inFlight.add(target);
    const attempt = createHash('sha256')
      .update(JSON.stringify([target, update.query, body]))
      .digest('base64url');
    try {
      const response = await send(await this.open(attempt));
      await this.close(attempt);
      return response;
    } catch (error) {
      if (!isOpen(error)) await this.close(attempt);
      throw error;
    } finally {
      this.inFlight.delete(target);
    }
  }

  /** The key is kept before anything is sent under it. */
  private async open(attempt: string): Promise<string> {
    const young = Object.fromEntries(
      Object.entries(this.all()).filter(([, { since }]) => Date.now() - since < longestOpen),
    );
    const { key } = young[attempt] ?? { key: crypto.randomUUID() };
    await this.state.update(stateKey, { ...young, [attempt]: { key, since: Date.now() } });
    return key;
  }

  private async close(attempt: string): Promise<void> {
    await this.state.update(
      stateKey,
      Object.fromEntries(Object.entries(this.all()).filter(([name]) => name !== attempt)),
    );
  }

  private all(): OpenAttempts {
    return this.state.get<OpenAttempts>(stateKey, {});
  }
}
