import * as vscode from 'vscode';
import { parseJson, type ParsedJson } from '../../core/json/parseJson';
import { userFileOf, type NamedTarget, type UserFile } from '../../core/update/userFile';

/** Reads JSON; undefined when it is broken. */
export type Parse = (text: string) => ParsedJson | undefined;

/** Whether a list of users begins somewhere in the first lines: of a large document, even making its text takes a while. */
const linesToTell = 20;

/** Whether VS Code's own JSON service looks after the document too. */
export const isJson = ({ languageId }: vscode.TextDocument): boolean => languageId === 'json' || languageId === 'jsonc';

/**
 * The text of a document as a user file. Each version is parsed once, for everybody, and only when somebody asks; a list of
 * users is never parsed to learn where it goes, for it names no target.
 */
export class UserText {
  private latest: Reading | undefined;
  /** What the last text that could be read named. */
  private lastNamed: NamedTarget | undefined;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly parse: Parse = parseJson,
  ) {}

  /** In UTF-16 code units, without making one string of all lines, as `text` does. */
  get length(): number {
    const { document } = this;
    return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
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

  /** What the file says of its target. A text that is broken for the moment still means what it said before. */
  get named(): NamedTarget | undefined {
    const { isList, file } = this.reading();
    if (isList) this.lastNamed = undefined;
    else if (file) this.lastNamed = file;
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
  private knownText: string | undefined;
  private knownParsed: { readonly parsed: ParsedJson | undefined } | undefined;
  private knownFile: { readonly file: UserFile | undefined } | undefined;

  constructor(
    private readonly document: vscode.TextDocument,
    private readonly parse: Parse,
  ) {
    this.version = document.version;
    this.isList = document
      .getText(new vscode.Range(0, 0, linesToTell, 0))
      .trimStart()
      .startsWith('[');
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
