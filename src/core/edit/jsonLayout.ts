import type { Node } from 'jsonc-parser';
import { childrenOf, endOf } from '../json/jsonTree';
import type { JsonShape } from './renderJson';

/** What a text cannot always tell about itself. */
export interface TextStyle {
  readonly eol: '\n' | '\r\n';
  /** One level of indentation where the text shows none yet. */
  readonly indent: string;
}

/** The habits of one JSON text: where its lines begin and end, how it indents. Keeps inserted text in style. */
export class JsonLayout {
  readonly eol: string;
  private readonly unit: string;
  private readonly space: string;
  private readonly hasLines: boolean;

  constructor(
    readonly text: string,
    root: Node | undefined,
    style: TextStyle,
  ) {
    const [first] = root ? childrenOf(root) : [];
    this.eol = style.eol;
    this.hasLines = first === undefined || root === undefined || this.spansLines(root);
    this.unit =
      first && root && this.startsLine(first)
        ? this.indentAt(first.offset).slice(this.indentAt(root.offset).length)
        : style.indent;
    this.space = first?.colonOffset === undefined ? ' ' : this.spaceAt(first.colonOffset + 1, ' ');
  }

  /** Whether only space stands before the node in its line. */
  startsLine({ offset }: Pick<Node, 'offset'>): boolean {
    return this.text.slice(this.lineStart(offset), offset).trim() === '';
  }

  lineStart(offset: number): number {
    return Math.max(this.text.lastIndexOf('\n', offset - 1), this.text.lastIndexOf('\r', offset - 1)) + 1;
  }

  /** The space at the beginning of the line that holds this offset. */
  indentAt(offset: number): string {
    return this.spaceAt(this.lineStart(offset), '');
  }

  /** The offset of the comma after a node, if there is one. */
  commaAfter(node: Node): number | undefined {
    const offset = this.skipSpaceAndComments(endOf(node));
    return this.text[offset] === ',' ? offset : undefined;
  }

  /** Where the comments that share a line with `offset` end, and whether the line ends there too. */
  restOfLine(offset: number): { readonly end: number; readonly endsLine: boolean } {
    const [rest = ''] = this.match(/(?:[ \t]*\/\*(?:[^*\r\n]|\*(?!\/))*\*\/)*(?:[ \t]*\/\/[^\r\n]*)?/y, offset);
    const end = offset + rest.length;
    const [spaceAndBreak = ''] = this.match(/[ \t]*(?:\r\n|[\r\n])/y, end);
    return { end, endsLine: spaceAndBreak !== '' };
  }

  /** The offset after the line break that follows, space skipped. */
  nextLine(offset: number): number {
    const [skipped = ''] = this.match(/[ \t]*(?:\r\n|[\r\n])/y, offset);
    return offset + skipped.length;
  }

  skipSpaces(offset: number): number {
    return offset + this.spaceAt(offset, '').length;
  }

  /** The offset before the spaces that end at `offset`. */
  skipSpacesBack(offset: number): number {
    let start = offset;
    while (this.text[start - 1] === ' ' || this.text[start - 1] === '\t') start--;
    return start;
  }

  /** The shape of a value that takes the place of `old`, which `owner` (a property or an item) holds. */
  shapeInPlaceOf(old: Node, owner: Node): JsonShape {
    const multiline = childrenOf(old).length > 0 ? this.spansLines(old) : this.startsLine(owner);
    return this.shape(owner.offset, multiline && this.hasLines, this.paddingIn(old));
  }

  /** The shape of a value that comes beside `sibling`: like it, when it is a container of the same kind. */
  shapeBeside(sibling: Node): JsonShape {
    const like = sibling.type !== 'property' && childrenOf(sibling).length > 0;
    const multiline = like ? this.spansLines(sibling) : this.startsLine(sibling);
    return this.shape(sibling.offset, multiline, like ? this.paddingIn(sibling) : '');
  }

  /**
   * The shape of the first value in an empty container; its indentation is that of the container's children. An item
   * becomes like the other items of its list.
   */
  shapeInside(container: Node): JsonShape {
    const owner = container.parent?.type === 'property' ? container.parent : container;
    const like =
      container.parent?.type === 'array'
        ? childrenOf(container.parent).find((item) => childrenOf(item).length > 0)
        : undefined;
    const multiline = like
      ? this.spansLines(like)
      : this.hasLines && (owner.parent === undefined || this.startsLine(owner));
    const shape = this.shape(container.offset, multiline, like ? this.paddingIn(like) : '');
    return { ...shape, indent: shape.indent + shape.unit };
  }

  /** The shape of a whole text that held nothing. */
  shapeOfAll(): JsonShape {
    return { multiline: true, eol: this.eol, indent: '', unit: this.unit, space: ' ', padding: '' };
  }

  /** The space between two neighbours in one line. */
  gapAfter(comma: number | undefined): string {
    return comma === undefined ? this.space : this.spaceAt(comma + 1, this.space);
  }

  private shape(offset: number, multiline: boolean, padding: string): JsonShape {
    return { multiline, eol: this.eol, indent: this.indentAt(offset), unit: this.unit, space: this.space, padding };
  }

  private paddingIn(container: Node): string {
    return childrenOf(container).length > 0 ? this.spaceAt(container.offset + 1, '') : '';
  }

  private spansLines(node: Node): boolean {
    return /[\r\n]/.test(this.text.slice(node.offset, endOf(node)));
  }

  /** The spaces at an offset, or `otherwise` where a line break or comment follows them. */
  private spaceAt(offset: number, otherwise: string): string {
    const [space = ''] = this.match(/[ \t]*/y, offset);
    return otherwise !== '' && /[\r\n/]/.test(this.text[offset + space.length] ?? '') ? otherwise : space;
  }

  private skipSpaceAndComments(offset: number): number {
    const [skipped = ''] = this.match(/(?:\s|\/\/[^\r\n]*|\/\*[^]*?\*\/)*/y, offset);
    return offset + skipped.length;
  }

  private match(pattern: RegExp, offset: number): readonly string[] {
    pattern.lastIndex = offset;
    return pattern.exec(this.text) ?? [];
  }
}
