import { applyTextEdits, mergeTextEdits, type TextEdit } from '../json/textEdit';

/** A stretch of the first text that is kept, or (without `from`) one that is new. */
interface Piece {
  readonly from?: number;
  readonly text: string;
}

/** A text that is edited again and again, and that knows the edits which lead from the first text to the last at once. */
export class TextPieces {
  private pieces: readonly Piece[];
  private readonly length: number;

  constructor(private current: string) {
    this.pieces = [{ from: 0, text: current }];
    this.length = current.length;
  }

  /** The text as it is now. */
  get text(): string {
    return this.current;
  }

  /** Makes edits of the text as it is now; they must not overlap. */
  apply(edits: readonly TextEdit[]): void {
    const next: Piece[] = [];
    let from = 0;
    for (const { offset, length, text } of edits.toSorted((one, other) => one.offset - other.offset)) {
      next.push(...this.slice(from, offset), { text });
      from = offset + length;
    }
    this.pieces = [...next, ...this.slice(from, this.current.length)];
    this.current = applyTextEdits(this.current, edits);
  }

  /** The edits of the first text that make the text as it is now, in order and apart from each other. */
  edits(): TextEdit[] {
    const edits: TextEdit[] = [];
    let done = 0;
    let text = '';
    for (const piece of this.pieces) {
      if (piece.from === undefined) {
        text += piece.text;
        continue;
      }
      edits.push({ offset: done, length: piece.from - done, text });
      done = piece.from + piece.text.length;
      text = '';
    }
    return mergeTextEdits([...edits, { offset: done, length: this.length - done, text }]);
  }

  /** The pieces between two offsets of the text as it is now. */
  private slice(start: number, end: number): Piece[] {
    const found: Piece[] = [];
    let at = 0;
    for (const { from, text } of this.pieces) {
      const first = Math.max(start - at, 0);
      const part = text.slice(first, Math.max(end - at, 0));
      if (part !== '') found.push(from === undefined ? { text: part } : { from: from + first, text: part });
      at += text.length;
    }
    return found;
  }
}
