import { parseExact } from '../json/exactJson';
import { isRecord } from '../json/isRecord';
import { isSameJson } from '../json/isSameJson';
import { hiddenValue, shownMember } from './shown';

/** A JSON value that is compared by what it is, or by its seals, and told by what may be shown of it. */
export class Comparable {
  private constructor(
    readonly value: unknown,
    /** As `value`, with `hiddenValue` in place of each secret. */
    readonly shown: unknown,
  ) {}

  /** A member of a user: its name may be that of a secret. */
  static member(name: string, value: unknown, json: string): Comparable {
    return new Comparable(value, parseExact(shownMember(name, json).text));
  }

  /** It is a secret: nothing of it is shown. */
  get isHidden(): boolean {
    return this.shown === hiddenValue && this.value !== hiddenValue;
  }

  /** The items of a list; undefined of anything else. */
  get items(): readonly Comparable[] | undefined {
    const { value, shown } = this;
    if (!Array.isArray(value) || !Array.isArray(shown)) return undefined;
    return value.map((item, index) => new Comparable(item, shown[index]));
  }

  /** The members of an object by name; undefined of anything else. */
  get members(): ReadonlyMap<string, Comparable> | undefined {
    const { value, shown } = this;
    if (!isRecord(value) || !isRecord(shown)) return undefined;
    return new Map(Object.entries(value).map(([name, member]) => [name, new Comparable(member, shown[name])]));
  }

  /** As far as its members have the names of another one's; whole where one of them is no object. */
  within(other: Comparable | undefined): Comparable {
    const { value, shown } = this;
    const wanted = other?.members;
    if (!isRecord(value) || !isRecord(shown) || !wanted) return this;
    const names = Object.keys(value).filter((name) => wanted.has(name));
    const picked = (from: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(names.map((name) => [name, from[name]]));
    return new Comparable(picked(value), picked(shown));
  }

  isSame(other: Comparable): boolean {
    return isSameJson(this.value, other.value);
  }
}
