import type { OnAttempt } from './trutoClient';

/** Who asks for something, cancels it and is told of its waits. */
export interface Asking {
  readonly signal?: AbortSignal | undefined;
  readonly onAttempt?: OnAttempt | undefined;
}

/** What is optional is given up where it would wait for longer than so many milliseconds from now, limits and retries included. */
export function within(ms: number, { signal, onAttempt }: Asking): Required<Asking> & { readonly signal: AbortSignal } {
  const end = performance.now() + ms;
  const stop = new AbortController();
  return {
    signal: AbortSignal.any([stop.signal, ...(signal ? [signal] : [])]),
    onAttempt: (wait) => {
      if (performance.now() + wait.waitMs > end) stop.abort();
      else onAttempt?.(wait);
    },
  };
}

/** In ms: nobody waits longer for what an update came to, or for what an account offers. Each response has its own time-out. */
export const patience = 20_000;
