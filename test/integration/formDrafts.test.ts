import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { DocumentEdits } from '../../src/users/form/documentEdits';
import { untilTurn } from '../host/until';
import type { Draft } from '../../src/webview/state/draft';
import { activateExtension, openFile } from './extensionUnderTest';
import { OpenForm } from './openForm';

const text = '{"shelf":{"books":3},"title":"Countess"}\n';

describe('what was typed into a form and is not in the text', () => {
  let document: vscode.TextDocument;
  let form: OpenForm;
  before(activateExtension);
  beforeEach(async () => {
    document = await openFile('drafts.truto-user.json', text);
  });
  afterEach(() => form.dispose());

  const shelf = ['shelf', 'books'];
  const unfinished = { path: shelf, typed: '4-' };
  const open = async (): Promise<void> => {
    form = new OpenForm(document, new DocumentEdits(document), undefined, [unfinished]);
    await form.inStep();
  };
  const loadAnew = async (...own: (typeof unfinished)[]): Promise<void> => {
    form.load(own);
    await form.inStep();
  };
  /** As the control of the field does. */
  const show = (): Draft => {
    const { model } = form;
    return model.drafts.of({
      path: shelf,
      current: String((JSON.parse(document.getText()) as { shelf: { books: number } }).shelf.books),
      toJson: (typed) => (/^\d+$/.test(typed) ? typed : undefined),
      write: (json, path) => model.write(path, { kind: 'set', json }),
    });
  };
  const untilHostHas = (...typed: string[]) =>
    untilTurn(
      `the host to know ${typed.join()}`,
      () => form.session.unwritten.map((draft) => draft.typed).join() === typed.join(),
    );

  it('is shown by every page of the form until it is finished, and by none afterwards', async () => {
    await open();
    assert.equal(show().typed.value, '4-');
    await loadAnew();
    const draft = show();
    assert.equal(draft.typed.value, '4-');
    draft.type('5');
    assert.equal(await draft.commit(), true);
    await untilHostHas();
    await loadAnew();
    assert.equal(show().typed.value, undefined);
  });

  it('is shown as it was typed last, by whichever side knows that', async () => {
    await open();
    show().type('4-5-');
    await untilHostHas('4-5-');
    await loadAnew();
    assert.equal(show().typed.value, '4-5-');
    await loadAnew({ path: shelf, typed: '4-5-6-' });
    assert.equal(show().typed.value, '4-5-6-');
    await untilHostHas('4-5-6-');
  });

  it('is not lost with a page that had no field for it', async () => {
    await open();
    await untilHostHas('4-');
    await loadAnew();
    await untilHostHas('4-');
    assert.equal(show().typed.value, '4-');
    await untilHostHas('4-');
  });

  it('is spent where the text says so by now, where something else was put in its place, and where that is gone', async () => {
    await open();
    assert.ok(await form.model.edit(shelf, { kind: 'set', json: '4' }));
    await untilHostHas();
    form.dispose();
    form = new OpenForm(document, new DocumentEdits(document), undefined, [{ path: shelf, typed: '4' }]);
    await form.inStep();
    assert.equal(show().typed.value, undefined);
    await untilHostHas();
    form.dispose();
    await open();
    form.model.drafts.takeBack(shelf);
    await untilHostHas();
  });

  it('stays known where the page asks for the text once more', async () => {
    await open();
    const draft = show();
    form.model.receive({ kind: 'change', version: document.version, edits: [], textLength: 1 });
    await untilTurn('another snapshot', () => form.posted.filter(({ kind }) => kind === 'snapshot').length === 2);
    await untilHostHas('4-');
    draft.discard();
    await untilHostHas();
    await loadAnew();
    assert.equal(show().typed.value, undefined);
  });
});
