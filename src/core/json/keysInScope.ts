import type { TextRange } from './textEdit';
import { decodeString } from './jsonText';

/** Above so many keys a map beats comparing one by one. */
const fewKeys = 32;

/**
 * The keys of one object, to find duplicates. Keys are told apart by a hash first, so that the scan of a large file
 * makes no strings of them.
 */
export class KeysInScope {
  private count = 0;
  /** A bit for each hash that is there, and perhaps for others. */
  private bits = 0;
  private readonly hashes: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private firstByName: Map<string, number> | undefined;

  clear(): void {
    this.count = 0;
    this.bits = 0;
    this.firstByName = undefined;
  }

  /** Adds the key between two offsets, quotes included; returns its first occurrence when there is one. */
  add(text: string, start: number, end: number, hash: number): TextRange | undefined {
    const first = this.count < fewKeys ? this.firstOfFew(text, start, end, hash) : this.firstOfMany(text, start, end);
    if (first >= 0) return this.range(first);
    this.bits |= 1 << (hash & 31);
    this.hashes[this.count] = hash;
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.count++;
    return undefined;
  }

  private firstOfFew(text: string, start: number, end: number, hash: number): number {
    if ((this.bits & (1 << (hash & 31))) === 0) return -1;
    for (let index = 0; index < this.count; index++) {
      if (this.hashes[index] === hash && this.name(text, index) === decodeString(text.slice(start, end))) return index;
    }
    return -1;
  }

  private firstOfMany(text: string, start: number, end: number): number {
    if (!this.firstByName) {
      this.firstByName = new Map();
      for (let index = 0; index < this.count; index++) this.firstByName.set(this.name(text, index), index);
    }
    const name = decodeString(text.slice(start, end));
    const first = this.firstByName.get(name);
    if (first === undefined) this.firstByName.set(name, this.count);
    return first ?? -1;
  }

  private name(text: string, index: number): string {
    const { offset, length } = this.range(index);
    return decodeString(text.slice(offset, offset + length));
  }

  private range(index: number): TextRange {
    const offset = this.starts[index] ?? 0;
    return { offset, length: (this.ends[index] ?? 0) - offset };
  }
}

/**
 * The hash of the key between two offsets of a text, quotes and escapes left out: equal for equal keys. Few characters tell
 * most keys of an object apart.
 */
export function hashOfKey(text: string, start: number, end: number): number {
  const length = end - start;
  const few = text.charCodeAt(start) + 31 * text.charCodeAt(start + (length >> 1)) + 961 * text.charCodeAt(end - 1);
  return length === 0 ? 0 : few + 29_791 * (length & 0xff);
}
