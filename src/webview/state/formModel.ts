import { batch, computed, signal } from '@preact/signals';
import { isSameJson } from '../../core/json/isSameJson';
import type { UserTextOp } from '../../core/edit/editUserText';
import {
  formValueAt,
  plainValue,
  readFormText,
  type FormObject,
  type FormText,
  type FormValue,
} from '../../core/form/formText';
import { reservedKeys, userSections, type FormRules, type FormSection } from '../../core/form/userSections';
import { applyTextEdits, textDifference, type TextEdit } from '../../core/json/textEdit';
import type { JsonPath } from '../../core/json/jsonPath';
import { readUserFile, type UserField } from '../../core/update/userFile';
import type {
  EditorVerb,
  FormProblem,
  FormTarget,
  FormVerb,
  KeptDraft,
  LiveState,
  Provenance,
  ToForm,
  ToHost,
} from '../../protocol/formMessages';
import type { FormWords } from '../../protocol/formWords';
import { Requests } from '../../protocol/requests';
import { Drafts } from './draft';
import { EditQueue } from './editQueue';
import { ItemKeys } from './itemKeys';

const noTarget: FormTarget = { canSend: false };
const noText: FormText = { state: 'notAUser' };

/** What the server has where the text says something else; `json` is undefined where it has nothing. */
export interface Change {
  readonly json: string | undefined;
}

/** The form's side of the document: its text as last heard from the host, and everything that can be done with it. */
export class FormModel {
  /** Undefined until the host has sent the text. */
  readonly text = signal<string | undefined>(undefined);
  readonly problems = signal<readonly FormProblem[]>([]);
  readonly target = signal<FormTarget>(noTarget);
  readonly liveState = signal<LiveState>('none');
  /** The fields of the live user by name, when it has been read. */
  readonly live = signal<ReadonlyMap<string, UserField> | undefined>(undefined);
  readonly readOnlyReason = signal<string | undefined>(undefined);
  /** Whether it may be worth trying to edit a read-only document again. */
  readonly mayTryAgain = signal(false);
  /** The verbs that the host is busy with: each of them once, whatever the others wait for. */
  readonly running = signal<ReadonlySet<FormVerb>>(new Set());
  /** The place that the person asked for and has not been brought to yet. */
  readonly wanted = signal<JsonPath | undefined>(undefined);
  /** Who last set the field that was asked about, in lines, once the host has told. */
  readonly provenance = signal<Provenance | undefined>(undefined);
  /** What to tell the person about something that just happened. */
  readonly notice = signal('');
  /** What was not done, and why, until something is. */
  readonly failure = signal('');
  /** What the text says. Values that read as before are the same objects. */
  readonly parsed = signal<FormText>(noText);
  readonly canEdit = computed(() => this.parsed.value.state === 'user' && this.readOnlyReason.value === undefined);
  /** A target can change without its rules: then the fields stay the same objects. */
  private readonly rulesText = computed(() => JSON.stringify(this.target.value.rules ?? null));
  readonly sections = computed<readonly FormSection[]>(() =>
    userSections((JSON.parse(this.rulesText.value) as FormRules | null) ?? undefined),
  );
  /** The fields that differ from the live user, by name. */
  readonly changes = computed(() => this.findChanges());
  readonly items = new ItemKeys();
  readonly drafts = new Drafts((id, draft) => this.post({ kind: 'draft', id, ...(draft && { draft }) }), {
    keys: (path) => this.user && this.items.keyPath(this.user, path),
    path: (keys, before) => this.user && this.items.path(this.user, keys, before),
  });
  private readonly requests = new Requests();
  private readonly queue: EditQueue;
  private readonly plainValues = new WeakMap<FormValue, unknown>();
  private version = 0;
  private said: FormWords | undefined;

  /** `kept` is what was typed before the page was loaded anew, as far as the page itself knows. */
  constructor(
    private readonly post: (message: ToHost) => void,
    private readonly kept: readonly KeptDraft[] = [],
  ) {
    this.queue = new EditQueue((path, op) =>
      this.requests.send((id) => post({ kind: 'edit', id, baseVersion: this.version, path, op })),
    );
  }

  /** What the form says. The host sends it with the text: before that there is nothing to say it of. */
  get words(): FormWords {
    if (!this.said) throw new Error('No words before the text');
    return this.said;
  }

  /** The user as far as the text can be read. */
  get user(): FormObject | undefined {
    const parsed = this.parsed.value;
    return 'user' in parsed ? parsed.user : undefined;
  }

