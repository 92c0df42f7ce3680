import type { JsonPath } from '../json/jsonPath';
import { decodeString } from '../json/jsonText';
import { jsonTokens } from '../json/jsonTokens';
import { isSecretName } from './isSecretName';

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
  const pairs = secretPairs(json);
  let within: { readonly path: JsonPath; readonly depth: number } | undefined;
  for (const { role, text, frames } of placedTokens(json)) {
    // Behind it comes a comma, or the bracket that closes what holds it.
    const depth = frames.length + (role === 'close' ? 1 : 0);
    if (depth === within?.depth) within = undefined;
    if (!within && (role === 'open' || role === 'value') && isSecretPlace(frames.at(-1), pairs))
      within = { path: pathOf(frames), depth: frames.length };
    yield {
      role,
      text,
      ...(within && { within: within.path }),
      ...(within && role === 'value' && !hidingNothing.has(text) && { secret: pathOf(frames) }),
    };
  }
}

/** An object or array that is open, with the key and the index that it stands at. */
interface Frame {
  /** Its number among all objects and arrays of the text, as they open. */
  readonly ordinal: number;
  readonly isArray: boolean;
  awaitsKey: boolean;
  /** Empty in an array. */
  key: string;
  index: number;
}

/** What says of a value beside it what it is: `{ "name": "password", "value": "..." }`. */
const naming = /(?:name|key|field|type|id|label|title|attribute|property|header|kind)$/i;
const valued = /values?$/i;

/** The objects, by their ordinals, that name what their `value` is, and name a secret. */
function secretPairs(json: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { role, text, frames } of placedTokens(json)) {
    const frame = frames.at(-1);
    if (role !== 'value' || !frame || !naming.test(frame.key)) continue;
    if (isSecretName(String(JSON.parse(text)))) found.add(frame.ordinal);
  }
  return found;
}

function isSecretPlace(frame: Frame | undefined, pairs: ReadonlySet<number>): boolean {
  return frame !== undefined && (isSecretName(frame.key) || (pairs.has(frame.ordinal) && valued.test(frame.key)));
}

interface PlacedToken {
  readonly role: MarkedToken['role'];
  readonly text: string;
  /** What is open around the token, the outermost first. */
  readonly frames: readonly Frame[];
}

function* placedTokens(json: string): Generator<PlacedToken> {
  const frames: Frame[] = [];
  let opened = 0;
  for (const text of jsonTokens(json)) {
    const frame = frames.at(-1);
    if (text === '{' || text === '[') {
      yield { role: 'open', text, frames };
      const isArray = text === '[';
      frames.push({ ordinal: opened++, isArray, awaitsKey: !isArray, key: '', index: 0 });
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
