import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editUserText, type UserTextOp } from '../../../../src/core/edit/editUserText';
import { formValueAt, readFormText, type FormObject } from '../../../../src/core/form/formText';
import { applyTextEdits } from '../../../../src/core/json/textEdit';
import type { JsonPath } from '../../../../src/core/json/jsonPath';
import { ItemKeys } from '../../../../src/webview/state/itemKeys';

function read(text: string): FormObject {
  const parsed = readFormText(text);
  assert.equal(parsed.state, 'user');
  return parsed.user;
}

/** A form that follows its text. */
class Followed {
  readonly keys = new ItemKeys();
  user: FormObject;

  constructor(private text: string) {
    this.user = this.keys.follow(read(text), [])!;
  }

  edit(path: JsonPath, op: UserTextOp): void {
    const edits = editUserText(this.text, path, op, { eol: '\n', indent: '  ' });
    this.text = applyTextEdits(this.text, edits);
    this.user = this.keys.follow(read(this.text), edits)!;
  }

  listKeys(): number[] {
    const list = formValueAt(this.user, ['list']);
    return list?.kind === 'list' ? list.items.map((item) => this.keys.keyOf(item)) : [];
  }
}

describe('ItemKeys', () => {
  it('keeps the path to an item while others come and go before it', () => {
    const form = new Followed('{"list":[{"a":1},{"a":2}]}');
    const path = form.keys.keyPath(form.user, ['list', 1, 'a'])!;
    form.edit(['list'], { kind: 'insert', index: 0, json: '{}' });
    assert.deepEqual(form.keys.path(form.user, path), ['list', 2, 'a']);
    form.edit(['list', 1], { kind: 'remove' });
    form.edit(['name'], { kind: 'set', json: '"Ada"' });
    assert.deepEqual(form.keys.path(form.user, path), ['list', 1, 'a']);
    form.edit(['list', 1], { kind: 'remove' });
    assert.equal(form.keys.path(form.user, path), undefined);
  });

  it('knows an item again that was set', () => {
    const form = new Followed('{\n  "list": [\n    "en",\n    "fr"\n  ]\n}');
    const [first] = form.listKeys();
    form.edit(['list', 0], { kind: 'set', json: '"de"' });
    assert.equal(form.listKeys()[0], first);
  });

  it('keeps what reads as before, whatever moved around it', () => {
    const form = new Followed('{"name":"Ada","list":[{"a":1},{"a":2}],"tags":["x"]}');
    const at = (path: JsonPath) => formValueAt(form.user, path);
    const [second, tags] = [at(['list', 1]), at(['tags'])];
    form.edit(['name'], { kind: 'set', json: '"Countess"' });
    form.edit(['list', 0, 'a'], { kind: 'set', json: '100' });
    assert.equal(at(['list', 1]), second);
    assert.equal(at(['tags']), tags);
    assert.equal(at(['list', 0, 'a'])?.source, '100');
    form.edit(['list', 1, 'a'], { kind: 'set', json: '3' });
    assert.notEqual(at(['list', 1]), second);
  });

  it('follows any edits of a list as the list itself does', () => {
    const step = fc.record({
      kind: fc.constantFrom('insert' as const, 'remove' as const, 'set' as const),
      at: fc.nat(5),
    });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        fc.constantFrom(
          '{"list":[]}',
          '{"list":["a","b"]}',
          '{\n  "list": [\n    "a", // x\n    "b"\n  ],\n  "z": 1\n}',
        ),
        (steps, text) => {
          const form = new Followed(text);
          let expected = form.listKeys();
          for (const { kind, at } of steps) {
            const index = Math.min(at, Math.max(0, expected.length - (kind === 'insert' ? 0 : 1)));
            if (kind !== 'insert' && expected.length === 0) continue;
            if (kind === 'insert') form.edit(['list'], { kind, index, json: '"new"' });
            else form.edit(['list', index], kind === 'set' ? { kind, json: '"set"' } : { kind });
            const now = form.listKeys();
            if (kind === 'insert') expected = expected.toSpliced(index, 0, now[index]!);
            if (kind === 'remove') expected = expected.toSpliced(index, 1);
            assert.deepEqual(now, expected);
            assert.equal(new Set(now).size, now.length);
          }
        },
      ),
    );
  });
});
