import {
  besideBroken,
  checkBrokenPart,
  checkUserJson,
  checkUserText,
  type CheckedPart,
  type CheckOptions,
} from './checkUserText';
import type { TextEdit } from '../json/textEdit';
import { problemInWhole } from './inWhole';
import { ArrayCutter, inBrackets } from '../json/arrayCutter';
import { parseJson, type ParsedJson } from '../json/parseJson';
import type { Problem } from './problem';

/** Some users of the array. */
interface Part {
  /** They, without brackets. */
  text: string;
  /** Whether it ends between users: known, likely, or to be seen after an edit. */
  ends: 'cut' | 'guessed' | 'edited';
  /** Undefined while it is to be found. */
  checked: (CheckedPart & { readonly isBroken: boolean }) | undefined;
}

/** A text as its head up to the array's bracket, parts with a comma between each two, and its tail. */
interface CutText {
  readonly head: string;
  readonly parts: readonly Part[];
  readonly tail: string;
}

/** A part that has grown beyond this is cut anew. */
const maxPartLength = 65_536;

/**
 * The check of a large text that is being edited: finds the same problems as checkUserText, but pauses behind each
 * millisecond's work, so that whoever runs it can do something else meanwhile or leave it, and after an edit checks only
 * the users around it again, broken or not. A single user, and an array that is broken so that where its users end cannot
 * be told, are checked in one go.
 */
export class UserTextCheck {
  private cut: CutText | undefined;
  private guesses = true;
  /** The text, where it is read as a whole: it is no list, and not broken. */
  single: ParsedJson | undefined;

  constructor(
    private whole: string,
    private readonly options: CheckOptions,
  ) {}

  /** The text as it is now. */
  text(): string {
    if (!this.cut) return this.whole;
    const { head, parts, tail } = this.cut;
    return `${head}${parts.map(({ text }) => text).join(',')}${tail}`;
  }

  /** Puts a text in place of a stretch. */
  edit(edit: TextEdit): void {
    this.single = undefined;
    if (this.cut && editPart(this.cut, edit)) return;
    this.uncut(replaced(this.text(), edit));
  }

  /** The problems of the text as it is now, in its order. An edit meanwhile makes them worthless. */
  *problems(): Generator<undefined, Problem[]> {
    for (;;) {
      const cut = (this.cut ??= yield* cutParts(this.whole, this.guesses));
      if (cut) this.whole = '';
      const outcome = cut ? yield* checkParts(cut, this.options) : this.guesses ? 'wrongGuess' : 'broken';
      const problems = cut && outcome === 'checked' ? problemsOf(cut) : undefined;
      if (problems) return problems;
      if (outcome === 'broken' || outcome === 'checked')
        return checkUserText(this.text(), this.options, (text) => this.read(text));
      if (outcome === 'wrongGuess') this.guesses = false;
      this.uncut(this.text());
    }
  }

  private read(text: string): ParsedJson | undefined {
    const parsed = parseJson(text);
    this.single = Array.isArray(parsed?.value) ? undefined : parsed;
    return parsed;
  }

  private uncut(text: string): void {
    this.whole = text;
    this.cut = undefined;
  }
}

/** Undefined when the text is no array, or is broken so that its end cannot be told. */
function* cutParts(text: string, guesses: boolean): Generator<undefined, CutText | undefined> {
  const cutter = new ArrayCutter(guesses);
  cutter.add(text);
  cutter.finish();
  const parts: Part[] = [];
  let [start, end] = [0, 0];
  for (let part = cutter.next(); part; part = cutter.next()) {
    if (cutter.isBroken) return undefined;
    if (parts.length === 0) start = part.shift + 1;
    end = cutter.passed - 1;
    // A slice of the whole text takes no memory of its own.
    parts.push({ text: text.slice(part.shift + 1, end), ends: part.isGuessed ? 'guessed' : 'cut', checked: undefined });
    yield;
  }
  return cutter.end() ? undefined : { head: text.slice(0, start), parts, tail: text.slice(end) };
}

/** Edits the part that the edit lies in; false when there is none. */
function editPart({ head, parts }: CutText, edit: TextEdit): boolean {
  let start = head.length;
  for (const part of parts) {
    const end = start + part.text.length;
    if (edit.offset >= start && edit.offset + edit.length <= end) {
      part.text = replaced(part.text, { ...edit, offset: edit.offset - start });
      part.ends = 'edited';
      part.checked = undefined;
      return true;
    }
    start = end + 1;
  }
  return false;
}

/** Checks the parts that are not, as long as they end between users. */
function* checkParts(
  { parts }: CutText,
  options: CheckOptions,
): Generator<undefined, 'checked' | 'broken' | 'cutAnew' | 'wrongGuess'> {
  for (const [index, part] of parts.entries()) {
    if (part.checked) continue;
    if (part.text.length > maxPartLength && part.ends === 'edited') return 'cutAnew';
    const text = inBrackets(part.text);
    const parsed = parseJson(text);
    // A part that an edit broke may stay as it is: the next edit often mends it.
    if (!parsed) {
      const broken =
        parts.length > 1
          ? checkBrokenPart(part.text, { before: index > 0, behind: index < parts.length - 1 }, options)
          : undefined;
      if (!broken) return part.ends === 'guessed' ? 'wrongGuess' : 'broken';
      part.checked = { ...broken, isBroken: true };
      yield;
      continue;
    }
    const count = Array.isArray(parsed.value) ? parsed.value.length : 0;
    // A comma at the end is none that trails when another part follows; nor is nothing at all.
    if (part.ends === 'edited' && (parsed.plain !== text || (count === 0 && parts.length > 1))) return 'cutAnew';
    part.checked = { count, problems: checkUserJson(parsed, options), isBroken: false };
    part.ends = 'cut';
    yield;
  }
  return 'checked';
}

/** Undefined when the whole text has to be looked at, because a part of it is broken. */
function problemsOf({ head, parts }: CutText): Problem[] | undefined {
  const isBroken = parts.some(({ checked }) => checked?.isBroken);
  const all: Problem[] = [];
  let shift = head.length - 1;
  let index = 0;
  for (const { text, checked } of parts) {
    const problems =
      isBroken && checked && !checked.isBroken ? besideBroken(checked.problems) : (checked?.problems ?? []);
    if (!problems) return undefined;
    for (const problem of problems) all.push(problemInWhole(problem, { shift, index }));
    shift += text.length + 1;
    index += checked?.count ?? 0;
  }
  return all;
}

function replaced(text: string, edit: TextEdit): string {
  return text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.length);
}