  receive(message: ToForm): void {
    switch (message.kind) {
      case 'snapshot':
        this.said = message.words;
        this.problems.value = message.problems;
        this.target.value = message.target;
        this.readOnlyReason.value = message.readOnlyReason;
        if (this.text.value === undefined) this.drafts.keep([...message.drafts, ...this.kept]);
        this.setText(message.text, message.version, [textDifference(this.text.value ?? '', message.text)]);
        break;
      case 'change':
        this.change(message);
        break;
      case 'problems':
        this.problems.value = message.problems;
        break;
      case 'target':
        this.target.value = message.target;
        break;
      case 'live':
        this.liveState.value = message.state;
        this.live.value =
          message.fields === undefined
            ? undefined
            : new Map(readUserFile(message.fields)?.fields.map((field) => [field.name, field]));
        break;
      case 'provenance':
        this.provenance.value = message;
        break;
      case 'focus':
        this.wanted.value = message.path;
        break;
      case 'flush':
        void this.flush(message.isLed).then((ok) => this.post({ kind: 'answer', id: message.id, ok }));
        break;
      case 'readOnly':
        this.mayTryAgain.value = message.mayChange;
        if (this.readOnlyReason.value === message.reason) break;
        this.readOnlyReason.value = message.reason;
        this.failure.value = '';
        void this.drafts.commit();
        break;
      case 'answer':
        this.requests.settle(message);
    }
  }

  /**
   * Changes the text other than by what was typed, which is taken back where something else comes in its place. Resolves
   * with whether that was done; where it was not, the person has been told.
   */
  async edit(path: JsonPath, op: UserTextOp): Promise<boolean> {
    if (op.kind === 'move' && !(await this.canMove(path, op.to))) return false;
    const takeBack = op.kind === 'set' || op.kind === 'remove' ? this.drafts.within(path) : undefined;
    const done = await this.write(path, op);
    if (done) takeBack?.();
    return done;
  }

  /** Whether both items are written: what is no value yet would be that of the other one. The person is led to it. */
  private async canMove(path: JsonPath, to: number): Promise<boolean> {
    await this.flush();
    const unfinished = this.drafts.firstWithin(path) ?? this.drafts.firstWithin([...path.slice(0, -1), to]);
    if (unfinished) this.lead(unfinished);
    return unfinished === undefined;
  }

  /** Changes the text by what was typed. */
  async write(path: JsonPath, op: UserTextOp): Promise<boolean> {
    const keys = this.user && this.items.keyPath(this.user, path);
    if (keys === undefined || !this.canEdit.value) return false;
    const locate = () => this.user && this.items.path(this.user, keys);
    const done = await this.queue.push({ locate, op });
    this.tellDone(done);
    return done;
  }

  /** Has the host make one of the fixes that it offered for a place. Resolves with whether that was done. */
  async fix(key: string, path: JsonPath): Promise<boolean> {
    await this.flush();
    const takeBack = this.drafts.within(path);
    const { ok } = await this.requests.send((id) => this.post({ kind: 'fix', id, key }));
    if (ok) takeBack();
    this.tellDone(ok);
    return ok;
  }

  /** Gives a field the value that the live user has; takes it away when the live user has none. */
  async reset(name: string): Promise<boolean> {
    const json = this.liveJson(name);
    return this.edit([name], json === undefined ? { kind: 'remove' } : { kind: 'set', json });
  }

  /** The JSON of what the live user has in a field; undefined when that is nothing, or is not known. */
  liveJson(name: string): string | undefined {
    return this.live.value?.get(name)?.json;
  }

  /**
   * Brings everything typed into the text. Resolves with false when some of it is no value yet; where a person waits for
   * that, they are led there.
   */
  async flush(isLed = false): Promise<boolean> {
    const [first] = await this.drafts.commit();
    await this.queue.idle();
    if (first && isLed) this.lead(first.field.path);
    return first === undefined;
  }

  /** Leads the person to a value that is to be finished first. */
  private lead(path: JsonPath): void {
    this.wanted.value = path;
    this.failure.value = this.readOnlyReason.value ?? this.words.fixFirst;
  }

  /** Tells the host that the person is at this form. */
  tellFocus(): void {
    this.post({ kind: 'focused' });
  }

  /** Writes what was typed as the person turns to something else, and tells the host. */
  async leave(): Promise<void> {
    await this.flush();
    this.post({ kind: 'left' });
  }

