/** A place that keeps JSON values by name, such as VS Code's Memento: what it held is of another version perhaps, or damaged. */
export interface Kept {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const maxTries = 5;

/**
 * Keeps a value for certain: VS Code forgets an update that crosses another one of the same extension on its way. Throws
 * when it cannot be kept.
 */
export async function keep(place: Kept, key: string, value: unknown): Promise<void> {
  const wanted = JSON.stringify(value);
  for (let tries = 0; tries < maxTries; tries++) {
    await place.update(key, value);
    if (JSON.stringify(place.get(key)) === wanted) return;
  }
  throw new Error(`“${key}” could not be kept.`);
}
