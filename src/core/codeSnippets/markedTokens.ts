import { jsonTokens } from '../json/jsonTree';
import { isSecretKey } from '../secrets/isSecretKey';
import { decodeString } from '../json/jsonText';
import type { JsonPath } from '../json/jsonPath';

/** One token of a JSON text, as spelled there. */
export interface MarkedToken {
  readonly role: 'open' | 'close' | 'comma' | 'colon' | 'key' | 'value';
  readonly text: string;
  /** The path of a value that must not be shown. */
  readonly secret?: JsonPath;
}

/** An object or array that is open, with the key or index it stands at. */
interface Frame {
  readonly isArray: boolean;
  readonly isSecret: boolean;
  at: string | number;
}

/** The tokens of valid JSON with their roles; texts and numbers under secret-looking keys are marked. It does not recurse. */
export function* markedTokens(json: string): Generator<MarkedToken> {
  const frames: Frame[] = [];
  let awaitsKey = false;
  for (const text of jsonTokens(json)) {
    const frame = frames.at(-1);
    if (text === '{' || text === '[') {
      awaitsKey = text === '{';
      frames.push({ isArray: !awaitsKey, isSecret: isSecretHere(frame), at: 0 });
      yield { role: 'open', text };
    } else if (text === '}' || text === ']') {
      awaitsKey = false;
      frames.pop();
      yield { role: 'close', text };
    } else if (text === ',') {
      awaitsKey = frame?.isArray === false;
      if (typeof frame?.at === 'number') frame.at += 1;
      yield { role: 'comma', text };
    } else if (text === ':') {
      yield { role: 'colon', text };
    } else if (awaitsKey && frame) {
      awaitsKey = false;
      frame.at = decodeString(text);
      yield { role: 'key', text };
    } else {
      yield {
        role: 'value',
        text,
        ...(isSecretHere(frame) && hidesSomething(text) && { secret: frames.map(({ at }) => at) }),
      };
    }
  }
}

function isSecretHere(frame: Frame | undefined): boolean {
  return frame !== undefined && (frame.isSecret || (typeof frame.at === 'string' && isSecretKey(frame.at)));
}

function hidesSomething(value: string): boolean {
  return /^(?:"[^]|[-\d])/.test(value) && value !== '""';
}
