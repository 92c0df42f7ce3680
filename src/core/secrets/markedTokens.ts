import { compactJson } from '../json/compactJson';
import type { JsonPath } from '../json/jsonPath';
import { decodeString } from '../json/jsonText';
import { jsonTokens } from '../json/jsonTokens';
import { secretSpans } from './secretSpans';

/** One token of a JSON text, as spelled there. */
export interface MarkedToken {
  readonly role: 'open' | 'close' | 'comma' | 'colon' | 'key' | 'value';
  readonly text: string;
  /** The path of a string or number that must not be shown. */
  readonly secret?: JsonPath;
  /** The path of the secret value that the token belongs to: its brackets, keys and commas too. One value, one array. */
  readonly within?: JsonPath;
}

/** Values that hide nothing, whatever they are called. */
export const hidingNothing: ReadonlySet<string> = new Set(['null', 'true', 'false', '""', '[]', '{}']);

/** The tokens of valid JSON with their roles and with what is secret of them. It does not recurse. */
export function* markedTokens(json: string): Generator<MarkedToken> {
  // Without space one token begins where the other ends.
  const compact = compactJson(json);
  const spans = secretSpans(compact)[Symbol.iterator]();
  let span = spans.next().value;
  let at = 0;
  for (const { role, text, frames } of placedTokens(compact)) {
    if (span && at >= span.end) span = spans.next().value;
    const within = span && at >= span.start ? span.path : undefined;
    at += text.length;
    yield {
      role,
      text,
      ...(within && { within }),
      ...(within && role === 'value' && !hidingNothing.has(text) && { secret: pathOf(frames) }),
    };
  }
}

/** An object or array that is open, with the key and the index that it stands at. */
interface Frame {
  readonly isArray: boolean;
  awaitsKey: boolean;
  /** Empty in an array. */
  key: string;
  index: number;
}

interface PlacedToken {
  readonly role: MarkedToken['role'];
  readonly text: string;
  /** What is open around the token, the outermost first. */
  readonly frames: readonly Frame[];
}

function* placedTokens(json: string): Generator<PlacedToken> {
  const frames: Frame[] = [];
  for (const text of jsonTokens(json)) {
    const frame = frames.at(-1);
    if (text === '{' || text === '[') {
      yield { role: 'open', text, frames };
      const isArray = text === '[';
      frames.push({ isArray, awaitsKey: !isArray, key: '', index: 0 });
    } else if (text === '}' || text === ']') {
      frames.pop();
      yield { role: 'close', text, frames };
    } else if (text === ',') {
      if (frame) {
        frame.awaitsKey = !frame.isArray;
        frame.index += 1;
      }
      yield { role: 'comma', text, frames };
    } else if (text === ':') {
      yield { role: 'colon', text, frames };
    } else if (frame?.awaitsKey) {
      frame.awaitsKey = false;
      frame.key = decodeString(text);
      yield { role: 'key', text, frames };
    } else yield { role: 'value', text, frames };
  }
}

const pathOf = (frames: readonly Frame[]): JsonPath => frames.map(({ isArray, key, index }) => (isArray ? index : key));
