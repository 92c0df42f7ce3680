/** What the body of a response is, to show it as that. */
export type ResponseKind = 'json' | 'xml' | 'html' | 'csv' | 'text' | 'binary';

const byType: readonly (readonly [RegExp, ResponseKind])[] = [
  [/^(application|text)\/json$|\+json$/, 'json'],
  [/^text\/html$|^application\/xhtml\+xml$/, 'html'],
  [/^(application|text)\/xml$|\+xml$/, 'xml'],
  [/^text\/csv$/, 'csv'],
  [/^text\/(?!plain$)|^application\/(x-ndjson|jsonl|yaml|x-yaml|javascript|x-www-form-urlencoded)$/, 'text'],
  [/^(image|audio|video|font)\/|^application\/(octet-stream|pdf|zip|gzip|x-tar|msword|vnd\.)/, 'binary'],
];

/**
 * The kind of a body by its content type, else by how it begins; `text/plain` is what servers say that do not know
 * better. `beginning` is undefined where the bytes are no text.
 */
export function responseKind(contentType: string, beginning: string | undefined): ResponseKind {
  if (beginning === undefined) return 'binary';
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return byType.find(([pattern]) => pattern.test(type))?.[1] ?? kindByLook(beginning);
}

function kindByLook(beginning: string): ResponseKind {
  const start = beginning.trimStart().slice(0, 100);
  if (/^[{[]/.test(start)) return 'json';
  if (/^<(!doctype html|html)\b/i.test(start)) return 'html';
  return start.startsWith('<?xml') ? 'xml' : 'text';
}

/**
 * Whether the body of a success is a page of something in between, of which any part tells: no service responds to an update
 * with HTML. `isJson`: nothing but JSON was asked for, so that any markup is no response to it.
 */
export function isPage(contentType: string, beginning: string, isJson: boolean): boolean {
  // Some services call their JSON so.
  if (/^\ufeff?\s*[{[]/.test(beginning)) return false;
  return responseKind(contentType, beginning) === 'html' || (isJson && /^\ufeff?\s*</.test(beginning));
}
