import { TextDecoder } from 'node:util';
import { responseKind, type ResponseKind } from '../../core/responses/responseKind';

/** The bytes of a response as text, decoded as they come. */
export class ResponseText {
  private readonly decoder: TextDecoder;
  private pieces: string[] = [];
  private isText = true;
  private looked = false;

  constructor(private readonly contentType: string) {
    this.decoder = decoderFor(contentType);
  }

  add(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    if (!this.looked) this.isText = looksLikeText(bytes, this.decoder.encoding);
    this.looked = true;
    if (this.isText) this.pieces.push(this.decoder.decode(bytes, { stream: true }));
  }

  /** What has come so far. */
  get text(): string {
    const text = this.pieces.join('');
    this.pieces = [text];
    return text;
  }

  get kind(): ResponseKind {
    return responseKind(this.contentType, this.isText ? this.text.slice(0, beginning) : undefined);
  }
}

const beginning = 1000;

function decoderFor(contentType: string): TextDecoder {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1];
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

/** The first bytes of a text hold no NUL and are what its encoding allows, but for a character cut at their end. */
function looksLikeText(bytes: Uint8Array, encoding: string): boolean {
  if (encoding.startsWith('utf-16')) return true;
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
