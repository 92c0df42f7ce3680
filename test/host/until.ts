import { setTimeout as sleep } from 'node:timers/promises';

type Answer<T> = T | undefined | false;

/**
 * Asks every 50 ms until there is an answer (neither undefined nor false), and returns it.
 * Throws an error that names what was awaited after the time-out (in milliseconds).
 */
export async function until<T>(what: string, ask: () => Answer<T> | Promise<Answer<T>>, timeout = 15_000): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`Waited ${timeout / 1000} s in vain for ${what}`);
    await sleep(50);
  }
}
