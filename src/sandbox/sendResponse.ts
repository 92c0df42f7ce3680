import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SandboxResponse } from './response';
import { StreamCut } from './streamedList';

const chunkBytes = 37;
const maxChunks = 64;

/**
 * Writes the reply. A chunked one goes out in many small pieces, one for each turn of the event loop, cut without
 * regard to characters: a client that decodes piece by piece must show it can. A source is written as the client takes
 * it. Rejects when the client goes away in the middle of one.
 */
export async function sendResponse(
  response: ServerResponse,
  reply: SandboxResponse,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  if (isSource(reply.body)) {
    response.writeHead(reply.status, { ...headers, ...reply.headers, 'transfer-encoding': 'chunked' });
    await sendSource(response, reply.body);
    return;
  }
  const body = Buffer.from(reply.body);
  if (!reply.chunked) {
    const length = reply.status === 204 ? {} : { 'content-length': String(body.length) };
    response.writeHead(reply.status, { ...headers, ...reply.headers, ...length });
    response.end(body);
    return;
  }
  response.writeHead(reply.status, { ...headers, ...reply.headers, 'transfer-encoding': 'chunked' });
  const size = Math.max(chunkBytes, Math.ceil(body.length / maxChunks));
  for (let at = 0; at < body.length; at += size) {
    response.write(body.subarray(at, at + size));
    await nextTurn();
  }
  response.end();
}

/** Destroys the socket; with `bytes`, after the headers and that many bytes of the body went out. */
export function sendCut(
  response: ServerResponse,
  reply: SandboxResponse | undefined,
  headers: Readonly<Record<string, string>>,
  bytes: number | undefined,
): void {
  const { socket } = response;
  if (reply === undefined || bytes === undefined || isSource(reply.body)) {
    socket?.destroy();
    return;
  }
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, {
    ...headers,
    ...reply.headers,
    'content-length': String(Math.max(body.length, bytes + 1)),
  });
  response.flushHeaders();
  response.write(body.subarray(0, bytes), () => socket?.destroySoon());
}

function isSource(body: SandboxResponse['body']): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && Symbol.asyncIterator in body;
}

async function sendSource(response: ServerResponse, source: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const chunk of source) await written(response, chunk);
    response.end();
  } catch (error) {
    if (!(error instanceof StreamCut)) throw error;
    response.socket?.destroySoon();
  }
}

/** Resolves when the socket has taken the chunk. */
function written(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    response.write(chunk, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
