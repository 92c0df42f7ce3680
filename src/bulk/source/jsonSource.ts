import { checkUserText } from '../../core/check/checkUserText';
import { isListName, isOfUser } from '../../core/check/listOfUsers';
import { ArrayCutter } from '../../core/json/arrayCutter';
import { isRecord } from '../../core/json/isRecord';
import { Char, charAt, skipSpace, valueEnd } from '../../core/json/jsonText';
import { parseJson, type ParsedJson } from '../../core/json/parseJson';
import { plainJson } from '../../core/json/plainJson';
import { recoverJson } from '../../core/json/recoverJson';
import { heldList } from './heldList';
import { SourceFault, type TextPlace } from './sourceFault';
import { jsonRow, placeIn, type RowText, type SourceRow } from './sourceRow';
import { isContainer } from './userLists';

type Pieces = AsyncIterable<string>;

/** Told of each object that lists users: when these are rows. `count`: of all rows so far. */
export type TakePage = (page: unknown, count: number) => void;

/**
 * The objects of a JSON array, or the one object that a text is. Throws SourceFault where the text breaks.
 * @param start where the array begins in an object that holds it
 */
export async function* jsonRows(
  pieces: Pieces,
  start?: number,
  takePage: TakePage = () => undefined,
): AsyncGenerator<SourceRow> {
  const cutter = new ArrayCutter();
  const places = new Places();
  const skipped = start ?? 0;
  let length = 0;
  let index = 0;
  let head = '';
  const found = { array: false };
  const parts = function* (): Generator<SourceRow> {
    for (let part = cutter.next(); part; part = cutter.next()) {
      found.array = true;
      const parsed = parseJson(part.text);
      if (!parsed && part.isGuessed) {
        cutter.takeBack(part);
        continue;
      }
      const shift = part.shift + skipped;
      if (!parsed) throw broken(part.text, places.at(shift + 1), 1);
      const values = parsed.value as readonly unknown[];
      for (const [at, [begin, end]] of elements(parsed.plain).entries()) {
        const raw = part.text.slice(begin, end);
        const element = { plain: parsed.plain.slice(begin, end), value: values[at] };
        for (const [place, user] of usersOf({ raw, ...places.at(shift + begin) }, element))
          yield jsonRow({ index: index++, ...place }, user, none);
        if (isPage(element)) takePage(element.value, index);
      }
    }
  };
  for await (const piece of pieces) {
    const before = Math.min(piece.length, Math.max(0, skipped - length));
    length += piece.length;
    head += piece.slice(0, before);
    places.add(piece);
    cutter.add(piece.slice(before));
    yield* parts();
  }
  cutter.finish();
  yield* parts();
  const rest = cutter.end();
  if (start !== undefined) {
    const holder = `${head}${rest?.text ?? '[]'}`;
    const parsed = parseJson(holder);
    const [error] = parsed ? [] : recoverJson(holder).errors;
    takePage(parsed?.value, index);
    if (error) throw new SourceFault({ code: 'brokenJson', params: { reason: error.reason } }, places.end);
    return;
  }
  if (!rest) return;
  const parsed = found.array ? undefined : parseJson(rest.text);
  if (rest.text.trim() === '') throw new SourceFault({ code: 'nothing', params: {} });
  if (!parsed) throw broken(rest.text, found.array ? places.end : { line: 1, column: 1 }, 0);
  const name = nameOfList(parsed.value);
  if (name !== undefined) throw new SourceFault({ code: 'listInside', params: { name } });
  yield jsonRow({ index: 0, raw: rest.text.trim(), ...startOf(rest.text) }, trimmed(parsed), none);
}

const none = () => [];

/**
 * The objects of JSON Lines. A line that is broken is a row that is; one without anything but a comment is none. Throws
 * SourceFault.
 */
export async function* jsonLineRows(pieces: Pieces, takePage: TakePage = () => undefined): AsyncGenerator<SourceRow> {
  let index = 0;
  let isEmpty = true;
  for await (const { text, line } of textLines(pieces)) {
    const raw = text.trim();
    if (raw === '' || (raw.startsWith('/') && plainJson(raw).trim() === '')) continue;
    const place = { line, column: text.indexOf(raw) + 1 };
    const parsed = parseJson(raw);
    isEmpty = false;
    if (!parsed) {
      const errors = () => checkUserText(raw, { unknownFields: 'off' }).filter(({ severity }) => severity === 'error');
      yield jsonRow({ index: index++, raw, ...place }, parsed, errors);
      continue;
    }
    for (const [own, user] of usersOf({ raw, ...place }, parsed)) yield jsonRow({ index: index++, ...own }, user, none);
    if (isPage(parsed)) takePage(parsed.value, index);
  }
  if (isEmpty) throw new SourceFault({ code: 'nothing', params: {} });
}

/** In UTF-16 units. */
const maxLine = 16 * 1024 * 1024;

