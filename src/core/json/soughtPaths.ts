import type { JsonPath } from './jsonPath';
import type { TextRange } from './textEdit';

/** Where a value stands in the text, and its key, quotes included, when it has one. */
export interface Place {
  readonly key: TextRange | undefined;
  readonly value: TextRange;
}

/** One step of the paths that are looked for. The scan fills in the place. */
export class SoughtPath {
  place: Place | undefined;
  /** Most nodes are an end, and there may be thousands. */
  private children: Map<string | number, SoughtPath> | undefined;

  child(step: string | number): SoughtPath | undefined {
    return this.children?.get(step);
  }

  /** The node of a path below this one; made when missing. */
  add(path: JsonPath): SoughtPath {
    let node: SoughtPath = this; // eslint-disable-line @typescript-eslint/no-this-alias
    for (const step of path) {
      node.children ??= new Map();
      let next = node.children.get(step);
      if (!next) node.children.set(step, (next = new SoughtPath()));
      node = next;
    }
    return node;
  }
}
