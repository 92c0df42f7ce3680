import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds. */
const patience = 30_000;

type Answer<T> = T | undefined | false;

/**
 * Asks every 50 ms until there is an answer (neither undefined nor false), and returns it. A question that throws, of a
 * file that is half written or a frame that is just replaced, is asked again. Throws an error that names what was awaited
 * after the time-out (in milliseconds), with what the last question threw as its cause.
 */
export async function until<T>(
  what: string,
  ask: () => Answer<T> | Promise<Answer<T>>,
  timeout = patience,
): Promise<T> {
  return keepAsking(what, ask, timeout, () => sleep(50));
}

/** The same, asking at each turn of the event loop: for what is some turns away. */
export async function untilTurn<T>(what: string, ask: () => Answer<T>, timeout = patience): Promise<T> {
  return keepAsking(what, ask, timeout, () => turn());
}

/** Whether it comes to hold within a time (in milliseconds). */
export async function soon(ask: () => boolean | Promise<boolean>, timeout = 2000): Promise<boolean> {
  return until('', ask, timeout).catch(() => false);
}

async function keepAsking<T>(
  what: string,
  ask: () => Answer<T> | Promise<Answer<T>>,
  timeout: number,
  rest: () => Promise<unknown>,
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    let cause: unknown;
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > end) throw new Error(`Waited ${timeout / 1000} s in vain for ${what}`, { cause });
    await rest();
  }
}
