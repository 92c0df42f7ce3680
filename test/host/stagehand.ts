import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { randomUUID } from 'node:crypto';
import { repoRoot } from './repoRoot';
import { temporaryFolder } from './temporaryFolder';

/** The extension that does the jobs. */
export const stagehandExtension = join(repoRoot, 'test', 'host', 'stagehand');

/** Milliseconds. */
const patience = 30_000;

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/**
 * Sets the stage of a test in a VS Code from outside, by commands and settings instead of by keyboard. An extension
 * installed there does the jobs; it comes back by itself when its window is loaded anew.
 */
export class Stagehand {
  private hired = Promise.withResolvers<Socket>();
  private jobs = 0;
  private readonly waiting = new Map<number, PromiseWithResolvers<unknown>>();

  private constructor(
    private readonly server: Server,
    /** What the extension finds this process by: variables for the server. */
    readonly env: Readonly<Record<string, string>>,
  ) {
    server.on('connection', (socket) => this.hire(socket));
  }

  static async hire(): Promise<Stagehand> {
    const path =
      process.platform === 'win32'
        ? `\\\\.\\pipe\\stagehand-${randomUUID()}`
        : join(temporaryFolder('stagehand').path, 'socket');
    const server = createServer().listen(path);
    await once(server, 'listening');
    return new Stagehand(server, { STAGEHAND: path });
  }

  /** To be called before the window is loaded anew: every job waits for the extension of the new one. */
  expectAnew(): void {
    this.hired = Promise.withResolvers();
  }

  /** Runs a command and returns its result. Throws what it throws. */
  async command(id: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.ask('command', id, ...args);
  }

  /** Resolves when the window has taken in all that its extensions have told it so far. */
  async settled(): Promise<void> {
    await this.command('setContext', 'stagehand.isThere', true);
  }

  /** Opens a file, in the editor of this type. */
  async open(path: string, editorType: string): Promise<void> {
    await this.ask('open', path, editorType);
  }

  /** The URL by which a browser leads to a URI of an extension (its part behind the scheme), once. */
  async externalUri(uri: string): Promise<string> {
    return (await this.ask('externalUri', uri)) as string;
  }

  /** Writes a user setting, until the next `clear`. */
  async setting(name: string, value: unknown): Promise<void> {
    await this.ask('setting', name, value);
  }

  /** Closes and forgets what a test left in the window. */
  async clear(): Promise<void> {
    await this.ask('clear');
  }

  /** Lets Node write what ran in the host of the extensions, where coverage is measured. */
  async noteCoverage(): Promise<void> {
    await this.ask('noteCoverage');
  }

  dismiss(): void {
    this.server.close();
    for (const { reject } of this.waiting.values()) reject(new Error('The window was closed'));
  }

  private async ask(job: string, ...args: readonly unknown[]): Promise<unknown> {
    const socket = await this.ready();
    const id = ++this.jobs;
    const answer = Promise.withResolvers<unknown>();
    this.waiting.set(id, answer);
    const late = setTimeout(
      () => answer.reject(new Error(`Waited ${patience / 1000} s in vain for ${job} ${args.join()}`)),
      patience,
    );
    socket.write(`${JSON.stringify({ id, job, args })}\n`);
    return answer.promise.finally(() => clearTimeout(late));
  }

  /** The connection to the extension, once that is there. */
  private async ready(): Promise<Socket> {
    const late = setTimeout(
      () => this.hired.reject(new Error(`Waited ${patience / 1000} s in vain for the stagehand`)),
      patience,
    );
    return this.hired.promise.finally(() => clearTimeout(late));
  }

  private hire(socket: Socket): void {
    socket.on('error', () => undefined); // Its window was closed or loaded anew.
    createInterface({ input: socket }).on('line', (line) => {
      const { id, result, error } = JSON.parse(line) as Answer;
      const job = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === undefined) job?.resolve(result);
      else job?.reject(new Error(error));
    });
    this.hired.resolve(socket);
  }
}
