import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { parse } from 'jsonc-parser';
import { editUserText, EditRefused, type UserTextOp } from '../../../../src/core/edit/editUserText';
import type { JsonPath } from '../../../../src/core/json/jsonPath';
import { applyTextEdits } from '../../../../src/core/json/textEdit';
import { toForm, toHost, type ToForm, type ToHost } from '../../../../src/protocol/formMessages';
import { readMessage } from '../../../../src/protocol/readMessage';
import { wordsOfForm } from '../../../../src/users/form/wordsOfForm';
import { FormModel } from '../../../../src/webview/state/formModel';

export const words = wordsOfForm();

export function fail(fault: string): never {
  throw new Error(fault);
}

/** A document and its host: answers like the real one, each message a turn later. */
export class FakeHost {
  readonly received: ToHost[] = [];
  readonly form: FormModel;
  version = 1;
  answersFixes = true;
  /** What it is asked for throws. */
  failing = false;
  answersRuns = true;

  constructor(public text: string) {
    this.form = new FormModel((message) => void turn().then(() => this.receive(message)));
    this.form.receive({
      kind: 'snapshot',
      version: 1,
      text,
      problems: [],
      target: { canSend: true },
      drafts: [],
      words,
    });
  }

  edit(path: JsonPath, op: UserTextOp): void {
    const edits = editUserText(this.text, path, op, { eol: '\n', indent: '  ' });
    if (edits.length === 0) return;
    this.text = applyTextEdits(this.text, edits);
    this.version++;
    this.post({ kind: 'change', version: this.version, edits, textLength: this.text.length });
  }

  post(message: ToForm): void {
    const parsed = readMessage(toForm, structuredClone(message), fail);
    void turn().then(() => parsed && this.form.receive(parsed));
  }

  get value(): unknown {
    return parse(this.text) as unknown;
  }

  private receive(message: ToHost): void {
    assert.ok(readMessage(toHost, structuredClone(message), fail));
    this.received.push(message);
    if (message.kind === 'ready')
      this.post({
        kind: 'snapshot',
        version: this.version,
        text: this.text,
        problems: [],
        target: { canSend: true },
        drafts: [],
        words,
      });
    else if (message.kind === 'edit') this.answerEdit(message);
    else if ('id' in message && message.kind !== 'answer' && this.failing)
      this.post({ kind: 'answer', id: message.id, ok: false, reason: 'failed' });
    else if (message.kind === 'run' && !this.answersRuns) return;
    else if ('id' in message && message.kind !== 'answer')
      this.post({ kind: 'answer', id: message.id, ok: message.kind !== 'fix' || this.answersFixes });
  }

  private answerEdit({ id, baseVersion, path, op }: Extract<ToHost, { kind: 'edit' }>): void {
    if (baseVersion !== this.version) {
      this.post({ kind: 'answer', id, ok: false, reason: 'stale' });
      return;
    }
    try {
      this.edit(path, op);
      this.post({ kind: 'answer', id, ok: true });
    } catch (error) {
      assert.ok(error instanceof EditRefused);
      this.post({ kind: 'answer', id, ok: false, reason: 'refused' });
    }
  }
}

export const set = (value: unknown): UserTextOp => ({ kind: 'set', json: JSON.stringify(value) });
