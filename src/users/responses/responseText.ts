import { TextDecoder } from 'node:util';
import { bodyDecoder, decidingBytes } from '../../api/bodyDecoder';
import { responseKind, type ResponseKind } from '../../core/responses/responseKind';

/** The bytes of a response as text, decoded as they come. */
export class ResponseText {
  /** Undefined until enough has come to tell, and for bytes that are no text. */
  private decoder: TextDecoder | undefined;
  private isText = true;
  /** What has come before that. */
  private beginning: Uint8Array = new Uint8Array();
  private pieces: string[] = [];

  constructor(private readonly contentType: string) {}

  add(bytes: Uint8Array): void {
    if (!this.isText) return;
    if (this.decoder) this.pieces.push(this.decoder.decode(bytes, { stream: true }));
    else {
      this.beginning = Buffer.concat([this.beginning, bytes]);
      if (this.beginning.byteLength >= decidingBytes) this.decide();
    }
  }

  /** What has come so far. */
  get text(): string {
    if (!this.decoder && this.isText && this.beginning.byteLength > 0) this.decide();
    const text = this.pieces.join('');
    this.pieces = [text];
    return text;
  }

  get kind(): ResponseKind {
    const text = this.text.slice(0, maxBeginning);
    return responseKind(this.contentType, this.isText ? text : undefined);
  }

  private decide(): void {
    const { beginning } = this;
    const decoder = bodyDecoder(this.contentType, beginning);
    this.isText = looksLikeText(beginning, decoder.encoding);
    this.beginning = new Uint8Array();
    if (!this.isText) return;
    this.decoder = decoder;
    this.pieces.push(decoder.decode(beginning, { stream: true }));
  }
}

/** In UTF-16 code units: so much is looked at to tell one kind from another. */
const maxBeginning = 1000;

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
