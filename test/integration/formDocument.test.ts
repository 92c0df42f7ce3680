import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import * as vscode from 'vscode';
import { EditRefused, editUserText, type UserTextOp } from '../../src/core/edit/editUserText';
import { formValueAt, type FormValue } from '../../src/core/form/formText';
import { applyTextEdits } from '../../src/core/json/textEdit';
import type { JsonPath } from '../../src/core/json/jsonPath';
import { textStyle } from '../../src/platform/textStyle';
import { DocumentEdits } from '../../src/users/form/documentEdits';
import { amount } from '../host/long';
import { untilTurn } from '../host/until';
import { activateExtension, openFile } from './extensionUnderTest';
import type { FormHost } from '../../src/users/form/formHost';
import { OpenForm, QuietHost } from './openForm';

const startText = `{
  // Ada, as she was
  "name": "Ada",   "title" : "Countess",
  "emails": [ { "email": "ada@example.com", "is_primary": true }, {"email":"b@example.com"} ],
  "languages": ["en",
    "fr"],
  "remote_data": { "big": 12345678901234567890, "deep": [[1, 2], {}] },
}
`;

/** Each takes some hundred milliseconds. */
const runs = amount(50, 1000);

/** What is done in one step; numbers choose among what there is. */
type Step =
  | { readonly kind: 'form'; readonly form: number; readonly place: number; readonly op: number; readonly json: string }
  | { readonly kind: 'burst'; readonly form: number; readonly values: readonly string[] }
  | { readonly kind: 'type'; readonly at: number; readonly text: string }
  | { readonly kind: 'undo' | 'redo' | 'revert' | 'save' | 'split' | 'reopen' };

const json = fc
  .oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('', null, [], {}, 'ü\u2028"\\', 0, -0.5))
  .map((value) => JSON.stringify(value));
const formStep = fc.record({
  kind: fc.constant('form' as const),
  form: fc.nat(7),
  place: fc.nat(1000),
  op: fc.nat(3),
  json,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: formStep },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('burst' as const),
      form: fc.nat(7),
      values: fc.array(json, { minLength: 2, maxLength: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      at: fc.nat(1000),
      text: fc.constantFrom(' ', '\n', '/* note */', ',', '"', '{', 'x'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('revert' as const, 'save' as const, 'split' as const, 'reopen' as const),
    }),
  },
);

/** All places of a user's text that an edit can name. */
function places(value: FormValue, path: JsonPath = []): JsonPath[] {
  if (value.kind === 'object')
    return [...value.members].flatMap(([name, member]) => [[...path, name], ...places(member, [...path, name])]);
  return value.kind === 'list'
    ? value.items.flatMap((item, index) => [[...path, index], ...places(item, [...path, index])])
    : [];
}

/** A document, its forms, and what its text must be: every text it had, each one step of undo from the next. */
class Play {
  readonly forms: OpenForm[] = [];
  private texts: string[];
  private now = 0;
  private readonly edits: DocumentEdits;

  constructor(
    readonly document: vscode.TextDocument,
    public savedText: string,
  ) {
    this.edits = new DocumentEdits(document);
    this.texts = [document.getText()];
    this.open();
  }

  get expected(): string {
    return this.texts[this.now] ?? '';
  }

  async make(step: Step): Promise<void> {
    switch (step.kind) {
      case 'form':
        return this.editInForm(step);
      case 'burst':
        return this.burst(step);
      case 'type':
        return this.type(step);
      case 'undo':
      case 'redo':
        return this.goBack(step.kind);
      case 'revert':
        return this.revert();
      case 'save':
        assert.ok(await this.document.save());
        this.savedText = this.expected;
        assert.equal(await readFile(this.document.uri.fsPath, 'utf8'), this.expected);
        return;
      case 'split':
        if (this.forms.length < 3) this.open();
        return;
      case 'reopen':
        this.forms.shift()?.dispose();
        this.open();
    }
  }

  /** Every form and the document say the same. */
  async check(): Promise<void> {
    assert.equal(this.document.getText(), this.expected);
    for (const form of this.forms) {
      await form.inStep();
      assert.equal(form.model.isBehind, false);
    }
  }

  dispose(): void {
    for (const form of this.forms) form.dispose();
  }

  private open(): void {
    this.forms.push(new OpenForm(this.document, this.edits));
  }

  private form(index: number): OpenForm {
    const form = this.forms[index % this.forms.length];
    assert.ok(form);
    return form;
  }

  private async editInForm({ form, place, op, json }: Extract<Step, { kind: 'form' }>): Promise<void> {
    const { model } = this.form(form);
    await this.form(form).inStep();
    const { user } = model;
    const all = user ? [...places(user), ['title'], ['status'], ['phones']] : [['title']];
    const path = all[place % all.length] ?? [];
    const change = opOf(op, json, user && formValueAt(user, path));
    const canEdit = model.canEdit.value;
    const done = await model.edit(path, change);
    assert.equal(done, canEdit && this.expect(path, change));
  }

  /** Several edits before the first is answered: they are made in order. */
  private async burst({ form, values }: Extract<Step, { kind: 'burst' }>): Promise<void> {
    const { model } = this.form(form);
    await this.form(form).inStep();
    const canEdit = model.canEdit.value;
    const done = await Promise.all(values.map((value) => model.edit(['title'], { kind: 'set', json: value })));
    for (const [index, value] of values.entries())
      assert.equal(done[index], canEdit && this.expect(['title'], { kind: 'set', json: value }));
  }

