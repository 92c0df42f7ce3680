import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedRequest {
  readonly method: string;
  /** With the query, as it came over the wire. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export type Step =
  | {
      readonly status: number;
      readonly json?: unknown;
      readonly text?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | ((request: IncomingMessage, response: ServerResponse) => void);

export interface ScriptedServer {
  readonly baseUrl: string;
  readonly received: readonly ReceivedRequest[];
  /** The next answers, in order; the last one repeats. */
  script(...steps: Step[]): void;
  close(): Promise<void>;
}

/** A real HTTP server that answers what a test tells it to. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const received: ReceivedRequest[] = [];
  let steps: Step[] = [];
  const server = createServer((request, response) => {
    void text(request).then(
      (body) => {
        received.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
        const step = steps.length > 1 ? steps.shift() : steps[0];
        answer(step ?? { status: 200, json: {} }, request, response);
      },
      () => undefined,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    script: (...next) => {
      steps = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(step: Step, request: IncomingMessage, response: ServerResponse): void {
  if (typeof step === 'function') {
    step(request, response);
    return;
  }
  const type = 'json' in step ? { 'content-type': 'application/json' } : {};
  response.writeHead(step.status, { ...type, ...step.headers });
  response.end('json' in step ? JSON.stringify(step.json) : step.text);
}
