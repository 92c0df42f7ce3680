import { isRecord } from '../../core/json/isRecord';
import { behindSpace, Char, charAt, decodeString, stringEnd, valueEnd, valueStart } from '../../core/json/jsonText';
import { parseJson } from '../../core/json/parseJson';

/** How a text of users is written. */
export type SourceKind =
  | { readonly kind: 'csv' | 'jsonl'; readonly start?: never }
  /** `start`: where the list of users begins in an object that holds it. */
  | { readonly kind: 'json'; readonly start?: number };

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
  let found = kindOf(begin, file);
  while (!found && begin.length < looked) {
    const next = await pieces.next();
    if (next.done) break;
    begun.push(next.value);
    begin += next.value;
    found = kindOf(begin, file);
  }
  const all = (async function* () {
    yield* begun;
    yield* pieces;
  })();
  return { pieces: all, found: found ?? lastGuess(begin, file), begin };
}

function lastGuess(begin: string, file: string): SourceKind {
  if (linesEnding.test(file)) return { kind: 'jsonl' };
  return { kind: mayBeCsv(file) && charAt(begin, valueStart(begin)) !== Char.OpenBrace ? 'csv' : 'json' };
}

/** Whether a JSON text is a list; comments may be in front of it. */
export const beginsWithList = (text: string): boolean => charAt(text, valueStart(text)) === Char.OpenBracket;

/** Undefined where more of the text may tell. */
function kindOf(begin: string, file: string): SourceKind | undefined {
  if (csvEnding.test(file)) return { kind: 'csv' };
  const start = valueStart(begin);
  if (start >= begin.length) return undefined;
  const char = charAt(begin, start);
  if (beginsWithList(begin)) return { kind: 'json' };
  if (char !== Char.OpenBrace) return lastGuess(begin, file);
  const line = /^[^\r\n]*(?=[\r\n])/.exec(begin.slice(start))?.[0];
  const isWholeLine = line !== undefined && isRecord(parseJson(line)?.value);
  const list = listStart(begin, start);
  if (linesEnding.test(file)) {
    if (line === undefined) return undefined;
    return !isWholeLine && typeof list === 'number' ? { kind: 'json', start: list } : { kind: 'jsonl' };
  }
  if (typeof list === 'number') return { kind: 'json', start: list };
  if (list === 'unknown' || line === undefined) return undefined;
  if (!isWholeLine) return { kind: 'json' };
  const rest = begin.slice(start + line.length);
  const next = valueStart(rest);
  if (next >= rest.length) return undefined;
  return { kind: charAt(rest, next) === Char.OpenBrace ? 'jsonl' : 'json' };
}

/** The members in which Truto, Google, Microsoft and SCIM list users. */
const listNames: ReadonlySet<string> = new Set(['result', 'results', 'users', 'value', 'Resources']);
/** The members that tell that an object is a user itself. */
const userNames: ReadonlySet<string> = new Set(['id', '$truto']);

/** Where the list of users begins that the object at an offset holds; `unknown` where the text is too short to tell. */
function listStart(text: string, start: number): number | 'none' | 'unknown' {
  for (let at = behindSpace(text, start + 1); at < text.length; ) {
    if (charAt(text, at) !== Char.Quote) return 'none';
    const keyEnd = stringEnd(text, at);
    const value = behindSpace(text, behindSpace(text, keyEnd) + 1);
    if (value >= text.length) break;
    const name = decodeString(text.slice(at, keyEnd));
    if (userNames.has(name)) return 'none';
    if (listNames.has(name) && charAt(text, value) === Char.OpenBracket) return value;
    const end = behindSpace(text, valueEnd(text, value));
    if (end >= text.length) break;
    if (charAt(text, end) !== Char.Comma) return 'none';
    at = behindSpace(text, end + 1);
  }
  return 'unknown';
}
