import { checkUserText } from '../../core/check/checkUserText';
import { ArrayCutter } from '../../core/json/arrayCutter';
import { Char, charAt, skipSpace, valueEnd } from '../../core/json/jsonText';
import { parseJson, type ParsedJson } from '../../core/json/parseJson';
import { plainJson } from '../../core/json/plainJson';
import { recoverJson } from '../../core/json/recoverJson';
import { SourceFault, type TextPlace } from './sourceFault';
import { jsonRow, placeIn, type SourceRow } from './sourceRow';

type Pieces = AsyncIterable<string>;

/**
 * The objects of a JSON array, or the one object that a text is. Throws SourceFault where the text breaks.
 * @param start where the array begins in an object that holds it
 * @param takeHolder told of that object at the end, without the items of the array
 */
export async function* jsonRows(
  pieces: Pieces,
  start?: number,
  takeHolder: (holder: unknown) => void = () => undefined,
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
        yield jsonRow({ index: index++, raw, ...places.at(shift + begin) }, element, none);
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
    takeHolder(parsed?.value);
    if (error) throw new SourceFault({ code: 'brokenJson', params: { reason: error.reason } }, places.end);
    return;
  }
  if (!rest) return;
  const parsed = found.array ? undefined : parseJson(rest.text);
  if (rest.text.trim() === '') throw new SourceFault({ code: 'nothing', params: {} });
  if (!parsed) throw broken(rest.text, found.array ? places.end : { line: 1, column: 1 }, 0);
  yield jsonRow({ index: 0, raw: rest.text.trim(), ...startOf(rest.text) }, trimmed(parsed), none);
}

const none = () => [];

/**
 * The objects of JSON Lines. A line that is broken is a row that is; one without anything but a comment is none. Throws
 * SourceFault.
 */
export async function* jsonLineRows(pieces: Pieces): AsyncGenerator<SourceRow> {
  let index = 0;
  for await (const { text, line } of textLines(pieces)) {
    const raw = text.trim();
    if (raw === '' || (raw.startsWith('/') && plainJson(raw).trim() === '')) continue;
    const place = { line, column: text.indexOf(raw) + 1 };
    yield jsonRow({ index: index++, raw, ...place }, parseJson(raw), () =>
      checkUserText(raw, { unknownFields: 'off' }).filter(({ severity }) => severity === 'error'),
    );
  }
  if (index === 0) throw new SourceFault({ code: 'nothing', params: {} });
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
