import type { Environment } from '../api/environment';
import { isPartOf, type DocumentMove } from '../core/update/movedEntries';

/** Where it was to go. */
type Where = Pick<Environment, 'key'>;

interface Moves {
  onDidMove(listener: (move: DocumentMove) => void): { dispose(): void };
}

/** Which document's update waits for an account to be connected anew: the last one that was refused because of that. */
export class WaitingSends {
  private readonly documents = new Map<string, string>();
  private readonly subscription: { dispose(): void };

  constructor(moves: Moves) {
    this.subscription = moves.onDidMove((move) => this.follow(move));
  }

  note(environment: Where, accountId: string, uri: string): void {
    this.documents.set(keyOf(environment, accountId), uri);
  }

  of(environment: Where, accountId: string): string | undefined {
    return this.documents.get(keyOf(environment, accountId));
  }

  /** Nothing of this document waits any more. */
  forget(uri: string): void {
    for (const [key, document] of this.documents) if (document === uri) this.documents.delete(key);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private follow({ from, to, isCopy }: DocumentMove): void {
    if (isCopy) return;
    for (const [key, uri] of this.documents) {
      if (!isPartOf(uri, from)) continue;
      if (to === undefined) this.documents.delete(key);
      else this.documents.set(key, to + uri.slice(from.length));
    }
  }
}

const keyOf = ({ key }: Where, accountId: string): string => `${key} ${accountId}`;
