import { signal } from '@preact/signals';

/** How long a person must pause while typing before the text takes over what they typed, in ms. */
const typingPause = 400;

/** What a draft needs to know of the field it belongs to. It changes from one rendering to the next. */
export interface DraftField {
  /** What the text says; undefined where the field is not set. */
  readonly current: string | undefined;
  /** The JSON of what was typed, undefined while that is no value. */
  readonly toJson: (typed: string) => string | undefined;
  /** Whether what was typed is written after a pause already, not only when the person leaves the field. */
  readonly writesOnPause: boolean;
  /** Writes JSON to the text; resolves with whether that succeeded. */
  readonly write: (json: string) => Promise<boolean>;
}

/** What a person has typed into one field and the text does not say yet. It prevails until the text does. */
export class Draft {
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

  /** Takes what was typed. While a character is being composed it is not written. */
  type(typed: string, isComposing: boolean): void {
    this.typed.value = typed;
    this.drafts.add(this);
    clearTimeout(this.timer);
    if (this.field.writesOnPause && !isComposing) this.timer = setTimeout(() => void this.commit(), typingPause);
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
    const json = this.field.toJson(typed);
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

  get isEmpty(): boolean {
    return this.open.size === 0;
  }

  add(draft: Draft): void {
    this.open.add(draft);
  }

  delete(draft: Draft): void {
    this.open.delete(draft);
  }

  /** Writes those that a pause would write. */
  hasten(): void {
    for (const draft of this.open) if (draft.field.writesOnPause) void draft.commit();
  }

  /** Writes them all; resolves with those that could not be written. */
  async commit(): Promise<Draft[]> {
    const open = [...this.open];
    const written = await Promise.all(open.map((draft) => draft.commit()));
    return open.filter((_, index) => written[index] === false);
  }
}
