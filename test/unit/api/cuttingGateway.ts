import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface CuttingGateway {
  readonly baseUrl: string;
  /**
   * How much of the next answers gets through, in order: 0 cuts the connection before the first byte, 0.5 in the
   * middle; the whole of all later ones. Never all of it.
   */
  cut(...parts: readonly number[]): void;
  /** Of every answer so far, whether all of its head got through. */
  readonly heads: readonly boolean[];
  close(): Promise<void>;
}

/** Stands before a server that has carried out every request before its answer is cut, at any byte of head or body. */
export async function startCuttingGateway(target: string): Promise<CuttingGateway> {
  const cuts: number[] = [];
  const heads: boolean[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const answer = await fetch(`${target}${request.url ?? ''}`, {
        method: request.method ?? 'GET',
        headers: passedOn(request.headers),
        body: await text(request),
      });
      const body = Buffer.from(await answer.text());
      const lines = [
        `HTTP/1.1 ${answer.status} ${answer.statusText}`,
        ...[...answer.headers].map(([name, value]) => `${name}: ${value}`),
      ];
      const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
      const raw = Buffer.concat([head, body]);
      const length = Math.floor((cuts.shift() ?? 1) * raw.length);
      heads.push(length >= head.length);
      response.socket?.end(raw.subarray(0, length));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: (...parts) => cuts.push(...parts),
    heads,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What is about the request, not about the connection. */
function passedOn(headers: IncomingHttpHeaders): [string, string][] {
  return ['authorization', 'content-type', 'idempotency-key'].map((name) => [name, String(headers[name])]);
}
