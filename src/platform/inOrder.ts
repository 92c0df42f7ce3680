import type * as vscode from 'vscode';

/**
 * The same memento, each change made when the one before it is. VS Code tells a window of every change in shared storage, its own
 * too, and takes the whole state back to that change for a moment: made side by side, a later one would be gone until it is told.
 */
export function inOrder(memento: vscode.Memento): vscode.Memento {
  const coming = new Map<string, { readonly value: unknown }>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    keys: () => memento.keys(),
    get: <T>(key: string, otherwise?: T) => {
      const next = coming.get(key);
      const value = next ? (next.value as T | undefined) : memento.get<T>(key);
      return value === undefined ? (otherwise as T) : value;
    },
    update: (key, value: unknown) => {
      const next = { value };
      coming.set(key, next);
      const updating = last
        .then(() => memento.update(key, value))
        .finally(() => {
          if (coming.get(key) === next) coming.delete(key);
        });
      last = updating.catch(() => undefined);
      return updating;
    },
  };
}
