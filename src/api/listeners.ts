/** Who wants to hear of something: an event for code that runs without VS Code, too. */
export class Listeners<T> {
  private readonly listeners = new Set<(value: T) => void>();

  /** Calls the listener with every value until the result is disposed of. */
  readonly event = (listener: (value: T) => void): { dispose(): void } => {
    const own = (value: T) => listener(value);
    this.listeners.add(own);
    return { dispose: () => this.listeners.delete(own) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}
