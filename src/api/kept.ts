/** A place that keeps JSON values by name, such as VS Code's Memento: what it held is of another version perhaps, or damaged. */
export interface Kept {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const maxTries = 5;

/** The value that is to be kept last, by place and key. */
const latest = new WeakMap<Kept, Map<string, symbol>>();

/**
 * Keeps a value for certain: VS Code forgets an update that crosses another one of the same extension on its way. One
 * that is asked for later takes its place. Throws when it cannot be kept.
 */
export async function keep(place: Kept, key: string, value: unknown): Promise<void> {
  const wanted = JSON.stringify(value);
  const turn = Symbol(key);
  const turns = latest.get(place) ?? new Map<string, symbol>();
  latest.set(place, turns.set(key, turn));
  for (let tries = 0; tries < maxTries; tries++) {
    await place.update(key, value);
    if (turns.get(key) !== turn || JSON.stringify(place.get(key)) === wanted) return;
  }
  throw new Error(`“${key}” could not be kept.`);
}
