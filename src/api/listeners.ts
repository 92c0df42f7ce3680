/** Who wants to hear of something: an event for code that runs without VS Code, too. */
export class Listeners<T> {
  private readonly listeners = new Set<(value: T) => void>();

  /** Calls the listener with every value until the result is disposed of. */
  readonly event = (listener: (value: T) => void): { dispose(): void } => {
    const own = (value: T) => listener(value);
    this.listeners.add(own);
    return { dispose: () => this.listeners.delete(own) };
  };

  /** A listener that fails is its own affair: the others are told, and who fires goes on. */
  fire(value: T): void {
    for (const listener of [...this.listeners])
      try {
        listener(value);
      } catch (error) {
        console.error(error);
      }
  }

  dispose(): void {
    this.listeners.clear();
  }
}