  /** Tells the host which field the person is at. */
  tellPlace(path: JsonPath): void {
    this.post({ kind: 'place', path });
  }

  /** Asks the host whether the document can be edited by now; what was typed meanwhile is written then. */
  tryAgain(): void {
    this.post({ kind: 'tryAgain' });
  }

  /** Asks the host to do something with the document, once everything typed is in it. */
  async run(verb: FormVerb): Promise<void> {
    if (this.running.peek().has(verb)) return;
    this.running.value = new Set([...this.running.peek(), verb]);
    const flushed = await this.flush(verb !== 'openText');
    if (flushed || verb === 'openText') await this.ask((id) => this.post({ kind: 'run', id, verb }));
    this.running.value = new Set([...this.running.peek()].filter((other) => other !== verb));
  }

  /** Lets the person pick what the item at a path names, once everything typed is in the text. */
  async pick(path: JsonPath): Promise<void> {
    if (await this.flush(true)) await this.ask((id) => this.post({ kind: 'pick', id, path }));
  }

  /** Asks the host who last set a field of the user. */
  askProvenance(field: string): void {
    this.provenance.value = undefined;
    this.post({ kind: 'provenance', field });
  }

  async revealPath(path: JsonPath): Promise<void> {
    await this.flush();
    await this.ask((id) => this.post({ kind: 'revealPath', id, path }));
  }

  async revealOffset(offset: number): Promise<void> {
    await this.ask((id) => this.post({ kind: 'revealOffset', id, offset }));
  }

  /** Undo, redo or save by the host. What is no value where the person is typing is simply taken back by undo. */
  async runEditor(verb: EditorVerb): Promise<void> {
    const unwritten = await this.drafts.commit();
    await this.queue.idle();
    const { focused } = this.drafts;
    if (verb === 'undo' && focused && unwritten.includes(focused)) {
      focused.discard();
      this.failure.value = '';
      return;
    }
    if (this.readOnlyReason.value !== undefined) return;
    await this.ask((id) => this.post({ kind: 'runEditor', id, verb }));
  }

  /** Whether the text lacks something that was typed. */
  get isBehind(): boolean {
    return !this.drafts.isEmpty || this.queue.isBusy;
  }

  /** What was typed into a field that is gone goes with it; in broken text it may be there still. */
  takeBackGone(): void {
    if (this.parsed.peek().state === 'broken') return;
    const { user } = this;
    this.drafts.takeBackGone((path) => user !== undefined && formValueAt(user, path) !== undefined);
  }

  /** Has the host do something. A person who pressed a button is told when that failed. */
  private async ask(post: (id: number) => void): Promise<void> {
    const { reason } = await this.requests.send(post);
    const { failed } = this.words;
    if (reason === 'failed') this.failure.value = failed;
    else if (this.failure.value === failed) this.failure.value = '';
  }

  private tellDone(isDone: boolean): void {
    this.notice.value = '';
    this.failure.value = isDone ? '' : (this.readOnlyReason.value ?? this.words.notWritten);
  }

  private change({ version, edits, textLength }: Extract<ToForm, { kind: 'change' }>): void {
    if (this.text.value === undefined) return;
    const text = applyTextEdits(this.text.value, edits);
    if (text.length === textLength) this.setText(text, version, edits);
    else this.post({ kind: 'ready', isAgain: true });
  }

  private setText(text: string, version: number, edits: readonly TextEdit[]): void {
    this.version = version;
    const parsed = readFormText(text);
    const isWhole = parsed.state !== 'broken';
    const user = this.items.follow('user' in parsed ? parsed.user : undefined, edits, isWhole);
    batch(() => {
      this.text.value = text;
      this.parsed.value = user && 'user' in parsed ? { ...parsed, user } : parsed;
      this.drafts.follow(isWhole);
    });
    this.takeBackGone();
  }

  private findChanges(): ReadonlyMap<string, Change> {
    const live = this.live.value;
    const { user } = this;
    if (!live || !user) return new Map();
    const different = [...user.members].filter(
      ([name, value]) => !reservedKeys.has(name) && !isSameJson(live.get(name)?.value, this.plain(value)),
    );
    return new Map(different.map(([name]) => [name, { json: this.liveJson(name) }]));
  }

  /** The value as plain data, made once. */
  private plain(value: FormValue): unknown {
    if (!this.plainValues.has(value)) this.plainValues.set(value, plainValue(value));
    return this.plainValues.get(value);
  }
}
