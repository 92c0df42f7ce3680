import { exactNumber, ExactNumber } from './exactNumber';
import { isJsonNumber } from './isJsonNumber';
import { Char, charAt, stringEnd, wordEnd } from './jsonText';
import { maxDepth } from './maxDepth';

/** What a text from outside is: `tooDeep` is not parsed, so that whoever walks over a value may recurse. */
export type JsonReading =
  | { readonly state: 'whole'; readonly value: unknown }
  | { readonly state: 'broken' | 'tooDeep' };

/** Reads JSON from outside; its numbers keep their spelling. Never throws. */
export function readExactJson(text: string): JsonReading {
  const { depth, numbers } = outlineOf(text);
  if (depth > maxDepth) return { state: 'tooDeep' };
  try {
    return { state: 'whole', value: parseWith(text, numbers) };
  } catch {
    return { state: 'broken' };
  }
}

/** Whether JSON is nested deeper than anybody reads it. */
export function isTooDeep(text: string): boolean {
  return outlineOf(text).depth > maxDepth;
}

/** The value of JSON from outside; undefined when it is none, or too deep. */
export function exactJsonOf(text: string): unknown {
  const read = readExactJson(text);
  return read.state === 'whole' ? read.value : undefined;
}

/** As JSON.parse, but numbers that a double does not write as they are spelled become an ExactNumber. It does not recurse. */
export function parseExact(text: string): unknown {
  return parseWith(text, outlineOf(text).numbers);
}

/** What `parseExact` makes of a text, for whom has what JSON.parse makes of it. */
export function exactValue(text: string, parsed: unknown): unknown {
  const { numbers } = outlineOf(text);
  return numbers.length === 0 ? parsed : parseWith(text, numbers);
}

/** A copy with plain numbers, as JSON.parse has them, for whom the kind of a value matters and not its digits. */
export function asDoubles(value: unknown): unknown {
  return replacedIn([value], (member) => (member instanceof ExactNumber ? Number(member) : copyOf(member)))[0];
}

/** Where a number stands that has to keep its spelling: its start and its end, one after another. */
type Spans = readonly number[];

/** One pass over what may be JSON, as fast as it goes: how deep it is, and which of its numbers have to keep their spelling. */
function outlineOf(text: string): { readonly depth: number; readonly numbers: Spans } {
  const numbers: number[] = [];
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; ) {
    const char = charAt(text, at);
    if (char === Char.Quote) at = stringEnd(text, at);
    else if (char === Char.Minus || (char >= Char.Zero && char <= Char.Nine)) {
      const end = wordEnd(text, at);
      if (needsSpelling(text, at, end)) numbers.push(at, end);
      at = end;
    } else {
      if (char === Char.OpenBrace || char === Char.OpenBracket) deepest = Math.max(deepest, ++depth);
      else if (char === Char.CloseBrace || char === Char.CloseBracket) depth--;
      at++;
    }
  }
  return { depth: deepest, numbers };
}

/** Nearly all numbers are short and whole: they are told apart without making a text of each. */
function needsSpelling(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end && charAt(text, at) >= Char.Zero && charAt(text, at) <= Char.Nine) at++;
  if (at === end && end - start <= 15) return false;
  return exactNumber(text.slice(start, end)) instanceof ExactNumber;
}

/**
 * The numbers that keep their spelling go through the parser as `[1e999, "spelling"]`: nothing else has an infinity then,
 * as any that the text had is one of them. A reviver that sees the source text takes ten times as long.
 */
function parseWith(text: string, numbers: Spans): unknown {
  if (numbers.length === 0) return JSON.parse(text);
  let marked = '';
  let done = 0;
  for (let index = 0; index < numbers.length; index += 2) {
    const start = numbers[index] ?? 0;
    const end = numbers[index + 1] ?? 0;
    const spelled = text.slice(start, end);
    // What is no number is left for the parser to refuse.
    marked += text.slice(done, start) + (isJsonNumber(spelled) ? `[1e999,"${spelled}"]` : spelled);
    done = end;
  }
  return replacedIn([JSON.parse(marked + text.slice(done))], unmarked)[0];
}

function unmarked(value: unknown): unknown {
  return Array.isArray(value) && value[0] === Infinity ? new ExactNumber(String(value[1])) : value;
}

/** Puts another value in place of each member of a container, then of those of the members themselves. It does not recurse. */
function replacedIn<T extends object>(root: T, replace: (value: unknown) => unknown): T {
  const open: object[] = [root];
  const replaced = (member: unknown): unknown => {
    if (typeof member !== 'object' || member === null) return member;
    const value = replace(member);
    if (typeof value === 'object' && value !== null && !(value instanceof ExactNumber)) open.push(value);
    return value;
  };
  for (let container = open.pop(); container; container = open.pop()) {
    if (Array.isArray(container))
      for (let index = 0; index < container.length; index++) container[index] = replaced(container[index]);
    else
      for (const [key, member] of Object.entries(container)) {
        const value = replaced(member);
        if (value !== member) setMember(container, key, value);
      }
  }
  return root;
}

function setMember(container: object, key: string, value: unknown): void {
  // Assigned, it would make another prototype.
  if (key === '__proto__') Object.defineProperty(container, key, { value });
  else (container as Record<string, unknown>)[key] = value;
}

function copyOf(value: unknown): unknown {
  return Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
}
