import { setImmediate as others } from 'node:timers/promises';

/** Milliseconds of work in one go. */
const turn = 8;

/**
 * Runs work that pauses now and then, and lets others have their turn in between. Resolves to what it returns, or to
 * undefined as soon as nobody wants it any more.
 */
export async function runSlices<T>(
  slices: Iterator<unknown, T, undefined>,
  isWanted: () => boolean,
): Promise<T | undefined> {
  let end = performance.now() + turn;
  for (;;) {
    const slice = slices.next();
    if (slice.done === true) return slice.value;
    if (performance.now() < end) continue;
    await others();
    if (!isWanted()) return undefined;
    end = performance.now() + turn;
  }
}