  private async type({ at, text }: Extract<Step, { kind: 'type' }>): Promise<void> {
    const offset = at % (this.expected.length + 1);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(this.document.uri, this.document.positionAt(offset), text);
    assert.ok(await vscode.workspace.applyEdit(edit));
    this.push(applyTextEdits(this.expected, [{ offset, length: 0, text }]));
  }

  private async goBack(kind: 'undo' | 'redo'): Promise<void> {
    const next = this.now + (kind === 'undo' ? -1 : 1);
    if (this.texts[next] === undefined) return;
    await vscode.commands.executeCommand(kind);
    this.now = next;
  }

  private async revert(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    assert.equal(this.document.getText(), this.savedText);
    this.texts = [this.savedText];
    this.now = 0;
  }

  /** What the edit must lead to; false when it is refused. */
  private expect(path: JsonPath, op: UserTextOp): boolean {
    try {
      const text = applyTextEdits(this.expected, editUserText(this.expected, path, op, textStyle(this.document)));
      if (text !== this.expected) this.push(text);
      return true;
    } catch (error) {
      assert.ok(error instanceof EditRefused);
      return false;
    }
  }

  private push(text: string): void {
    this.texts = [...this.texts.slice(0, this.now + 1), text];
    this.now += 1;
  }
}

function opOf(choice: number, json: string, value: FormValue | undefined): UserTextOp {
  if (choice === 0) return { kind: 'remove' };
  if (choice === 1 && value?.kind === 'list') return { kind: 'insert', index: value.items.length, json };
  if (choice === 2 && value?.kind === 'list') return { kind: 'insert', index: 0, json };
  return { kind: 'set', json };
}

describe('a document with forms', function () {
  this.timeout(560_000);
  before(activateExtension);

  it(`says the same in text and forms after ${runs} random sequences of edits, undo, redo, revert, save, split and reopen`, async () => {
    const document = await openFile('played.json', startText);
    await vscode.window.showTextDocument(document);
    let saved = startText;
    const sequences = fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
      await replaceText(document, startText);
      const play = new Play(document, saved);
      try {
        for (const each of steps) {
          await play.make(each);
          await play.check();
        }
      } finally {
        saved = play.savedText;
        play.dispose();
      }
    });
    await fc.assert(sequences, { numRuns: runs, endOnFailure: true });
  });

  it('makes 500 edits asked for in one turn, all of them and in order', async () => {
    const document = await openFile('hurried.json', '{ "languages": [] }\n');
    const form = new OpenForm(document, new DocumentEdits(document));
    await form.inStep();
    const edits = Array.from({ length: 500 }, (_, index) =>
      form.model.edit(['languages'], { kind: 'insert', index, json: String(index) }),
    );
    assert.deepEqual(
      await Promise.all(edits),
      edits.map(() => true),
    );
    await form.inStep();
    assert.deepEqual(
      (JSON.parse(document.getText()) as { languages: number[] }).languages,
      edits.map((_, index) => index),
    );
    form.dispose();
  });

  it('tells of an edit by its delta alone, while all else stays as it was', async () => {
    const document = await openFile('told.json', '{ "title": "x" }\n');
    const problem = { path: ['title'], message: 'Odd.', severity: 'warning', code: 'odd', fixes: [] } as const;
    const fields = { roles: Array.from({ length: 500 }, (_, index) => ({ id: `role_${index}` })) };
    const host: FormHost = Object.assign(new QuietHost() as FormHost, {
      problems: () => [problem],
      live: () => ({ state: 'read', fields }) as const,
      follow: (_: vscode.TextDocument, changed: (change: 'problems') => void) =>
        vscode.workspace.onDidChangeTextDocument(() => changed('problems')),
    });
    const form = new OpenForm(document, new DocumentEdits(document), host);
    await form.inStep();
    await untilTurn('the live user', () => form.model.live.value !== undefined);
    const before = form.posted.length;
    for (const title of ['a', 'b', 'c']) await form.model.edit(['title'], { kind: 'set', json: JSON.stringify(title) });
    await form.inStep();
    const kinds = form.posted.slice(before).map(({ kind }) => kind);
    assert.deepEqual(
      kinds.filter((kind) => kind !== 'answer' && kind !== 'readOnly'),
      ['change', 'change', 'change'],
    );
    form.dispose();
  });

  it('leaves a file as it is, byte for byte, when it is opened and saved', async () => {
    for (const text of [
      startText,
      startText.replaceAll('\n', '\r\n'),
      `\ufeff${startText}`,
      '{}',
      '',
      '[ {"name":"x"} ]',
      '{ "broken": ',
    ]) {
      const document = await openFile('untouched.json', text);
      const before = await readFile(document.uri.fsPath);
      const form = new OpenForm(document, new DocumentEdits(document));
      await form.inStep();
      await form.session.flush(false);
      await document.save();
      assert.deepEqual(await readFile(document.uri.fsPath), before);
      form.dispose();
    }
  });
});

async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)),
    text,
  );
  assert.ok(await vscode.workspace.applyEdit(edit));
}
