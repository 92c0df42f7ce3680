import { inWhole } from './arrayPartProblems';
import { checkUserText, type CheckOptions } from './checkUserText';
import type { TextEdit } from './form/textEdit';
import { ArrayCutter } from './json/arrayCutter';
import { parseJson } from './json/parseJson';
import type { Problem } from './problem';

/** Some users of the array. */
interface Part {
  /** They, in brackets. */
  text: string;
  count: number;
  /** As in `text`; undefined while they are to be found. */
  problems: readonly Problem[] | undefined;
  /** Its ends are known to lie between users; after an edit they may not. */
  isCut: boolean;
}

/** A text as its head up to the array's bracket, parts with a comma between each two, and its tail. */
interface CutText {
  readonly head: string;
  readonly parts: readonly Part[];
  readonly tail: string;
}

/** A part that has grown beyond this is cut anew. */
const longestPart = 262_144;

/**
 * The check of a large text that is being edited: finds the same problems as checkUserText, but pauses behind each
 * millisecond's work, so that whoever runs it can do something else meanwhile or leave it, and after an edit checks only
 * the users around it again. A single user, and an array that is broken JSON, are checked in one go.
 */
export class UserTextCheck {
  private cut: CutText | undefined;

  constructor(
    private whole: string,
    private readonly options: CheckOptions,
  ) {}

  /** The text as it is now. */
  text(): string {
    if (!this.cut) return this.whole;
    const { head, parts, tail } = this.cut;
    return `${head}${parts.map(({ text }) => text.slice(1, -1)).join(',')}${tail}`;
  }

  /** Puts a text in place of a stretch. */
  edit(edit: TextEdit): void {
    if (this.cut && editPart(this.cut, edit)) return;
    this.become(replaced(this.text(), edit));
  }

  /** The problems of the text as it is now, in its order. An edit meanwhile makes them worthless. */
  *problems(): Generator<undefined, Problem[]> {
    if (this.cut && !isStillCut(this.cut)) this.become(this.text());
    const cut = (this.cut ??= yield* cutText(this.whole));
    if (!cut) return checkUserText(this.whole, this.options);
    this.whole = '';
    for (const part of cut.parts) {
      if (part.problems) continue;
      part.problems = checkUserText(part.text, this.options);
      yield;
    }
    const isBroken = cut.parts.some(({ problems }) => problems?.some(({ code }) => code === 'syntaxError'));
    return isBroken ? checkUserText(this.text(), this.options) : problemsOf(cut);
  }

  private become(text: string): void {
    this.whole = text;
    this.cut = undefined;
  }
}

/** Undefined when the text is no array, or broken so that its end cannot be told. */
function* cutText(text: string): Generator<undefined, CutText | undefined> {
  const cutter = new ArrayCutter();
  cutter.add(text);
  const parts: Part[] = [];
  let [start, end] = [0, 0];
  for (let part = cutter.next(); part; part = cutter.next()) {
    if (cutter.isBroken) return undefined;
    if (parts.length === 0) start = part.shift + 1;
    end = part.shift + part.text.length - 1;
    parts.push({ text: part.text, count: part.count, problems: undefined, isCut: true });
    yield;
  }
  return cutter.end() ? undefined : { head: text.slice(0, start), parts, tail: text.slice(end) };
}

/** Edits the part that the edit lies in; false when there is none. */
function editPart({ head, parts }: CutText, edit: TextEdit): boolean {
  let start = head.length;
  for (const part of parts) {
    const end = start + part.text.length - 2;
    if (edit.offset >= start && edit.offset + edit.length <= end) {
      part.text = replaced(part.text, { ...edit, offset: edit.offset - start + 1 });
      part.problems = undefined;
      part.isCut = false;
      return true;
    }
    start = end + 1;
  }
  return false;
}

/**
 * Whether the parts still end between users. A part that is broken may stay: the text is then checked as a whole, and
 * the next edit often mends it.
 */
function isStillCut({ parts }: CutText): boolean {
  return parts.every((part) => {
    if (part.isCut) return true;
    if (part.text.length > longestPart) return false;
    const count = countUsers(part.text);
    if (count === undefined) return parseJson(part.text) === undefined;
    part.count = count;
    part.isCut = count > 0 || parts.length === 1;
    return part.isCut;
  });
}

/** The length of an array in plain JSON; undefined when the text is something else, or has comments or a trailing comma. */
function countUsers(text: string): number | undefined {
  try {
    const users: unknown = JSON.parse(text);
    return Array.isArray(users) ? users.length : undefined;
  } catch {
    return undefined;
  }
}

function problemsOf({ head, parts }: CutText): Problem[] {
  const all: Problem[] = [];
  let shift = head.length - 1;
  let index = 0;
  for (const { text, count, problems = [] } of parts) {
    for (const problem of problems) all.push(inWhole(problem, { shift, index }));
    shift += text.length - 1;
    index += count;
  }
  return all;
}

function replaced(text: string, edit: TextEdit): string {
  return text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.length);
}
