import type { SandboxResponse } from './response';

export type Charset = 'iso-8859-1' | 'us-ascii' | 'utf-16';

/** The highest character that each can write; JSON escapes the others. */
const highest: Readonly<Record<Charset, number>> = { 'iso-8859-1': 0xff, 'us-ascii': 0x7f, 'utf-16': 0xffff };

/** The same JSON response in another charset, which its content type names. */
export function inCharset(response: SandboxResponse, charset: Charset | undefined): SandboxResponse {
  const isJson = response.headers['content-type']?.startsWith('application/json') === true;
  if (charset === undefined || !isJson || typeof response.body !== 'string') return response;
  const text = Array.from(response.body, (character) => escapedAbove(character, highest[charset])).join('');
  return {
    ...response,
    headers: { ...response.headers, 'content-type': `application/json; charset=${charset}` },
    body: charset === 'utf-16' ? Buffer.from(`\uFEFF${text}`, 'utf16le') : Buffer.from(text, 'latin1'),
  };
}

function escapedAbove(character: string, limit: number): string {
  if (limit === 0xffff || character.charCodeAt(0) <= limit) return character;
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
