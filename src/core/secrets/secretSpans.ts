import { Char, charAt, decodeString, stringEnd, valueEnd, wordEnd } from '../json/jsonText';
import type { JsonPath } from '../json/jsonPath';
import { maxDepth } from '../json/maxDepth';
import { isSecretName } from './isSecretName';

/** Where a value stands in a JSON text that must not be shown, and its path. */
export interface SecretSpan {
  readonly start: number;
  readonly end: number;
  readonly path: JsonPath;
}

/**
 * The secret values of valid JSON, in order; of those within each other, the outermost. Secret is what stands under the name
 * of a secret, the `value` beside a `name` that is one, and what is nested too deep to be looked at. One pass that does not
 * recurse.
 */
export function secretSpans(json: string): readonly SecretSpan[] {
  const scan = new Scan(json);
  scan.run();
  return scan.spans;
}

/** What says of a value beside it what it is: `{ "name": "password", "value": "..." }`. */
const naming = /(?:name|key|field|type|id|label|title|attribute|property|header|kind)$/i;
const valued = /values?$/i;

/** What a key says of its value. */
interface KeyKind {
  readonly isSecret: boolean;
  readonly isNaming: boolean;
  readonly isValued: boolean;
}

const noKey: KeyKind = {
  isSecret: false,
  isNaming: false,
  isValued: false,
};

/** An open object or array, with the key or index that it stands at. Frames are used again. */
class Frame {
  isArray = false;
  start = 0;
  awaitsKey = false;
  /** As spelled. */
  key = '';
  kind = noKey;
  index = 0;
  /** The strings under naming keys, as spelled. */
  names: string[] = [];
  /** The values that would be secret if one of the names were. */
  values: { readonly key: string; readonly start: number; readonly end: number }[] = [];
  /** How many spans there were when it was opened. */
  spansBefore = 0;
}

class Scan {
  spans: SecretSpan[] = [];
  private readonly frames: Frame[] = [];
  private depth = 0;
  private readonly kinds = new Map<string, KeyKind>();

  constructor(private readonly json: string) {}

  run(): void {
    const { json } = this;
    for (let at = 0; at < json.length; ) {
      const char = charAt(json, at);
      const frame = this.frames[this.depth - 1];
      if (char === Char.OpenBrace || char === Char.OpenBracket) at = this.open(frame, at, char === Char.OpenBracket);
      else if (char === Char.CloseBrace || char === Char.CloseBracket) this.close(++at);
      else if (char === Char.Quote) {
        const end = stringEnd(json, at);
        if (frame?.awaitsKey) this.readKey(frame, at, end);
        else if (frame) this.value(frame, at, end);
        at = end;
      } else if (char <= Char.Space || char === Char.Colon) at++;
      else if (char === Char.Comma) {
        if (frame) this.next(frame);
        at++;
      } else {
        const end = wordEnd(json, at);
        if (frame) this.value(frame, at, end);
        at = end;
      }
    }
  }

  /** Returns where to go on: nothing within a secret matters. */
  private open(parent: Frame | undefined, start: number, isArray: boolean): number {
    if (parent && (parent.kind.isSecret || this.depth === maxDepth)) {
      const end = valueEnd(this.json, start);
      this.spans.push({ start, end, path: this.path() });
      return end;
    }
    const frame = (this.frames[this.depth++] ??= new Frame());
    frame.isArray = isArray;
    frame.start = start;
    frame.awaitsKey = !isArray;
    frame.key = '';
    frame.kind = noKey;
    frame.index = 0;
    if (frame.names.length > 0) frame.names = [];
    if (frame.values.length > 0) frame.values = [];
    frame.spansBefore = this.spans.length;
    return start + 1;
  }

  private close(end: number): void {
    const frame = this.frames[this.depth - 1];
    if (!frame) return;
    if (frame.values.length > 0 && frame.names.some((name) => isSecretName(decodeString(name)))) this.addValues(frame);
    this.depth--;
    const parent = this.frames[this.depth - 1];
    if (parent) this.value(parent, frame.start, end);
  }

  private next(frame: Frame): void {
    frame.awaitsKey = !frame.isArray;
    frame.index++;
  }

  private readKey(frame: Frame, start: number, end: number): void {
    frame.awaitsKey = false;
    frame.key = this.json.slice(start, end);
    frame.kind = this.kindOf(frame.key);
  }

  private value(frame: Frame, start: number, end: number): void {
    const { kind } = frame;
    if (kind.isSecret) this.spans.push({ start, end, path: this.path() });
    else if (kind !== noKey) {
      if (kind.isNaming && charAt(this.json, start) === Char.Quote) frame.names.push(this.json.slice(start, end));
      if (kind.isValued) frame.values.push({ key: frame.key, start, end });
    }
  }

  /** In place of what is secret within them. */
  private addValues({ values, spansBefore }: Frame): void {
    const holder = this.path().slice(0, -1);
    const added = values.map(({ key, start, end }) => ({ start, end, path: [...holder, decodeString(key)] }));
    const inner = this.spans.splice(spansBefore);
    let covered = 0;
    for (const span of [...added, ...inner].sort((one, other) => one.start - other.start || other.end - one.end)) {
      if (span.end <= covered) continue;
      this.spans.push(span);
      covered = span.end;
    }
  }

  private path(): JsonPath {
    return this.frames.slice(0, this.depth).map(({ isArray, key, index }) => (isArray ? index : decodeString(key)));
  }

  private kindOf(key: string): KeyKind {
    let kind = this.kinds.get(key);
    if (!kind) {
      const name = decodeString(key);
      kind = { isSecret: isSecretName(name), isNaming: naming.test(name), isValued: valued.test(name) };
      this.kinds.set(key, kind);
    }
    return kind;
  }
}
