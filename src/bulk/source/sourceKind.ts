import { isRecord } from '../../core/json/isRecord';
import { Char, charAt, valueStart } from '../../core/json/jsonText';
import { parseJson } from '../../core/json/parseJson';
import { heldList, type HeldList } from './heldList';

/** How a text of users is written. */
export type SourceKind =
  | { readonly kind: 'csv' | 'jsonl'; readonly list?: never }
  /** `list`: that of the users, in an object that holds it. */
  | { readonly kind: 'json'; readonly list?: HeldList };

/** So many UTF-16 units tell how a text is written. */
const looked = 1024 * 1024;

const csvEnding = /\.(?:csv|tsv|tab|psv)$/i;
const linesEnding = /\.(?:jsonl|ndjson|ldjson)$/i;
const jsonEnding = /\.jsonc?$/i;

/** Whether a file, by its name, may be CSV. */
export const mayBeCsv = (file: string): boolean => !linesEnding.test(file) && !jsonEnding.test(file);

/** Tells how a text is written, by its beginning and by the name of its file; and gives back that and all of its pieces. */
export async function withKind(
  pieces: AsyncGenerator<string>,
  file: string,
): Promise<{ readonly pieces: AsyncGenerator<string>; readonly found: SourceKind; readonly begin: string }> {
  const begun: string[] = [];
  let begin = '';
  let found = kindOf(begin, file, false);
  while (!found && begin.length < looked) {
    const next = await pieces.next();
    if (next.done) break;
    begun.push(next.value);
    begin += next.value;
    found = kindOf(begin, file, false);
  }
  const all = (async function* () {
    yield* begun;
    yield* pieces;
  })();
  return { pieces: all, found: found ?? kindOf(begin, file, true) ?? lastGuess(begin, file), begin };
}

function lastGuess(begin: string, file: string): SourceKind {
  if (linesEnding.test(file)) return { kind: 'jsonl' };
  return { kind: mayBeCsv(file) && charAt(begin, valueStart(begin)) !== Char.OpenBrace ? 'csv' : 'json' };
}

/** Whether a JSON text is a list; comments may be in front of it. */
export const beginsWithList = (text: string): boolean => charAt(text, valueStart(text)) === Char.OpenBracket;

/**
 * Undefined where more of the text may tell.
 * @param isAll that there is no more of it, or enough
 */
function kindOf(begin: string, file: string, isAll: boolean): SourceKind | undefined {
  if (csvEnding.test(file)) return { kind: 'csv' };
  const start = valueStart(begin);
  if (start >= begin.length) return isAll ? lastGuess(begin, file) : undefined;
  if (beginsWithList(begin)) return { kind: 'json' };
  if (charAt(begin, start) !== Char.OpenBrace) return lastGuess(begin, file);
  const line = /^[^\r\n]*(?=[\r\n])/.exec(begin.slice(start))?.[0];
  if (line === undefined && !isAll) return undefined;
  const held = heldList(begin, start);
  const json: SourceKind = { kind: 'json', ...(typeof held === 'object' && { list: held }) };
  if (line === undefined || !isRecord(parseJson(line)?.value)) {
    if (linesEnding.test(file)) return json.list && line !== undefined ? json : { kind: 'jsonl' };
    return held === 'unknown' && !isAll ? undefined : json;
  }
  if (linesEnding.test(file)) return { kind: 'jsonl' };
  const rest = begin.slice(start + line.length);
  const next = valueStart(rest);
  if (next >= rest.length && !isAll) return undefined;
  return charAt(rest, next) === Char.OpenBrace ? { kind: 'jsonl' } : json;
}
