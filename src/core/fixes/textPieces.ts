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
    let [index, used, at] = [0, 0, 0];
    const pass = (end: number, isKept: boolean) => {
      for (let piece = this.pieces[index]; piece && at < end; piece = this.pieces[index]) {
        const text = piece.text.slice(used, used + end - at);
        if (isKept) next.push(piece.from === undefined ? { text } : { from: piece.from + used, text });
        at += text.length;
        used += text.length;
        if (used === piece.text.length) [index, used] = [index + 1, 0];
      }
    };
    for (const { offset, length, text } of edits.toSorted((one, other) => one.offset - other.offset)) {
      pass(offset, true);
      next.push({ text });
      pass(offset + length, false);
    }
    pass(this.current.length, true);
    this.pieces = next;
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
}
