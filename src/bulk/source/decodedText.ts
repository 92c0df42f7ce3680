import { TextDecoder } from 'node:util';
import { SourceFault } from './sourceFault';

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A text, decoded as it comes. */
export interface DecodedText {
  /** A label of `TextDecoder`. */
  readonly encoding: string;
  /** It begins with a byte order mark. */
  readonly hasMark: boolean;
  readonly pieces: AsyncGenerator<string>;
}

const marks: readonly (readonly [encoding: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** How files of Excel, LibreOffice and Numbers begin: archives, and documents of old programs. */
const spreadsheets: readonly (readonly number[])[] = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
];

/**
 * Decodes bytes that come in pieces: as their byte order mark says, else in the encoding that is given, else as UTF-8. Bytes
 * that are no text then throw SourceFault, as nobody can guess what they were: where the first of them are, at once.
 */
export async function decodedText(bytes: Bytes, given?: string): Promise<DecodedText> {
  const source = (async function* () {
    yield* bytes;
  })();
  const first = await firstBytes(source);
  if (spreadsheets.some((begin) => begin.every((byte, index) => first[index] === byte)))
    throw new SourceFault({ code: 'spreadsheet', params: {} });
  const [marked] = marks.find(([, mark]) => mark.every((byte, index) => first[index] === byte)) ?? [];
  const decoder = strictDecoder(marked ?? given ?? 'utf-8');
  return {
    encoding: decoder.encoding,
    hasMark: marked !== undefined,
    pieces: decodedPieces(decoder, first, source),
  };
}

/** Whether bytes are a text as their byte order mark says, else in UTF-8. */
export async function isDecodable(bytes: Bytes): Promise<boolean> {
  try {
    const { pieces } = await decodedText(bytes);
    for (let next = await pieces.next(); !next.done; next = await pieces.next());
    return true;
  } catch (error) {
    if (error instanceof SourceFault) return false;
    throw error;
  }
}

async function firstBytes(source: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  let first: Uint8Array = new Uint8Array();
  while (first.length < 4) {
    const next = await source.next();
    if (next.done) break;
    first = first.length === 0 ? next.value : Buffer.concat([first, next.value]);
  }
  return first;
}

function strictDecoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new SourceFault({ code: 'unknownEncoding', params: { encoding } });
  }
}

async function* decodedPieces(
  decoder: TextDecoder,
  first: Uint8Array,
  source: AsyncGenerator<Uint8Array>,
): AsyncGenerator<string> {
  let line = 1;
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw wrong(bytes && decoder.encoding === 'utf-8' ? linesBeforeFault(bytes) : 0);
    }
  };
  const wrong = (lines: number) =>
    new SourceFault(
      { code: 'wrongEncoding', params: { encoding: decoder.encoding } },
      { line: line + lines, column: 1 },
    );
  const piece = (bytes?: Uint8Array): string => {
    const text = decode(bytes);
    // Text of another encoding, such as UTF-16 without a mark, has them in every other place.
    const nothing = text.indexOf('\0');
    if (nothing >= 0) throw wrong(countOf(text.slice(0, nothing), '\n'));
    line += countOf(text, '\n');
    return text;
  };
  if (first.length > 0) yield piece(first);
  for await (const bytes of source) yield piece(bytes);
  const rest = piece();
  if (rest !== '') yield rest;
}

function countOf(text: string, char: string): number {
  let count = 0;
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) count++;
  return count;
}

/** How many lines of the bytes end before the first that is not UTF-8. The first one may begin within a character. */
function linesBeforeFault(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lines = 0;
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, end + 1)) {
    lines++;
    const next = bytes.indexOf(0x0a, end + 1);
    if (next < 0) return lines;
    try {
      decoder.decode(bytes.subarray(end + 1, next));
    } catch {
      return lines;
    }
  }
  return 0;
}
