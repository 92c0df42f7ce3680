import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import type { JsonPath } from '../../../../src/core/json/jsonPath';
import { textDifference } from '../../../../src/core/json/textEdit';
import { FakeHost, set, words } from './fakeHost';

describe('what was typed into a form and is no value', () => {
  const typedInto = (host: FakeHost, ...path: (string | number)[]) => {
    const draft = host.form.drafts.of({
      path,
      current: 'x',
      toJson: () => undefined,
      write: () => Promise.resolve(false),
    });
    draft.type('{ "a":');
    return draft;
  };
  /** Somebody else writes the text. */
  const becomes = async (host: FakeHost, text: string) => {
    const edits = [textDifference(host.text, text)];
    host.text = text;
    host.version++;
    host.post({ kind: 'change', version: host.version, edits, textLength: text.length });
    await turn();
    await turn();
  };
  const left = (host: FakeHost) => host.form.drafts.lasting.map(({ path }) => path.join('.'));

  it('is gone where something else is put in its place', async () => {
    const host = new FakeHost('{"title":"x","emails":["a","b"],"remote_data":{}}');
    host.form.receive({ kind: 'live', state: 'read', fields: '{"title":"live"}' });
    typedInto(host, 'remote_data');
    typedInto(host, 'title');
    typedInto(host, 'emails', 0);
    typedInto(host, 'emails', 1);
    host.form.drafts.keep([{ path: ['remote_data', 'x'], typed: '{' }]);
    assert.equal(await host.form.edit(['remote_data'], set(null)), true);
    assert.equal(host.form.drafts.isWithin(['remote_data']), false);
    assert.deepEqual(left(host), ['title', 'emails.0', 'emails.1']);
    assert.equal(await host.form.reset('title'), true);
    assert.equal(await host.form.edit(['emails', 0], { kind: 'remove' }), true);
    assert.deepEqual(left(host), ['emails.1']);
    assert.equal(await host.form.fix('key', ['emails']), true);
    assert.deepEqual(left(host), []);
    assert.equal(await host.form.flush(), true);
  });

  it('keeps its item from being moved, and the one that would come in its place', async () => {
    const text = '{"roles":[{"id":"a","level":1},{"id":"b","level":2},{"id":"c","level":3}]}';
    const host = new FakeHost(text);
    const draft = typedInto(host, 'roles', 1, 'level');
    for (const [from, to] of [
      [1, 2],
      [0, 1],
    ] as const) {
      host.form.wanted.value = undefined;
      assert.equal(await host.form.edit(['roles', from], { kind: 'move', to }), false);
      assert.deepEqual([host.text, host.form.failure.value], [text, words.fixFirst]);
      assert.deepEqual(host.form.wanted.value, ['roles', 1, 'level']);
    }
    draft.discard();
    typedInto(host, 'roles', 2, 'level');
    assert.equal(await host.form.edit(['roles', 0], { kind: 'move', to: 1 }), true);
    assert.deepEqual(left(host), ['roles.2.level']);
  });

  it('stays where nothing else was put in its place', async () => {
    const host = new FakeHost('{"title":"x","emails":["a"]}');
    const drafts = [typedInto(host, 'title'), typedInto(host, 'emails', 0)];
    assert.equal(await host.form.edit(['emails'], { kind: 'insert', index: 1, json: '"b"' }), true);
    assert.equal(await host.form.edit(['title', 'x'], set(1)), false);
    host.answersFixes = false;
    assert.equal(await host.form.fix('key', ['title']), false);
    assert.deepEqual(left(host), ['title', 'emails.0']);
    for (const draft of drafts) draft.discard();
  });

  it('is gone once its field is, but not while the text is broken elsewhere', async () => {
    const host = new FakeHost('{"title":"x","group":1}');
    const draft = typedInto(host, 'group');
    draft.isShown = false;
    await becomes(host, '{"title":"x');
    assert.deepEqual(left(host), ['group']);
    await becomes(host, '{"title":"x","group":2}');
    assert.deepEqual(left(host), ['group']);
    await becomes(host, '{"title":"x"}');
    assert.deepEqual(left(host), []);
  });

  it('stays with its item while others come and go before it, and is told where that is', async () => {
    const host = new FakeHost('{"roles":[{"id":"a","level":1},{"id":"b","level":2}]}');
    const draft = typedInto(host, 'roles', 1, 'level');
    const kept: JsonPath = ['roles', 1, 'id'];
    host.form.drafts.keep([{ path: kept, typed: 'b-' }]);
    host.edit(['roles', 0], { kind: 'remove' });
    await turn();
    assert.deepEqual(left(host), ['roles.0.level']);
    host.edit(['roles'], { kind: 'insert', index: 0, json: '{"id":"a","level":1}' });
    await turn();
    assert.deepEqual(left(host), ['roles.1.level']);
    // The item that came shows what the text says, in all of its fields.
    const beside = typedInto(host, 'roles', 0, 'level');
    assert.notEqual(beside, draft);
    assert.equal(host.form.drafts.isWithin(['roles', 0, 'id']), false);
    assert.equal(typedInto(host, 'roles', 1, 'level'), draft);
    assert.equal(host.form.drafts.isWithin(kept), true);
    await turn();
    const told = host.received.flatMap((message) => (message.kind === 'draft' ? [message] : []));
    assert.deepEqual(told.findLast(({ id }) => id === draft.id)?.draft?.path, ['roles', 1, 'level']);
    beside.discard();
    draft.discard();
  });

  it('is written into its item, wherever that is by then', async () => {
    const host = new FakeHost('{"roles":[{"id":"a"},{"id":"b"}]}');
    const draft = host.form.drafts.of({
      path: ['roles', 1, 'id'],
      current: 'b',
      toJson: (typed) => JSON.stringify(typed),
      write: (json, path) => host.form.write(path, { kind: 'set', json }),
    });
    draft.type('B');
    host.edit(['roles'], { kind: 'insert', index: 0, json: '{"id":"new"}' });
    await turn();
    assert.equal(await draft.commit(), true);
    assert.deepEqual(host.value, { roles: [{ id: 'new' }, { id: 'a' }, { id: 'B' }] });
  });

  it('is gone with its item, whatever comes up in its place; what is put in the place of an item has it', async () => {
    const host = new FakeHost('{"roles":[{"id":"a"},{"id":"b"},{"id":"c"}]}');
    typedInto(host, 'roles', 0, 'id');
    const other = typedInto(host, 'roles', 1, 'id');
    host.edit(['roles', 0], { kind: 'remove' });
    await turn();
    assert.deepEqual(left(host), ['roles.0.id']);
    assert.equal(typedInto(host, 'roles', 0, 'id'), other);
    // A formatter, or a file that was written anew.
    await becomes(host, '{\n  "roles": [\n    { "id": "B" },\n    { "id": "C" }\n  ]\n}\n');
    assert.deepEqual(left(host), ['roles.0.id']);
    // The same in two steps.
    await becomes(host, '{ "roles": [{ "id": "D" }, { "id": ');
    await becomes(host, '{ "roles": [{ "id": "D" }, { "id": 1 }] }');
    assert.deepEqual(left(host), ['roles.0.id']);
    other.discard();
  });

  it('is in its item again once a broken text is whole, and nowhere else meanwhile', async () => {
    const [first, second] = ['{\n    "id": "a"\n  }', '{\n    "id": "b"\n  }'];
    const text = (...items: string[]) => `{ "roles": [\n  ${items.join(',\n  ')}\n] }`;
    const host = new FakeHost(text('{}', first, second));
    const draft = typedInto(host, 'roles', 1, 'id');
    for (const broken of [text('{}', `/*${first}`, second), text('{}', `"${first}`, second), text('{}', '', second)]) {
      await becomes(host, broken);
      assert.equal(host.form.parsed.value.state, 'broken');
      assert.equal(left(host).length, 1);
      await becomes(host, text('{}', first, second));
      assert.deepEqual(left(host), ['roles.1.id'], broken);
    }
    await becomes(host, text('{}', '', second));
    // What can be read of it has the other item there.
    const shown = typedInto(host, 'roles', 1, 'id');
    assert.notEqual(shown, draft);
    shown.discard();
    await becomes(host, text('{}', first, second));
    assert.equal(typedInto(host, 'roles', 1, 'id'), draft);
    draft.discard();
  });

  it('is in the item that it was typed into, however a list becomes another one', async () => {
    const step = fc.record({ kind: fc.constantFrom('insert', 'remove', 'type'), at: fc.nat(5) });
    const ids = (host: FakeHost) => (host.value as { list: { id: number }[] }).list.map(({ id }) => id);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const host = new FakeHost('{\n  "list": [\n    { "id": 0 },\n    { "id": 1 }\n  ]\n}\n');
        let nextId = 2;
        const drafts = new Map<number, ReturnType<typeof typedInto>>();
        for (const { kind, at } of steps) {
          const now = ids(host);
          const id = now[at];
          if (kind === 'insert')
            host.edit(['list'], { kind, index: Math.min(at, now.length), json: `{"id":${nextId++}}` });
          else if (id !== undefined && kind === 'remove') host.edit(['list', at], { kind });
          else if (id !== undefined) drafts.set(id, typedInto(host, 'list', at, 'id'));
          await turn();
          const expected = ids(host).flatMap((each, index) => (drafts.has(each) ? [`list.${index}.id`] : []));
          assert.deepEqual(left(host).sort(), expected.sort());
          for (const [index, each] of ids(host).entries()) {
            const draft = drafts.get(each);
            if (draft) assert.equal(typedInto(host, 'list', index, 'id'), draft);
          }
        }
        for (const draft of drafts.values()) draft.discard();
      }),
      { numRuns: 100 },
    );
  });

  it('is taken back by undo where the person is; that elsewhere stays, and undo is the document\u2019s', async () => {
    const host = new FakeHost('{"title":"x","group":1}');
    const [one, other] = [typedInto(host, 'title'), typedInto(host, 'group')];
    host.form.drafts.focused = one;
    await host.form.runEditor('undo');
    assert.deepEqual(left(host), ['group']);
    assert.ok(!host.received.some(({ kind }) => kind === 'runEditor'));
    await host.form.runEditor('undo');
    assert.deepEqual(left(host), ['group']);
    assert.ok(host.received.some(({ kind }) => kind === 'runEditor'));
    other.discard();
  });

  it('keeps nothing from being picked unsaid', async () => {
    const host = new FakeHost('{"group":1,"roles":[{"id":"a"}]}');
    const draft = typedInto(host, 'group');
    await host.form.pick(['roles', 0]);
    assert.deepEqual(host.form.wanted.value, ['group']);
    assert.equal(host.form.failure.value, words.fixFirst);
    draft.discard();
  });
});
