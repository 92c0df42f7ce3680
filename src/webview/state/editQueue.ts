import type { UserTextOp } from '../../core/edit/editUserText';
import type { JsonPath } from '../../core/json/jsonPath';
import type { EditReply } from '../../protocol/requests';

/** One change on its way: where it belongs is asked anew each time it is sent. */
interface QueuedEdit {
  readonly locate: () => JsonPath | undefined;
  readonly op: UserTextOp;
}

/** An edit is only stale when someone else changed the text in between: more often than this is no coincidence. */
const maxAttempts = 5;

/** Sends one edit at a time, in order. A stale edit is located in the newer text and sent again. */
export class EditQueue {
  private tail: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly send: (path: JsonPath, op: UserTextOp) => Promise<EditReply>) {}

  /** Whether an edit is still on its way. */
  get isBusy(): boolean {
    return this.waiting > 0;
  }

  /** Resolves with whether the edit was made; never rejects. */
  push(edit: QueuedEdit): Promise<boolean> {
    this.waiting++;
    const sent = this.tail.then(() => this.attempt(edit));
    this.tail = sent;
    return sent.finally(() => this.waiting--);
  }

  /** Resolves when every edit pushed so far has been answered. */
  async idle(): Promise<void> {
    await this.tail;
  }

  private async attempt({ locate, op }: QueuedEdit): Promise<boolean> {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const path = locate();
      if (path === undefined) return false;
      const { ok, reason } = await this.send(path, op);
      if (ok) return true;
      if (reason !== 'stale') return false;
    }
    return false;
  }
}
