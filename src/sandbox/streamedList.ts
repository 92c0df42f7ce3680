import { generatedList, splitAt } from './generatedList';

export interface StreamPlan {
  readonly bytes: number;
  /** Stops before the byte `at` until the promise is settled. */
  readonly hold?: { readonly at: number; readonly until: Promise<unknown> };
  /** Breaks off before this byte. */
  readonly cutAt?: number;
}

/** The body was to break off here. */
export class StreamCut extends Error {}

/** A large JSON list that stops and breaks off as planned. Throws StreamCut. */
export async function* streamedList({ bytes, hold, cutAt }: StreamPlan): AsyncGenerator<Uint8Array> {
  const stops = [hold?.at, cutAt].filter((at) => at !== undefined);
  let sent = 0;
  for (const piece of splitAt(generatedList(bytes), stops)) {
    if (sent === hold?.at) await hold.until;
    if (sent === cutAt) throw new StreamCut();
    yield piece;
    sent += piece.length;
  }
}