async function* textLines(pieces: Pieces): AsyncGenerator<{ readonly text: string; readonly line: number }> {
  let line = 1;
  let begun: string[] = [];
  let length = 0;
  let endedWithReturn = false;
  for await (const piece of pieces) {
    // A line end of two characters may be cut apart.
    const rest = endedWithReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    if (piece !== '') endedWithReturn = piece.endsWith('\r');
    for (const [index, text] of rest.split(/\r\n|\n|\r/).entries()) {
      if (index > 0) {
        yield { text: begun.join(''), line: line++ };
        begun = [];
        length = 0;
      }
      begun.push(text);
      length += text.length;
      if (length > maxLine)
        throw new SourceFault({ code: 'rowTooLong', params: { maxBytes: maxLine } }, { line, column: 1 });
    }
  }
  yield { text: begun.join(''), line };
}

type Place = Omit<RowText, 'index'>;

/** The users of what stands where a user may: that one, or those that it lists. */
function* usersOf(place: Place, element: ParsedJson): Generator<[Place, ParsedJson | undefined]> {
  const { plain, value } = element;
  const list = isPage(element) ? heldList(plain, 0) : 'none';
  const start = Array.isArray(value) && isRecord(value[0]) ? 0 : typeof list === 'object' ? list.start : undefined;
  if (start === undefined) {
    yield [place, element];
    return;
  }
  const array = plain.slice(start, valueEnd(plain, start));
  const places = new Places();
  places.add(place.raw);
  for (const [begin, end] of elements(array)) {
    const { line, column } = places.at(start + begin);
    const raw = place.raw.slice(start + begin, start + end);
    const own = { raw, line: place.line + line - 1, column: line === 1 ? place.column + column - 1 : column };
    yield [own, parseJson(array.slice(begin, end))];
  }
}

/** Whether it is an object that lists users. */
function isPage({ value }: ParsedJson): boolean {
  const names = isRecord(value) ? Object.keys(value) : [];
  return !names.some(isOfUser) && names.some(isListName);
}

/** The name of the list, or the user, that an object without an ID seems to be around. */
function nameOfList(value: unknown): string | undefined {
  if (!isRecord(value) || Object.hasOwn(value, 'id') || Object.hasOwn(value, '$truto')) return undefined;
  return Object.keys(value).find((name) => {
    const member = value[name];
    return isListName(name) ? isContainer(member) : !isOfUser(name) && Array.isArray(member) && isRecord(member[0]);
  });
}

/** Start and end of each element of an array, in plain JSON. */
function elements(plain: string): [number, number][] {
  const found: [number, number][] = [];
  let at = skipSpace(plain, 1);
  while (at < plain.length && charAt(plain, at) !== Char.CloseBracket) {
    const end = valueEnd(plain, at);
    found.push([at, end]);
    at = skipSpace(plain, skipSpace(plain, end) + 1);
  }
  return found;
}

const startOf = (text: string): TextPlace =>
  placeIn({ index: 0, raw: text, line: 1, column: 1 }, text.length - text.trimStart().length);

function trimmed({ plain, value }: ParsedJson): ParsedJson {
  return { plain: plain.trim(), value };
}

/** `skipped`: so many characters in front of the text are not those of the source. */
function broken(text: string, { line, column }: TextPlace, skipped: number): SourceFault {
  const [error] = recoverJson(text).errors;
  const at = Math.max((error?.offset ?? 0) - skipped, 0);
  const place = placeIn({ index: 0, raw: text.slice(skipped), line, column }, at);
  return new SourceFault({ code: 'brokenJson', params: { reason: error?.reason ?? '' } }, place);
}

/** Tells lines of offsets that are asked in ascending order, and holds no text. */
class Places {
  private length = 0;
  private line = 1;
  private start = 0;
  private endsWithReturn = false;
  /** Where lines start behind what was asked for last. */
  private starts: number[] = [];
  private passed = 0;

  add(piece: string): void {
    for (const { 0: end, index } of piece.matchAll(/\r\n|\r|\n/g)) {
      const start = this.length + index + end.length;
      // A line end of two characters may be cut apart.
      if (end === '\n' && index === 0 && this.endsWithReturn) this.starts[this.starts.length - 1] = start;
      else this.starts.push(start);
    }
    this.endsWithReturn = piece === '' ? this.endsWithReturn : piece.endsWith('\r');
    this.length += piece.length;
  }

  at(offset: number): TextPlace {
    while ((this.starts[this.passed] ?? Infinity) <= offset) {
      this.start = this.starts[this.passed++] ?? 0;
      this.line++;
    }
    if (this.passed > 1024) {
      this.starts = this.starts.slice(this.passed);
      this.passed = 0;
    }
    return { line: this.line, column: offset - this.start + 1 };
  }

  get end(): TextPlace {
    return this.at(this.length);
  }
}
