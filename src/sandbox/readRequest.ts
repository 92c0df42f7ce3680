import type { IncomingMessage } from 'node:http';
import { decodeQuery } from '../core/http/query';
import { parsedBody } from './jsonBody';
import type { SandboxRequest } from './sandboxRequest';

/** Larger bodies are answered 413. Truto documents no limit; this one only protects the machine. */
const maxBodyBytes = 20_000_000;

export interface ReadRequest {
  readonly record: SandboxRequest;
  /** Path and query string as sent. */
  readonly target: string;
  readonly tooLarge: boolean;
}

/** Reads the whole request. Rejects when the client goes away in the middle of it. */
export async function readRequest(request: IncomingMessage, at: number): Promise<ReadRequest> {
  const { text, tooLarge } = await readBody(request);
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const record: SandboxRequest = {
    method: request.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? {} : decodeQuery(target.slice(mark + 1)),
    headers: plainHeaders(request),
    bodyText: text,
    body: parsedBody(text),
    at,
    status: undefined,
    replayed: false,
    applied: false,
  };
  return { record, target, tooLarge };
}

async function readBody(request: IncomingMessage): Promise<{ text: string; tooLarge: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) continue;
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString('utf8'), tooLarge: bytes > maxBodyBytes };
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
