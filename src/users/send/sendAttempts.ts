import type { UserUpdate } from './userUpdate';

/**
 * The idempotency keys of updates whose outcome is open. Sending the same body to the same target again goes out under
 * the same key, so that Truto answers the stored response instead of running it twice; a changed body gets a new key.
 */
export class SendAttempts {
  private readonly open = new Map<string, string>();
  private readonly inFlight = new Set<string>();

  /** Runs one send under its key; a second one to the same user while the first is under way is refused (undefined). */
  async run<T>(update: UserUpdate, body: string, send: (idempotencyKey: string) => Promise<T>, isOpen: (error: unknown) => boolean): Promise<T | undefined> {
    const target = JSON.stringify([update.profile.baseUrl, update.profile.name, update.accountId, update.userId]);
    if (this.inFlight.has(target)) return undefined;
    const attempt = JSON.stringify([target, update.query, body]);
    const key = this.open.get(attempt) ?? crypto.randomUUID();
    this.inFlight.add(target);
    this.open.set(attempt, key);
    try {
      const answer = await send(key);
      this.open.delete(attempt);
      return answer;
    } catch (error) {
      if (!isOpen(error)) this.open.delete(attempt);
      throw error;
    } finally {
      this.inFlight.delete(target);
    }
  }
}
