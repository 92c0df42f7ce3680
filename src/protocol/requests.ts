import type { Reply } from './formMessages';

export type EditReply = Pick<Reply, 'ok' | 'reason'>;

/** Numbers the requests of one side and settles each when its answer comes. */
export class Requests {
  private readonly pending = new Map<number, (outcome: EditReply) => void>();
  private lastId = 0;
  private closed = false;

  /** Posts a request under a new id; resolves with its answer and never rejects. */
  send(post: (id: number) => void): Promise<EditReply> {
    if (this.closed) return Promise.resolve({ ok: false, reason: 'closed' });
    const id = ++this.lastId;
    return new Promise((resolve) => {
      this.pending.set(id, resolve);
      post(id);
    });
  }

  /** Hands an answer to the request it belongs to; an answer that nobody waits for is dropped. */
  settle(answer: Reply): void {
    this.pending.get(answer.id)?.(answer);
    this.pending.delete(answer.id);
  }

  /** Ends every open request and all later ones: nobody will answer any more. */
  close(): void {
    this.closed = true;
    for (const resolve of this.pending.values()) resolve({ ok: false, reason: 'closed' });
    this.pending.clear();
  }
}
