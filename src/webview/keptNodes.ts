/** What an element is made of: where all of it is the same, the element is. */
type Parts = readonly unknown[];

/**
 * The elements of a list as they were last made, by their keys. Preact passes over an element that is the very one of
 * before: of two thousand items, a key in one of them concerns that one.
 */
export class KeptNodes<Node> {
  private kept = new Map<unknown, { readonly parts: Parts; readonly node: Node }>();
  private next: typeof this.kept = new Map();

  /** The element of this key as it was, or a new one where its parts are others. */
  of(key: unknown, parts: Parts, make: () => Node): Node {
    const before = this.kept.get(key);
    const isSame = before?.parts.every((part, index) => part === parts[index]) ?? false;
    const entry = before && isSame ? before : { parts, node: make() };
    this.next.set(key, entry);
    return entry.node;
  }

  /** All are made: those that nobody asked for since the last time are forgotten. */
  end(): void {
    this.kept = this.next;
    this.next = new Map();
  }
}
