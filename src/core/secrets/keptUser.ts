import { parseExact } from '../json/exactJson';
import { ExactNumber } from '../json/exactNumber';
import { HeldValues } from '../json/heldValues';
import { isRecord } from '../json/isRecord';
import { isSameJson } from '../json/isSameJson';
import { isSameState, memberOf } from '../json/isSameState';
import type { JsonPath } from '../json/jsonPath';
import { isStoredAs } from '../json/isStoredAs';
import { Comparable } from './comparable';
import { isSecretName } from './isSecretName';
import { replaceSecrets, shownChange, shownJson, type Shown } from './shown';

/** A keyed hash: nobody without the key finds the text, and equal texts have equal hashes. */
export type Seal = (text: string) => string;

type User = Readonly<Record<string, unknown>>;

/**
 * A user as it was, kept without its secrets: in their places stand their seals. It tells whether a value is still the
 * same, and gives no value back.
 */
export class KeptUser {
  private constructor(
    private readonly sealed: User,
    private readonly seal: Seal,
  ) {}

  static of(user: User, seal: Seal): KeptUser {
    return new KeptUser(sealedCopy(user, seal), seal);
  }

  /** From the JSON of one that was kept under the same seal. */
  static read(sealed: User, seal: Seal): KeptUser {
    return new KeptUser(sealed, seal);
  }

  /** The same user with other values in some fields. */
  with(fields: User): KeptUser {
    return new KeptUser({ ...this.sealed, ...sealedCopy(fields, this.seal) }, this.seal);
  }

  /** The same user with some fields of another one that was kept under the same seal, where it has none itself. */
  withFieldsOf(other: KeptUser, names: readonly string[]): KeptUser {
    const fields = names.filter((name) => Object.hasOwn(other.sealed, name)).map((name) => [name, other.sealed[name]]);
    return new KeptUser({ ...(Object.fromEntries(fields) as User), ...this.sealed }, this.seal);
  }

  get names(): readonly string[] {
    return Object.keys(this.sealed);
  }

  /** Whether a field of the user says the same as this value does; undefined and null: had no such field. */
  isSame(name: string, value: unknown): boolean {
    return isSameState(memberOf(this.sealed, name), this.sealedValue(name, value));
  }

  /** Whether a field of the user is this value to the letter; undefined: had no such field. */
  isExactly(name: string, value: unknown): boolean {
    if (value === undefined) return !Object.hasOwn(this.sealed, name);
    return Object.hasOwn(this.sealed, name) && isSameJson(this.sealed[name], this.sealedValue(name, value));
  }

  /** As `isSame`, of one member of a field that is an object. */
  isSameIn(name: string, member: string, value: unknown): boolean {
    const own = memberOf(this.sealed, name);
    const other = this.sealedValue(name, { [member]: value });
    return isSameState(isRecord(own) ? memberOf(own, member) : undefined, isRecord(other) ? other[member] : undefined);
  }

  /** As `isSame`, of the same field of another user that was kept under the same seal. */
  isSameAs(other: KeptUser, name: string): boolean {
    return isSameState(memberOf(this.sealed, name), memberOf(other.sealed, name));
  }

  /** What the user had in a field, or in a member of it, seals in place of secrets; undefined where it had no such. */
  at(name: string, member?: string): unknown {
    const value = memberOf(this.sealed, name);
    if (member === undefined) return value;
    return isRecord(value) ? memberOf(value, member) : undefined;
  }

  /** Whether a part of a field, or of a member of it, is a secret: nobody can tell what it was. */
  hides(name: string, member?: string): boolean {
    const places: JsonPath[] = [];
    replaceSecrets(JSON.stringify({ [name]: this.at(name) ?? null }), (secret, path) => {
      places.push(path);
      return secret;
    });
    const isNamed = isSecretName(name) || (member !== undefined && isSecretName(member));
    return isNamed || places.some(([, within = member]) => member === undefined || within === member);
  }

  /** Whether this value is what a server may make of what the user has in a field, or in a member of it. */
  isStoredAs(name: string, value: unknown, member?: string): boolean {
    if (member === undefined) return isStoredAs(this.at(name), this.sealedValue(name, value));
    const other = this.sealedValue(name, { [member]: value });
    return isStoredAs(this.at(name, member), isRecord(other) ? other[member] : undefined);
  }

  /** Compares the user with a later state, place by place. */
  heldBy(user: User): HeldValues {
    return new HeldValues(this.sealed, sealedCopy(user, this.seal));
  }

  /** What the user had in a field, to be compared with `comparableValue`; undefined where it had no such field. */
  comparable(name: string): Comparable | undefined {
    return this.comparableSealed(name, memberOf(this.sealed, name));
  }

  /** Another value of a field, to be compared with what the user had: secrets by their seals. Undefined: there is none. */
  comparableValue(name: string, value: unknown): Comparable | undefined {
    return this.comparableSealed(name, this.sealedValue(name, value));
  }

  get shown(): Shown {
    return shownJson(JSON.stringify(this.sealed));
  }

  /** A later state of the user: `changed` stands in place of a secret that is not as it was. */
  shownSince(user: User, changed: string): Shown {
    return shownChange(this.sealed, JSON.stringify(user), changed, (secret) => sealed(secret, this.seal));
  }

  /** To be kept: it holds no secret. */
  toJSON(): User {
    return this.sealed;
  }

  private comparableSealed(name: string, value: unknown): Comparable | undefined {
    return value === undefined ? undefined : Comparable.member(name, value, JSON.stringify(value));
  }

  private sealedValue(name: string, value: unknown): unknown {
    return value === undefined ? undefined : sealedCopy({ [name]: value }, this.seal)[name];
  }
}

function sealedCopy(user: User, seal: Seal): User {
  // A user may have thousands, most of them alike.
  const seals = new Map<string, string>();
  const sealOf = (secret: string): string => {
    const known = seals.get(secret) ?? JSON.stringify(sealed(secret, seal));
    seals.set(secret, known);
    return known;
  };
  const json = replaceSecrets(JSON.stringify(user), sealOf);
  return parseExact(json) as User;
}

/** Values that are the same have the same seal, however their JSON is spelled. */
const sealed = (secret: string, seal: Seal): string => seal(JSON.stringify(inOneSpelling(parseExact(secret))));

function inOneSpelling(value: unknown): unknown {
  if (value instanceof ExactNumber) return value.inOneSpelling();
  if (Array.isArray(value)) return value.map(inOneSpelling);
  if (!isRecord(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, inOneSpelling(value[name])]));
}
