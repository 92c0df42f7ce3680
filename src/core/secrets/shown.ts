import { Char, charAt, decodeString, skipSpace, stringEnd } from '../json/jsonText';
import { compactJson } from '../json/compactJson';
import { parseExact } from '../json/exactJson';
import { isSameJson } from '../json/isSameJson';
import type { JsonPath } from '../json/jsonPath';
import { isSecretName } from './isSecretName';
import { hidingNothing } from './markedTokens';
import { secretSpans } from './secretSpans';

/** Stands for a value that is not shown. */
export const hiddenValue = '••••••';

/** JSON to look at, its secrets hidden. It is no value and passes for none: nothing of it is written or sent. */
export class Shown {
  constructor(readonly text: string) {}
}

/** A JSON text as it may be shown. */
export function shownJson(json: string): Shown {
  return new Shown(replaceSecrets(json, () => hidden));
}

/** The JSON of one member of a user as it may be shown: its name may be that of a secret. */
export function shownMember(name: string, json: string): Shown {
  return memberOf(name, (object) => shownJson(object).text, json);
}

/** The JSON of the value at a path of a user as it may be shown: a secret name on the way hides it. */
export function shownAt(path: JsonPath, json: string): Shown {
  return path.reduceRight<Shown>((shown, step) => shownMember(String(step), shown.text), shownJson(json));
}

/**
 * JSON that is not whole, such as what has come of a response, as it may be shown: spaced as it is, without the strings
 * and numbers under names of secrets.
 */
export function shownFragment(text: string): Shown {
  let shown = '';
  let done = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    const start = at;
    at = stringEnd(text, start);
    const colon = skipSpace(text, at);
    if (charAt(text, colon) !== Char.Colon) continue;
    const value = skipSpace(text, colon + 1);
    const end = scalarEnd(text, value);
    if (end === value || !isSecretName(decodeString(text.slice(start, at)))) continue;
    shown += `${text.slice(done, at)}:${hidden}`;
    done = at = end;
  }
  return new Shown(shown + text.slice(done));
}

/** The offset behind the string or number at an offset, which may be cut; the offset itself when there is none. */
function scalarEnd(text: string, offset: number): number {
  if (charAt(text, offset) === Char.Quote) return stringEnd(text, offset);
  const number = /-?\d[-+.\deE]*/y;
  number.lastIndex = offset;
  return offset + (number.exec(text)?.[0].length ?? 0);
}

/**
 * JSON as it may be shown beside what was before: `changed` stands in place of a secret that is not as it was.
 * `read` makes of a secret's JSON what stands for it in `before`.
 */
export function shownChange(
  before: unknown,
  json: string,
  changed: string,
  read: (json: string) => unknown = parseExact,
): Shown {
  const standIn = JSON.stringify(changed);
  const isAsBefore = (value: string, path: JsonPath) => isSameJson(valueAt(before, path), read(value));
  return new Shown(replaceSecrets(json, (value, path) => (isAsBefore(value, path) ? hidden : standIn)));
}

/**
 * A JSON text, without space, with another JSON text in place of each secret value: of those within each other, the
 * outermost. What is empty, null, true or false hides nothing and stays.
 */
export function replaceSecrets(json: string, replace: (value: string, path: JsonPath) => string): string {
  let replaced = '';
  let done = 0;
  for (const { start, end, path } of secretSpans(json)) {
    const value = compactJson(json, start, end);
    replaced += compactJson(json, done, start) + (hidingNothing.has(value) ? value : replace(value, path));
    done = end;
  }
  return replaced + compactJson(json, done);
}

const hidden = JSON.stringify(hiddenValue);

function memberOf(name: string, show: (object: string) => string, json: string): Shown {
  const key = JSON.stringify(name);
  return new Shown(show(`{${key}:${json}}`).slice(key.length + 2, -1));
}

function valueAt(root: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[step] : undefined,
    root,
  );
}
