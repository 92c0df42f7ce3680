import assert from 'node:assert/strict';
import { afterChanges, placeServerProblems } from '../../../../src/core/errors/serverProblems';

const text = '{\n  "status": "actve",\n  "emails": [{ "email": "a" }],\n  "$truto": { "id": "1" }\n}';
const marked = (problems: ReturnType<typeof placeServerProblems>, of = text) =>
  problems.map(({ code, offset, length }) => [code, of.slice(offset, offset + length)]);

describe('what the server refused', () => {
  it('is marked at the refused value', () => {
    const problems = placeServerProblems(
      text,
      [{ in: 'body', kind: 'refused', path: ['emails', 0, 'email'], message: 'no' }],
      'HubSpot',
    );
    assert.deepEqual(marked(problems), [['refusedByServer', '"a"']]);
  });

  it('is marked at the object where a field is missing, and at the nearest one for a missing parameter', () => {
    const problems = placeServerProblems(
      text,
      [
        { in: 'body', kind: 'missing', path: ['roles'] },
        { in: 'query', kind: 'missing', path: ['organization_id'] },
      ],
      'ClickUp',
    );
    assert.deepEqual(marked(problems), [
      ['missingField', '{'],
      ['missingField', '"$truto"'],
    ]);
    assert.deepEqual(problems[1]?.path, ['$truto', 'query', 'organization_id']);
  });

  it('is information where it is needed under some conditions only, and nothing where the file has it', () => {
    const problems = placeServerProblems(
      text,
      [
        { in: 'body', kind: 'conditional', path: ['roles'] },
        { in: 'body', kind: 'conditional', path: ['status'] },
      ],
      'X',
    );
    assert.deepEqual(
      problems.map(({ path, severity }) => [path, severity]),
      [[['roles'], 'information']],
    );
  });

  it('is marked at the object when the refused field is not in the file', () => {
    assert.deepEqual(marked(placeServerProblems(text, [{ in: 'body', kind: 'refused', path: ['title'] }], 'X')), [
      ['refusedByServer', '{'],
    ]);
  });

  it('moves with edits before it, stays on edits behind it, and goes when its place is edited', () => {
    const [problem] = placeServerProblems(text, [{ in: 'body', kind: 'refused', path: ['emails', 0, 'email'] }], 'X');
    const status = text.indexOf('"actve"');
    const moved = afterChanges([problem!], [{ offset: status, length: 7, text: '"active"' }]);
    assert.deepEqual(marked(moved, text.replace('actve', 'active')), [['refusedByServer', '"a"']]);
    assert.equal(afterChanges([problem!], [{ offset: text.length, length: 0, text: '\n' }]).length, 1);
    assert.equal(afterChanges([problem!], [{ offset: problem!.offset + 1, length: 1, text: 'b' }]).length, 0);
  });
});
