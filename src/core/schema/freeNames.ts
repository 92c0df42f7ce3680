import type { JsonPath } from '../json/jsonPath';
import { guessBudget, KnownNames } from './closestName';

/** The names that objects do not have yet: made once for each, since an object may have thousands of others. */
export class FreeNames {
  private readonly known = new Map<object, KnownNames>();

  /** @param namesAt all names that an object at a place can have */
  constructor(
    private readonly namesAt: (holder: JsonPath) => readonly string[],
    readonly budget = guessBudget(),
  ) {}

  of(object: object, holder: JsonPath): KnownNames {
    let free = this.known.get(object);
    if (!free) {
      free = new KnownNames(this.namesAt(holder).filter((name) => !Object.hasOwn(object, name)));
      this.known.set(object, free);
    }
    return free;
  }
}
