import { isPage } from '../core/responses/responseKind';
import { decodedBody } from './bodyDecoder';

/** So many bytes tell what a body is. */
const maxBytes = 1000;

/** Remembers how a body begins, for the case that its end never comes, and why it does not. */
export class Beginning {
  private bytes = Buffer.alloc(0);
  /** What broke the rest off. */
  brokenBy: Error | undefined;

  constructor(private readonly contentType: string) {}

  readonly add = (bytes: Uint8Array): void => {
    if (this.bytes.length < maxBytes) this.bytes = Buffer.concat([this.bytes, bytes.subarray(0, maxBytes)]);
  };

  /** The same chunks, each of them noted as it comes. */
  async *noted(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    try {
      for await (const chunk of chunks) {
        this.add(chunk);
        yield chunk;
      }
    } catch (error) {
      this.brokenBy = error instanceof Error ? error : undefined;
      throw error;
    }
  }

  get isEmpty(): boolean {
    return this.bytes.length === 0;
  }

  /** Whether it is that of a page. `isJson`: nothing but JSON was asked for. */
  isPage(isJson: boolean): boolean {
    return isPage(this.contentType, decodedBody(this.contentType, this.bytes), isJson);
  }
}
