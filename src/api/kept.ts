/** A place that keeps JSON values by name, such as VS Code's Memento: what it held is of another version perhaps, or damaged. */
export interface Kept {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}
