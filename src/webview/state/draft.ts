import { signal } from '@preact/signals';
import type { JsonPath } from '../../core/json/jsonPath';
import type { KeptDraft } from '../../protocol/formMessages';
import { startsWith } from '../places';
import type { KeyPath } from './itemKeys';

/** How long a person must pause while typing before the text takes over what they typed, in ms. */
const typingPause = 400;

/** What a draft needs to know of the field it belongs to. It changes from one rendering to the next. */
export interface DraftField {
  readonly path: JsonPath;
  /** What the text says; undefined where the field is not set. */
  readonly current: string | undefined;
  /** The JSON of what was typed, undefined while that is no value. */
  readonly toJson: (typed: string) => string | undefined;
  /** Writes JSON to the text, at the path that the field has by then; resolves with whether that succeeded. */
  readonly write: (json: string, path: JsonPath) => Promise<boolean>;
  readonly isSecret?: boolean;
}

let lastId = 0;

/** What a person has typed into one field and the text does not say yet. It prevails until the text does. */
export class Draft {
  readonly id = ++lastId;
  /** Undefined while the field shows what the text says. */
  readonly typed = signal<string | undefined>(undefined);
  readonly state = signal<'fine' | 'invalid' | 'notWritten'>('fine');
  field: DraftField;
  /** Where its field is, whatever comes and goes before that. */
  keys: KeyPath | undefined;
  /** Whether its place cannot be told: the text is broken, and what can be read of it may have another field there. */
  isAstray = false;
  /** Whether there is a control that shows it. */
  isShown = true;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private underway: { readonly typed: string; readonly written: Promise<boolean> } | undefined;

  constructor(
    private readonly drafts: Drafts,
    field: DraftField,
  ) {
    this.field = field;
  }

  /** What would be written; undefined when nothing was typed or it is no value. */
  get json(): string | undefined {
    return this.typed.value === undefined ? undefined : this.field.toJson(this.typed.value);
  }

  /** Undefined where nothing was typed. */
  get told(): TypedText | undefined {
    const typed = this.typed.peek();
    const { json } = this;
    return typed === undefined ? undefined : { path: this.field.path, typed, ...(json !== undefined && { json }) };
  }

  /** Whether something was typed that is no value. */
  get isUnfinished(): boolean {
    return this.typed.value !== undefined && this.json === undefined;
  }

  /** Whether the field shows what the text says: empty is also one that is not set. */
  private get isAsBefore(): boolean {
    return this.typed.value === (this.field.current ?? '');
  }

  /** The person is at its control. */
  enter(): void {
    this.drafts.focused = this;
  }

  /** The person has left its control: what was typed is written. */
  leave(): void {
    if (this.drafts.focused === this) this.drafts.focused = undefined;
    void this.commit();
  }

  /** Takes what was typed. While a character is being composed it is not written. */
  type(typed: string, isComposing = false): void {
    this.typed.value = typed;
    this.drafts.add(this);
    clearTimeout(this.timer);
    if (!isComposing) this.timer = setTimeout(() => this.rest(), typingPause);
  }

  /** Shows again what was typed before the form was closed. */
  restore(typed: string): void {
    this.type(typed);
    if (this.isUnfinished) this.state.value = 'invalid';
  }

  /** Writes the draft if it is a value by now: who still types has not made a mistake yet. */
  rest(): void {
    if (this.isAsBefore || this.json !== undefined) void this.commit();
  }

  /** Writes the draft to the text now. Resolves with false when it is no value or could not be written. */
  commit(): Promise<boolean> {
    clearTimeout(this.timer);
    const typed = this.typed.value;
    if (typed === undefined) return Promise.resolve(true);
    if (this.underway?.typed === typed) return this.underway.written;
    if (this.underway === undefined && this.isAsBefore) {
      this.discard();
      return Promise.resolve(true);
    }
    const { json } = this;
    if (json === undefined) {
      this.state.value = 'invalid';
      return Promise.resolve(false);
    }
    const written = this.write(typed, json);
    this.underway = { typed, written };
    return written;
  }

  /** Goes back to what the text says. */
  discard(): void {
    clearTimeout(this.timer);
    this.typed.value = undefined;
    this.state.value = 'fine';
    this.drafts.delete(this);
  }

  private async write(typed: string, json: string): Promise<boolean> {
    const written = await this.field.write(json, this.field.path);
    if (this.underway?.typed === typed) this.underway = undefined;
    if (this.typed.value === typed) {
      if (written) this.discard();
      else this.state.value = 'notWritten';
    }
    return written;
  }
}

/** The path of a field, and the keys that lead there whatever comes and goes before it. */
interface Place {
  path: JsonPath;
  keys: KeyPath | undefined;
}

/** What waits for its field. */
interface WaitingDraft extends Place {
  readonly id: number;
  readonly typed: string;
}

/** What is typed into a field, with its JSON where it is a value. */
export interface TypedText {
  readonly path: JsonPath;
  readonly typed: string;
  readonly json?: string;
}

/** Where fields are in the text at hand. */
export interface FieldPlaces {
  /** Undefined where the path leads to no place in the text. */
  readonly keys: (path: JsonPath) => KeyPath | undefined;
  /** Where these keys lead; where that place is gone, what has come in its place `before`, or undefined. */
  readonly path: (keys: KeyPath, before?: JsonPath) => JsonPath | undefined;
}

const nowhere: FieldPlaces = { keys: () => undefined, path: () => undefined };

