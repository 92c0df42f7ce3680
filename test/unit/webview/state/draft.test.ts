import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Draft, Drafts } from '../../../../src/webview/state/draft';

function draftOf(current: string | undefined, options: { readonly answers?: (json: string) => Promise<boolean> } = {}) {
  const drafts = new Drafts();
  const written: string[] = [];
  const draft = new Draft(drafts, {
    current,
    path: ['field'],
    toJson: (typed) => (typed === 'bad' ? undefined : JSON.stringify(typed)),
    write: (json) => {
      written.push(json);
      return options.answers?.(json) ?? Promise.resolve(true);
    },
  });
  return { draft, drafts, written };
}

/** The pause after which the text takes over what was typed, in ms. */
const typingPause = 400;

describe('Draft', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('is written once the person pauses, and only once', async () => {
    const { draft, drafts, written } = draftOf('');
    draft.type('a', false);
    draft.type('ab', false);
    mock.timers.tick(typingPause - 1);
    assert.deepEqual(written, []);
    mock.timers.tick(1);
    assert.deepEqual(written, ['"ab"']);
    assert.equal(await draft.commit(), true);
    assert.equal(draft.typed.value, undefined);
    assert.ok(drafts.isEmpty);
  });

  it('is written at once on leaving the field, and not a second time', async () => {
    const { draft, written } = draftOf('');
    draft.type('a', false);
    await Promise.all([draft.commit(), draft.commit()]);
    await draft.commit();
    assert.deepEqual(written, ['"a"']);
  });

  it('prevails while the person types on before its own edit is answered', async () => {
    let answer: (ok: boolean) => void = () => undefined;
    const { draft } = draftOf('', { answers: () => new Promise((resolve) => (answer = resolve)) });
    draft.type('a', false);
    const committed = draft.commit();
    draft.type('ab', false);
    answer(true);
    assert.equal(await committed, true);
    assert.equal(draft.typed.value, 'ab');
    draft.discard();
  });

  it('that says what the text says is no edit', async () => {
    const { draft, drafts, written } = draftOf('a');
    draft.type('ab', false);
    draft.type('a', false);
    assert.equal(await draft.commit(), true);
    assert.deepEqual(written, []);
    assert.ok(drafts.isEmpty);
  });

  it('that is empty again in a field that is not set is no edit, and no mistake', async () => {
    for (const typed of ['x', 'bad']) {
      const { draft, drafts, written } = draftOf(undefined);
      draft.type(typed, false);
      draft.type('', false);
      mock.timers.tick(typingPause);
      assert.ok(drafts.isEmpty, typed);
      draft.type('', false);
      assert.equal(await draft.commit(), true);
      assert.equal(draft.state.value, 'fine');
      assert.deepEqual(written, []);
      assert.ok(drafts.isEmpty);
    }
    const unset = draftOf(undefined);
    unset.draft.field = { ...unset.draft.field, toJson: () => undefined };
    unset.draft.type('5x', false);
    assert.equal(await unset.draft.commit(), false);
    unset.draft.type('', false);
    assert.equal(await unset.draft.commit(), true);
    assert.equal(unset.draft.state.value, 'fine');
    assert.ok(unset.drafts.isEmpty);
    // That which was set is emptied.
    const emptied = draftOf('a');
    emptied.draft.type('', false);
    assert.equal(await emptied.draft.commit(), true);
    assert.deepEqual(emptied.written, ['""']);
  });

  it('that is no value stays, is told, and keeps the form from being whole', async () => {
    const { draft, drafts, written } = draftOf('');
    draft.type('bad', false);
    assert.deepEqual(await drafts.commit(), [draft]);
    assert.deepEqual(written, []);
    assert.equal(draft.state.value, 'invalid');
    assert.equal(draft.typed.value, 'bad');
    draft.discard();
    assert.deepEqual(await drafts.commit(), []);
  });

  it('that could not be written stays and is tried again', async () => {
    let works = false;
    const { draft, written } = draftOf('', { answers: () => Promise.resolve(works) });
    draft.type('a', false);
    assert.equal(await draft.commit(), false);
    assert.equal(draft.state.value, 'notWritten');
    works = true;
    assert.equal(await draft.commit(), true);
    assert.deepEqual(written, ['"a"', '"a"']);
  });

  it('waits for a character that is being composed, and is not called wrong while the person types', async () => {
    const composing = draftOf('');
    composing.draft.type('k', true);
    const unfinished = draftOf('');
    unfinished.draft.type('bad', false);
    unfinished.drafts.hasten();
    mock.timers.tick(typingPause);
    assert.deepEqual([...composing.written, ...unfinished.written], []);
    assert.equal(unfinished.draft.state.value, 'fine');
    assert.equal(await unfinished.draft.commit(), false);
    assert.equal(unfinished.draft.state.value, 'invalid');
    unfinished.draft.discard();
  });

  it('is taken back with all that was typed at its place and within, and nothing beside it', () => {
    const { draft, drafts } = draftOf('');
    const at = (...path: (string | number)[]) => {
      const other = new Draft(drafts, { ...draft.field, path });
      other.type('bad');
      return other;
    };
    const [item, inner, beside] = [at('emails', 0), at('emails', 0, 'email'), at('emails', 1, 'email')];
    drafts.keep([
      { path: ['emails', 0, 'type'], typed: 'x' },
      { path: ['emails', 1, 'type'], typed: 'x' },
    ]);
    const takeBack = drafts.within(['emails', 0]);
    beside.field = { ...beside.field, path: ['emails', 0, 'email'] };
    takeBack();
    assert.deepEqual(
      [item, inner, beside].map(({ typed }) => typed.value),
      [undefined, undefined, 'bad'],
    );
    assert.equal(drafts.isWithin(['emails', 0, 'type']), false);
    assert.equal(drafts.isWithin(['emails', 1, 'type']), true);
    beside.discard();
  });

  it('is known at its place and around it, also while it waits for its field', () => {
    const { draft, drafts } = draftOf('');
    drafts.keep([{ path: ['roles', 3, 'id'], typed: 'x' }]);
    assert.deepEqual(
      [['field'], ['roles', 3], ['roles', 3, 'id'], ['roles', 4], ['roles', 33]].map((path) => drafts.isWithin(path)),
      [false, true, true, false, false],
    );
    draft.type('bad');
    assert.equal(drafts.isWithin(['field']), true);
    draft.discard();
    assert.equal(drafts.isWithin(['field']), false);
  });
});
