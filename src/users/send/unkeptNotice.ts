import { tell } from '../../platform/notify';
import { storageWords } from '../../platform/words/storageWords';
import type { Prepared } from '../../updates/prepared';
import type { EndedUpdate } from '../../updates/updates';

/** Tells once in a window what is lost where the storage of VS Code cannot be written. */
export class UnkeptNotice {
  private readonly said = new Set<string | undefined>();

  /** The question before the send says it. */
  asked({ base, earlier }: Prepared): void {
    this.said.add(storageWords(base, earlier.isUnkept));
  }

  /** To be called after a send: it may have had no question, or lost more than the question knew. */
  tell({ prepared, outcome }: EndedUpdate): void {
    const words = storageWords(prepared.base, outcome.isUnkept);
    if (words === undefined || this.said.has(words)) return;
    this.said.add(words);
    void tell('warning', words);
  }
}