/** The drafts of the form that are not in the text yet. */
export class Drafts {
  private readonly open = new Set<Draft>();
  private kept: readonly WaitingDraft[] = [];
  /** That of the control that the person is at. */
  focused: Draft | undefined;
  /** Counts the changes, for whoever wants to know of them. */
  readonly changes = signal(0);

  /** `changed` hears of each draft that is typed into, waits, moves to another place or is gone, by its ID. */
  constructor(
    private readonly changed: (id: number, typed: TypedText | undefined) => void = () => undefined,
    private readonly places: FieldPlaces = nowhere,
  ) {}

  get isEmpty(): boolean {
    return this.open.size === 0;
  }

  /** What may be kept elsewhere: secrets are not. */
  get lasting(): readonly KeptDraft[] {
    return [...this.open].flatMap(({ typed, field: { path, isSecret } }) =>
      typed.value === undefined || isSecret === true ? [] : [{ path, typed: typed.value }],
    );
  }

  /** Takes drafts over that the fields at their places are to show, once there are such; of one place the last. */
  keep(drafts: readonly KeptDraft[]): void {
    for (const { path, typed } of drafts) {
      this.drop((draft) => isSamePath(draft.path, path));
      const id = ++lastId;
      this.kept = [...this.kept, { id, path, typed, keys: this.places.keys(path) }];
      this.changed(id, { path, typed });
    }
  }

  /** Whether something was typed at this place or within, and is not in the text. */
  isWithin(path: JsonPath): boolean {
    return this.firstWithin(path) !== undefined;
  }

  /** The first place, this one or one within it, where something was typed that is not in the text. */
  firstWithin(path: JsonPath): JsonPath | undefined {
    const drafts = [...this.found.map(({ field }) => field), ...this.kept];
    return drafts.find((draft) => startsWith(draft.path, path))?.path;
  }

  /** What was typed at this place and within it as it is now: to be taken back once something else has come there. */
  within(path: JsonPath): () => void {
    const drafts = this.found.filter(({ field }) => startsWith(field.path, path));
    const kept = this.kept.filter((draft) => startsWith(draft.path, path));
    return () => {
      for (const draft of drafts) draft.discard();
      this.drop((draft) => kept.includes(draft));
    };
  }

  /** Takes back what was typed at this place: it has a control by now that shows no drafts. */
  takeBack(path: JsonPath): void {
    this.drop((draft) => isSamePath(draft.path, path));
    for (const draft of this.found) if (isSamePath(draft.field.path, path)) draft.discard();
  }

  /** Takes back what no control shows any more, where its field is gone too. */
  takeBackGone(isThere: (path: JsonPath) => boolean): void {
    for (const draft of this.open) if (!draft.isShown && !isThere(draft.field.path)) draft.discard();
  }

  /** The text has become another one: the drafts go along with their fields. Of a whole text, what has no place is gone. */
  follow(isWhole: boolean): void {
    for (const draft of this.open) {
      const now = this.placeNow(draft.field.path, draft.keys, isWhole);
      draft.isAstray = now === undefined;
      if (now) this.move(draft, now);
      else if (isWhole) draft.discard();
    }
    this.drop((draft) => {
      const now = this.placeNow(draft.path, draft.keys, isWhole);
      Object.assign(draft, now);
      return now === undefined && isWhole;
    });
  }

  /** The draft of a field: one that was begun before its control went out of sight, or a new one. */
  of(field: DraftField): Draft {
    const begun = this.found.find((draft) => isSamePath(draft.field.path, field.path));
    if (begun) return begun;
    const draft = new Draft(this, field);
    const kept = this.kept.find(({ path }) => isSamePath(path, field.path));
    if (kept && kept.typed !== field.current) draft.restore(kept.typed);
    this.drop((waiting) => waiting === kept);
    return draft;
  }

  add(draft: Draft): void {
    draft.keys = this.places.keys(draft.field.path) ?? draft.keys;
    this.open.add(draft);
    this.tell(draft);
  }

  delete(draft: Draft): void {
    if (this.open.delete(draft)) this.tell(draft);
  }

  /** Writes those that a pause would write. */
  hasten(): void {
    for (const draft of this.open) draft.rest();
  }

  /** Writes them all; resolves with those that could not be written. */
  async commit(): Promise<Draft[]> {
    const open = [...this.open];
    const written = await Promise.all(open.map((draft) => draft.commit()));
    return open.filter((_, index) => written[index] === false);
  }

  /** Those whose place can be told. */
  private get found(): readonly Draft[] {
    return [...this.open].filter(({ isAstray }) => !isAstray);
  }

  private drop(isGone: (draft: WaitingDraft) => boolean): void {
    const gone = this.kept.filter(isGone);
    if (gone.length === 0) return;
    this.kept = this.kept.filter((draft) => !gone.includes(draft));
    for (const { id } of gone) this.changed(id, undefined);
  }

  private placeNow(before: JsonPath, keys: KeyPath | undefined, isWhole: boolean): Place | undefined {
    const path = keys ? this.places.path(keys, isWhole ? before : undefined) : before;
    return path && { path, keys: this.places.keys(path) };
  }

  private move(draft: Draft, { path, keys }: Place): void {
    draft.keys = keys;
    if (isSamePath(path, draft.field.path)) return;
    draft.field = { ...draft.field, path };
    this.tell(draft);
  }

  private tell(draft: Draft): void {
    this.changes.value = this.changes.peek() + 1;
    this.changed(draft.id, draft.told);
  }
}

const isSamePath = (path: JsonPath, other: JsonPath): boolean =>
  path.length === other.length && startsWith(path, other);
