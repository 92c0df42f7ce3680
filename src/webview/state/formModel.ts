import { computed, signal } from '@preact/signals';
import type { UserTextOp } from '../../core/form/editUserText';
import { readFormText, type FormObject } from '../../core/form/formText';
import { userSections, type FormSection } from '../../core/form/userSections';
import { applyTextEdits, textDifference, type TextEdit } from '../../core/form/textEdit';
import type { JsonPath } from '../../core/problem';
import type { EditorVerb, FormProblem, FormTarget, FormVerb, ToForm, ToHost } from '../../protocol/formMessages';
import { Requests } from '../../protocol/requests';
import { Drafts } from './draft';
import { EditQueue } from './editQueue';
import { ItemKeys } from './itemKeys';
import { words } from '../words';

const noTarget: FormTarget = { canSend: false };

/** The form's side of the document: its text as last heard from the host, and everything that can be done with it. */
export class FormModel {
  /** Undefined until the host has sent the text. */
  readonly text = signal<string | undefined>(undefined);
  readonly problems = signal<readonly FormProblem[]>([]);
  readonly target = signal<FormTarget>(noTarget);
  readonly readOnlyReason = signal<string | undefined>(undefined);
  /** The verb that the host is busy with. */
  readonly running = signal<FormVerb | undefined>(undefined);
  /** What to tell the person about something that just happened. */
  readonly notice = signal('');
  readonly parsed = computed(() => readFormText(this.text.value ?? ''));
  readonly canEdit = computed(() => this.parsed.value.state === 'user' && this.readOnlyReason.value === undefined);
  readonly sections: readonly FormSection[] = userSections();
  readonly items = new ItemKeys();
  readonly drafts = new Drafts();
  private readonly requests = new Requests();
  private readonly queue: EditQueue;
  private version = 0;

  constructor(private readonly post: (message: ToHost) => void) {
    this.queue = new EditQueue((path, op) => this.requests.send((id) => post({ kind: 'edit', id, baseVersion: this.version, path, op })));
  }

  /** The user as far as the text can be read. */
  get user(): FormObject | undefined {
    const parsed = this.parsed.value;
    return 'user' in parsed ? parsed.user : undefined;
  }

  receive(message: ToForm): void {
    switch (message.kind) {
      case 'snapshot':
        this.problems.value = message.problems;
        this.target.value = message.target;
        this.readOnlyReason.value = message.readOnlyReason;
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
      case 'flush':
        void this.flush().then((ok) => this.post({ kind: 'answer', id: message.id, ok }));
        break;
      case 'answer':
        this.requests.settle(message);
    }
  }

  /** Changes the text. Resolves with whether that was done; where it was not, the person has been told. */
  async edit(path: JsonPath, op: UserTextOp): Promise<boolean> {
    const keys = this.user && this.items.keyPath(this.user, path);
    if (keys === undefined || !this.canEdit.value) return false;
    const locate = () => this.user && this.items.path(this.user, keys);
    const done = await this.queue.push({ locate, op });
    this.notice.value = done ? '' : words.notWritten;
    return done;
  }

  /** Brings everything typed into the text. Resolves with false when some of it is no value yet. */
  async flush(): Promise<boolean> {
    const unwritten = await this.drafts.commit();
    await this.queue.idle();
    return unwritten.length === 0;
  }

  /** Asks the host to do something with the document, once everything typed is in it. */
  async run(verb: FormVerb): Promise<void> {
    if (this.running.value !== undefined) return;
    this.running.value = verb;
    const flushed = await this.flush();
    if (flushed || verb === 'openText') await this.requests.send((id) => this.post({ kind: 'run', id, verb }));
    else this.notice.value = words.correctFirst;
    this.running.value = undefined;
  }

  async revealPath(path: JsonPath): Promise<void> {
    await this.flush();
    await this.requests.send((id) => this.post({ kind: 'revealPath', id, path }));
  }

  /** Undo, redo or save by the host. What is typed but no value is simply taken back by undo. */
  async runEditor(verb: EditorVerb): Promise<void> {
    const unwritten = await this.drafts.commit();
    await this.queue.idle();
    if (verb === 'undo' && unwritten.length > 0) {
      for (const draft of unwritten) draft.discard();
      return;
    }
    await this.requests.send((id) => this.post({ kind: 'runEditor', id, verb }));
  }

  /** Whether the text lacks something that was typed. */
  get isBehind(): boolean {
    return !this.drafts.isEmpty || this.queue.isBusy;
  }

  private change({ version, edits, textLength }: Extract<ToForm, { kind: 'change' }>): void {
    if (this.text.value === undefined) return;
    const text = applyTextEdits(this.text.value, edits);
    if (text.length === textLength) this.setText(text, version, edits);
    else this.post({ kind: 'ready' });
  }

  private setText(text: string, version: number, edits: readonly TextEdit[]): void {
    this.version = version;
    this.text.value = text;
    this.items.follow(this.user, edits);
  }
}
