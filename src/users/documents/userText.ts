import * as vscode from 'vscode';
import { Char, charAt, valueStart } from '../../core/json/jsonText';
import { isSameJson } from '../../core/json/isSameJson';
import { parseJson, type ParsedJson } from '../../core/json/parseJson';
import { userFileOf, type NamedTarget, type UserFile } from '../../core/update/userFile';

/** Reads JSON; undefined when it is broken. */
export type Parse = (text: string) => ParsedJson | undefined;

/** In UTF-16 code units: what is shorter is read within some milliseconds. */
const largeLength = 262_144;

/** So many lines mostly tell whether a list of users begins: of a large document, even making its text takes a while. */
const linesToTell = 20;

/** Whether VS Code's own JSON service looks after the document too. */
export const isJson = ({ languageId }: vscode.TextDocument): boolean => languageId === 'json' || languageId === 'jsonc';

/**
 * The text of a document as a user file. Each version is parsed once, for everybody, and only when somebody asks; a list of
 * users is never parsed to learn where it goes, for it names no target. Where a large one goes is told by who checks it, on
 * a thread of its own.
 */
export class UserText {
  private latest: Reading | undefined;
  /** What the last text that could be read named. */
  private lastNamed: NamedTarget | undefined;
  /** What the last text that was checked names, where it is large; undefined while nobody tells. */
  private told: { readonly named: NamedTarget | undefined } | undefined;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly parse: Parse = parseJson,
  ) {}

  /** Whether reading it takes so long that nobody should wait for it at a keystroke. */
  get isLarge(): boolean {
    return this.reading().isLarge;
  }

  get text(): string {
    return this.reading().text;
  }

  get isList(): boolean {
    return this.reading().isList;
  }

  /** Undefined when it is broken. */
  get parsed(): ParsedJson | undefined {
    return this.reading().parsed;
  }

  /** Undefined when it is not one JSON object. */
  get file(): UserFile | undefined {
    return this.reading().file;
  }

  /** What the text says of its target now. One that is broken for the moment still means what it said before. */
  get named(): NamedTarget | undefined {
    const { isList, file } = this.reading();
    return this.notice(isList, file);
  }

  /** The same for who shows it: of a large text, as of its last check. */
  get shownNamed(): NamedTarget | undefined {
    return this.told && this.isLarge ? this.notice(this.isList, this.told.named) : this.named;
  }

  /** As `shownNamed`, but undefined when the text is broken. */
  get shownFile(): NamedTarget | undefined {
    return this.told && this.isLarge ? this.told.named : this.file;
  }

  /** A check of a large text as it is now has found what it names. Tells whether that is news. */
  tell(named: NamedTarget | undefined): boolean {
    const before = this.shownNamed;
    this.told = { named };
    return !isSameJson(this.shownNamed, before);
  }

  /** Nobody checks it any more. */
  forgetTold(): void {
    this.told = undefined;
  }

  private notice(isList: boolean, named: NamedTarget | undefined): NamedTarget | undefined {
    if (isList) this.lastNamed = undefined;
    else if (named) this.lastNamed = named;
    return this.lastNamed;
  }

  private reading(): Reading {
    if (this.latest?.version !== this.document.version) this.latest = new Reading(this.document, this.parse);
    return this.latest;
  }
}

/** One version of a text. Everything is found out when it is asked for, once. */
class Reading {
  readonly version: number;
  readonly isList: boolean;
  private knownLarge: boolean | undefined;
  private knownText: string | undefined;
  private knownParsed: { readonly parsed: ParsedJson | undefined } | undefined;
  private knownFile: { readonly file: UserFile | undefined } | undefined;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly parse: Parse,
  ) {
    this.version = document.version;
    this.isList = beginsWithList(document);
  }

  get isLarge(): boolean {
    return (this.knownLarge ??= lengthOf(this.document) >= largeLength);
  }

  get text(): string {
    return (this.knownText ??= this.document.getText());
  }

  get parsed(): ParsedJson | undefined {
    return (this.knownParsed ??= { parsed: this.parse(this.text) }).parsed;
  }

  get file(): UserFile | undefined {
    const read = () => (this.isList ? undefined : this.parsed && userFileOf(this.parsed));
    return (this.knownFile ??= { file: read() }).file;
  }
}

/** Whether the first value is a list: as many lines are read as it takes to get past the comments before it. */
function beginsWithList(document: vscode.TextDocument): boolean {
  for (let lines = linesToTell; ; lines *= 8) {
    const begin = document.getText(new vscode.Range(0, 0, lines, 0));
    const first = charAt(begin, valueStart(begin));
    const isOpen = Number.isNaN(first) || first === Char.Slash;
    if (!isOpen || lines >= document.lineCount) return first === Char.OpenBracket;
  }
}

/** In UTF-16 code units, without making one string of all lines. */
const lengthOf = (document: vscode.TextDocument): number =>
  document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
