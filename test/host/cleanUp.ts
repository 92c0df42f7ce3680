const leftovers = new Set<() => void>();
let listening = false;

/**
 * Runs a synchronous clean-up when this process ends: at its end, by Ctrl+C, or by a signal.
 * The latest comes first. Returns a function that takes the clean-up off the list again.
 */
export function atExit(cleanUp: () => void): () => void {
  leftovers.add(cleanUp);
  listen();
  return () => void leftovers.delete(cleanUp);
}

function listen(): void {
  if (listening) return;
  listening = true;
  process.once('exit', () => {
    for (const cleanUp of [...leftovers].reverse()) cleanUp();
  });
  for (const [signal, code] of [
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => process.exit(code));
  }
}
