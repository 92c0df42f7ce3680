import { signal } from '@preact/signals';
import type { JsonPath } from '../../core/json/jsonPath';
import type { KeptDraft } from '../../protocol/formMessages';

/** How long a person must pause while typing before the text takes over what they typed, in ms. */
const typingPause = 400;

/** What a draft needs to know of the field it belongs to. It changes from one rendering to the next. */
export interface DraftField {
  readonly path: JsonPath;
  /** What the text says; undefined where the field is not set. */
  readonly current: string | undefined;
  /** The JSON of what was typed, undefined while that is no value. */
  readonly toJson: (typed: string) => string | undefined;
  /** Writes JSON to the text; resolves with whether that succeeded. */
  readonly write: (json: string) => Promise<boolean>;
  readonly isSecret?: boolean;
}

let drafts = 0;

/** What a person has typed into one field and the text does not say yet. It prevails until the text does. */
export class Draft {
  readonly id = ++drafts;
  /** Undefined while the field shows what the text says. */
  readonly typed = signal<string | undefined>(undefined);
  readonly state = signal<'fine' | 'invalid' | 'notWritten'>('fine');
  field: DraftField;
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
    if (this.json === undefined) this.state.value = 'invalid';
  }

  /** Writes the draft if it is a value by now: who still types has not made a mistake yet. */
  rest(): void {
    if (this.typed.value === this.field.current || this.json !== undefined) void this.commit();
  }

  /** Writes the draft to the text now. Resolves with false when it is no value or could not be written. */
  commit(): Promise<boolean> {
    clearTimeout(this.timer);
    const typed = this.typed.value;
    if (typed === undefined) return Promise.resolve(true);
    if (this.underway?.typed === typed) return this.underway.written;
    if (this.underway === undefined && typed === this.field.current) {
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
    const written = await this.field.write(json);
    if (this.underway?.typed === typed) this.underway = undefined;
    if (this.typed.value === typed) {
      if (written) this.discard();
      else this.state.value = 'notWritten';
    }
    return written;
  }
}

/** The drafts of the form that are not in the text yet. */
export class Drafts {
  private readonly open = new Set<Draft>();
  private kept = new Map<string, string>();
  /** Counts the changes, for whoever wants to know of them. */
  readonly changes = signal(0);

  /** `changed` hears of each draft that is typed into, moves to another place or is gone. */
  constructor(private readonly changed: (draft: Draft) => void = () => undefined) {}

  get isEmpty(): boolean {
    return this.open.size === 0;
  }

  /** What may be kept elsewhere: secrets are not. */
  get lasting(): readonly KeptDraft[] {
    return [...this.open].flatMap(({ typed, field: { path, isSecret } }) =>
      typed.value === undefined || isSecret === true ? [] : [{ path, typed: typed.value }],
    );
  }

  /** Takes drafts over that the fields at their places are to show, once there are such. */
  keep(drafts: readonly KeptDraft[]): void {
    for (const { path, typed } of drafts) this.kept.set(JSON.stringify(path), typed);
  }

  /** The draft of a field: one that was begun before its control went out of sight, or a new one. */
  of(field: DraftField): Draft {
    const place = JSON.stringify(field.path);
    const begun = [...this.open].find((draft) => JSON.stringify(draft.field.path) === place);
    if (begun) return begun;
    const draft = new Draft(this, field);
    const typed = this.kept.get(place);
    this.kept.delete(place);
    if (typed !== undefined && typed !== field.current) draft.restore(typed);
    return draft;
  }

  add(draft: Draft): void {
    this.open.add(draft);
    this.tell(draft);
  }

  delete(draft: Draft): void {
    if (this.open.delete(draft)) this.tell(draft);
  }

  /** The place of a draft's field is another one. */
  moved(draft: Draft): void {
    if (this.open.has(draft)) this.tell(draft);
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

  private tell(draft: Draft): void {
    this.changes.value = this.changes.peek() + 1;
    this.changed(draft);
  }
}
