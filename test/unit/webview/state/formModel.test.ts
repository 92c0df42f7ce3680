import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import type { UserTextOp } from '../../../../src/core/edit/editUserText';
import type { JsonPath } from '../../../../src/core/json/jsonPath';
import { toHost } from '../../../../src/protocol/formMessages';
import { readMessage } from '../../../../src/protocol/readMessage';
import { fail, FakeHost, set, words } from './fakeHost';

async function settle(host: FakeHost): Promise<void> {
  await host.form.flush();
  for (let turns = 0; turns < 5; turns++) await turn();
}

describe('FormModel', () => {
  it('makes edits in order, one at a time, each on the text that the one before left', async () => {
    const host = new FakeHost('{"emails":["a","b"]}');
    const done = await Promise.all([
      host.form.edit(['emails', 0], { kind: 'remove' }),
      host.form.edit(['emails', 1], set('B')),
      host.form.edit(['emails'], { kind: 'insert', index: 2, json: '"c"' }),
      host.form.edit(['emails', 0], set('gone')),
    ]);
    assert.deepEqual(done, [true, true, true, false]);
    assert.deepEqual(host.value, { emails: ['B', 'c'] });
    assert.equal(host.form.failure.value, words.notWritten);
  });

  it('finds its item again when someone else changed the list meanwhile', async () => {
    const host = new FakeHost('{"emails":[{"email":"a"},{"email":"b"}]}');
    host.edit(['emails', 0], { kind: 'remove' });
    assert.equal(await host.form.edit(['emails', 1, 'email'], set('B')), true);
    assert.deepEqual(host.value, { emails: [{ email: 'B' }] });
  });

  it('asks for a new snapshot when a change does not add up', async () => {
    const host = new FakeHost('{"a":1}');
    host.text = '{"other":true}';
    host.version = 7;
    host.form.receive({ kind: 'change', version: 7, edits: [], textLength: host.text.length });
    await settle(host);
    assert.equal(host.form.text.value, host.text);
    assert.equal(await host.form.edit(['other'], set(false)), true);
  });

  it('edits nothing while the text is broken or read-only', async () => {
    const broken = new FakeHost('{"a":');
    assert.equal(await broken.form.edit(['a'], set(1)), false);
    const kept = new FakeHost('{}');
    kept.form.receive({
      kind: 'snapshot',
      words,
      version: 1,
      text: '{}',
      problems: [],
      target: { canSend: true },
      drafts: [],
      readOnlyReason: 'Kept elsewhere.',
    });
    assert.equal(await kept.form.edit(['a'], set(1)), false);
    assert.deepEqual([...broken.received, ...kept.received], []);
  });

  it('tells what is typed and not in the text, and leads to what is no value', async () => {
    const host = new FakeHost('{"group":1}');
    const drafts = () => host.received.flatMap((message) => (message.kind === 'draft' ? [message.draft] : []));
    const draft = host.form.drafts.of({
      path: ['group'],
      current: '1',
      toJson: (typed) => (typed === '12' ? typed : undefined),
      write: (json) => host.form.edit(['group'], { kind: 'set', json }),
    });
    draft.type('1-');
    await host.form.run('send');
    await turn();
    assert.deepEqual(drafts(), [{ path: ['group'], typed: '1-' }]);
    assert.deepEqual(host.form.wanted.value, ['group']);
    assert.equal(host.form.failure.value, words.fixFirst);
    assert.equal(
      host.received.some(({ kind }) => kind === 'run'),
      false,
    );
    draft.type('12');
    await host.form.run('send');
    assert.deepEqual(drafts().slice(1), [{ path: ['group'], typed: '12', json: '12' }, undefined]);
    assert.equal(host.form.failure.value, '');
    assert.deepEqual(host.value, { group: 12 });
    assert.ok(host.received.some(({ kind }) => kind === 'run'));
  });

  it('tells of what the host could not do', async () => {
    const host = new FakeHost('{"groups":[{}]}');
    const asks = [
      () => host.form.run('selectAccount'),
      () => host.form.run('openText'),
      () => host.form.pick(['groups', 0]),
      () => host.form.revealPath(['groups']),
      () => host.form.revealOffset(0),
      () => host.form.runEditor('save'),
    ];
    for (const ask of asks) {
      host.failing = true;
      await ask();
      assert.equal(host.form.failure.value, words.failed);
      assert.equal(host.form.running.value.size, 0);
      host.failing = false;
      await ask();
      assert.equal(host.form.failure.value, '');
    }
  });

  it('keeps what was typed while the document turns out to be read-only, and writes it once it is not', async () => {
    const host = new FakeHost('{"title":"a"}');
    const draft = host.form.drafts.of({
      path: ['title'],
      current: 'a',
      toJson: (typed) => JSON.stringify(typed),
      write: (json) => host.form.edit(['title'], { kind: 'set', json }),
    });
    host.form.receive({ kind: 'readOnly', reason: 'Locked.', mayChange: true });
    draft.type('b');
    assert.equal(await host.form.flush(true), false);
    assert.equal(draft.state.value, 'notWritten');
    assert.equal(host.form.failure.value, 'Locked.');
    assert.equal(host.form.canEdit.value, false);
    host.form.receive({ kind: 'readOnly', mayChange: false });
    await settle(host);
    assert.deepEqual(host.value, { title: 'b' });
  });

  it('shows what was typed into an earlier form in its field, unless the text says so by now', () => {
    const host = new FakeHost('{"a":1,"b":2}');
    const { drafts } = host.form;
    drafts.keep([
      { path: ['a'], typed: '1x' },
      { path: ['b'], typed: '2' },
    ]);
    const field = (name: string, current: string) => ({
      path: [name],
      current,
      toJson: () => undefined,
      write: () => Promise.resolve(false),
    });
    const restored = drafts.of(field('a', '1'));
    assert.equal(restored.typed.value, '1x');
    assert.equal(restored.state.value, 'invalid');
    assert.equal(drafts.of(field('b', '2')).typed.value, undefined);
    assert.equal(drafts.of(field('a', '1')), restored);
    const secret = drafts.of({ ...field('c', ''), isSecret: true });
    secret.type('s');
    assert.deepEqual(drafts.lasting, [{ path: ['a'], typed: '1x' }]);
    for (const draft of [restored, secret]) draft.discard();
  });

  it('says where a fix was not made', async () => {
    const host = new FakeHost('{"title":1}');
    host.answersFixes = false;
    assert.equal(await host.form.fix('key', ['title']), false);
    assert.equal(host.form.failure.value, words.notWritten);
    host.answersFixes = true;
    assert.equal(await host.form.fix('key', ['title']), true);
    assert.equal(host.form.failure.value, '');
  });

  it('knows which fields differ from the live user, and takes them back', async () => {
    const host = new FakeHost(
      '{"$truto":{"id":"1"},"name":"Ada","tags":[1, 2.0],"remote":{"b":1,"a":[]},"bio":null,"own":1}',
    );
    const changes = () => Object.fromEntries([...host.form.changes.value].map(([name, { json }]) => [name, json]));
    assert.deepEqual(changes(), {});
    host.form.receive({
      kind: 'live',
      state: 'read',
      fields: '{"name":"Grace","tags":[1,2],"remote":{"a":[],"b":1},"bio":"x","email":"a"}',
    });
    assert.deepEqual(changes(), { name: '"Grace"', bio: '"x"', own: undefined });
    for (const name of ['name', 'bio', 'own']) assert.equal(await host.form.reset(name), true);
    await settle(host);
    assert.deepEqual(changes(), {});
    assert.equal(host.text, '{"$truto":{"id":"1"},"name":"Grace","tags":[1, 2.0],"remote":{"b":1,"a":[]},"bio":"x"}');
    host.form.receive({ kind: 'live', state: 'unread' });
    host.edit(['name'], set('Ada'));
    await settle(host);
    assert.deepEqual(changes(), {});
  });

  it('tells numbers of the live user apart by their last digit, and takes them over with it', async () => {
    const host = new FakeHost('{"a":9007199254740992,"b":{"c":1.0},"d":[1]}');
    host.form.receive({ kind: 'live', state: 'read', fields: '{"a":9007199254740993,"b":{"c":1},"d":[1.0]}' });
    assert.deepEqual([...host.form.changes.value], [['a', { json: '9007199254740993' }]]);
    assert.equal(await host.form.reset('a'), true);
    await settle(host);
    assert.equal(host.text, '{"a":9007199254740993,"b":{"c":1.0},"d":[1]}');
    assert.equal(host.form.changes.value.size, 0);
  });

  it('shows values that read as before as the same objects', async () => {
    const host = new FakeHost('{"name":"Ada","roles":[{"id":"a"},{"id":"b"}]}');
    const roles = () => host.form.user?.members.get('roles');
    const before = roles();
    assert.equal(await host.form.edit(['name'], set('Ada Lovelace')), true);
    assert.ok(before);
    assert.equal(roles(), before);
  });

  it('sends only once the text has every edit', async () => {
    const host = new FakeHost('{}');
    void host.form.edit(['a'], set(1));
    await host.form.run('send');
    assert.deepEqual(
      host.received.map(({ kind }) => kind),
      ['edit', 'run'],
    );
    assert.equal(host.form.running.value.size, 0);
  });

  it('does what is asked for while the host is still busy with something else, and each thing once at a time', async () => {
    const host = new FakeHost('{}');
    host.answersRuns = false;
    const runs = () => host.received.flatMap((message) => (message.kind === 'run' ? [message.verb] : []));
    for (const verb of ['send', 'send', 'openText', 'preview', 'readLive', 'openText'] as const) {
      void host.form.run(verb);
      await settle(host);
    }
    assert.deepEqual(runs(), ['send', 'openText', 'preview', 'readLive']);
    assert.deepEqual([...host.form.running.value], ['send', 'openText', 'preview', 'readLive']);
    for (const message of host.received)
      if (message.kind === 'run') host.post({ kind: 'answer', id: message.id, ok: true });
    await settle(host);
    assert.equal(host.form.running.value.size, 0);
    void host.form.run('send');
    await settle(host);
    assert.equal(runs().at(-1), 'send');
    assert.equal(runs().length, 5);
  });

  it('shows the text of the host and makes each edit where it was meant, however the two interleave', async () => {
    const step = fc.record({
      byForm: fc.boolean(),
      kind: fc.constantFrom('set', 'insert', 'remove'),
      at: fc.nat(4),
      turns: fc.nat(4),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const host = new FakeHost('{\n  "list": [\n    { "id": 0 },\n    { "id": 1 }\n  ]\n}\n');
        let nextId = 2;
        const marks: { readonly id: unknown; readonly mark: string; readonly done: Promise<boolean> }[] = [];
        for (const { byForm, kind, at, turns } of steps) {
          const shown = (
            byForm
              ? (parse(host.form.text.value ?? '') as { list: { id: number }[] })
              : (host.value as { list: { id: number }[] })
          ).list;
          const edit = (path: JsonPath, op: UserTextOp) =>
            byForm ? void host.form.edit(path, op) : host.edit(path, op);
          const target = shown[at];
          if (kind === 'insert')
            edit(['list'], { kind, index: Math.min(at, shown.length), json: `{"id":${nextId++}}` });
          else if (target && kind === 'remove' && !byForm) edit(['list', at], { kind: 'remove' });
          else if (target && byForm)
            marks.push({
              id: target.id,
              mark: `m${marks.length}`,
              done: host.form.edit(['list', at, 'mark'], set(`m${marks.length}`)),
            });
          for (let turned = 0; turned < turns; turned++) await turn();
        }
        await settle(host);
        assert.equal(host.form.text.value, host.text);
        const list = (host.value as { list: { id: number; mark?: string }[] }).list;
        for (const { id, mark } of list) {
          const own = marks.filter((made) => made.id === id).at(-1);
          assert.equal(mark, own?.mark, `item ${id}`);
          if (own) assert.equal(await own.done, true);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('who last set a field, in a form', () => {
  it('is asked for by its name, and forgotten as another one is asked for', async () => {
    const host = new FakeHost('{"title":"x"}');
    host.form.askProvenance('title');
    await turn();
    assert.deepEqual(host.received, [{ kind: 'provenance', field: 'title' }]);
    const told = { kind: 'provenance', field: 'title', lines: ['Last set', '<b>title</b>'] } as const;
    host.post(told);
    await turn();
    assert.deepEqual(host.form.provenance.value, told);
    host.form.askProvenance('roles');
    assert.equal(host.form.provenance.value, undefined);
  });
});

describe('messages', () => {
  const accepted = (message: unknown) => readMessage(toHost, message, () => undefined) !== undefined;

  it('from the webview name fixed verbs only', () => {
    assert.ok(accepted({ kind: 'run', id: 1, verb: 'send' }));
    for (const verb of ['workbench.action.quit', 'truto.sendUser', '', 1])
      assert.equal(accepted({ kind: 'run', id: 1, verb }), false);
    for (const kind of ['command', 'open', 'eval', undefined])
      assert.equal(accepted({ kind, id: 1, uri: 'file:///etc/passwd' }), false);
  });

  it('lose what the schema does not know', () => {
    assert.deepEqual(readMessage(toHost, { kind: 'revealPath', id: 1, path: ['a', 0], uri: 'file:///x' }, fail), {
      kind: 'revealPath',
      id: 1,
      path: ['a', 0],
    });
  });

  it('with bad paths, indexes or operations are refused', () => {
    const edit = { kind: 'edit', id: 1, baseVersion: 1, path: ['a'], op: { kind: 'set', json: '1' } };
    assert.ok(accepted(edit));
    for (const bad of [
      { path: [-1] },
      { path: [1.5] },
      { path: 'a' },
      { op: { kind: 'set', value: 1 } },
      { op: { kind: 'insert', index: -1, json: '1' } },
      { baseVersion: '1' },
    ]) {
      assert.equal(accepted({ ...edit, ...bad }), false);
    }
  });

  it('that are refused are logged without their content', () => {
    const logged: string[] = [];
    assert.equal(
      readMessage(
        toHost,
        { kind: 'edit', id: 1, baseVersion: 1, path: ['password'], op: { kind: 'set', json: 42, secret: 'hunter2' } },
        (line) => logged.push(line),
      ),
      undefined,
    );
    assert.equal(
      readMessage(toHost, 'hunter2', (line) => logged.push(line)),
      undefined,
    );
    assert.equal(logged.length, 2);
    assert.doesNotMatch(logged.join(), /hunter2/);
  });

  it('survive any input', () => {
    fc.assert(fc.property(fc.anything(), (data) => readMessage(toHost, data, () => undefined) === undefined));
  });
});
