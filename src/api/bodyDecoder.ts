import { TextDecoder } from 'node:util';

/** So many bytes at the beginning of a body tell, or all of a shorter one. */
export const decidingBytes = 3;

/**
 * The decoder of a body: as its byte order mark says, else its content type, else UTF-8. What a server calls ASCII is taken
 * for UTF-8, which ASCII is a part of: any other byte is none of ASCII anyway.
 */
export function bodyDecoder(contentType: string, beginning: Uint8Array): TextDecoder {
  const label = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  return decoderOf(markedEncoding(beginning) ?? (/^utf-?16$/.test(label) ? utf16(beginning) : label));
}

/** The text of a whole body. */
export function decodedBody(contentType: string, bytes: Uint8Array): string {
  return bodyDecoder(contentType, bytes).decode(bytes);
}

function markedEncoding([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : undefined;
}

/** JSON, XML and CSV begin with a character of ASCII: where its zero byte stands tells the order. */
function utf16([first]: Uint8Array): string {
  return first === 0 ? 'utf-16be' : 'utf-16le';
}

function decoderOf(label: string): TextDecoder {
  if (/ascii|ansi_x3\.4/.test(label)) return new TextDecoder();
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}
