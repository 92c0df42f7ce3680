import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Draft, Drafts } from '../../../../src/webview/state/draft';

function draftOf(current: string, options: { readonly answers?: (json: string) => Promise<boolean> } = {}) {
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
});
