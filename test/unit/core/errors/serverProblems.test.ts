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

  it('says who spoke, of what, where and in which words', () => {
    const said = (complaint: Parameters<typeof placeServerProblems>[1][number]) =>
      placeServerProblems(text, [complaint], 'HubSpot').map(({ code, severity, params }) => ({
        code,
        severity,
        params,
      }));
    assert.deepEqual(said({ in: 'body', kind: 'refused', path: ['status'], message: 'no' }), [
      {
        code: 'refusedByServer',
        severity: 'error',
        params: { field: 'status', integration: 'HubSpot', message: 'no' },
      },
    ]);
    assert.deepEqual(said({ in: 'query', kind: 'missing', path: ['workspace'] }), [
      {
        code: 'missingField',
        severity: 'error',
        params: { field: 'workspace', integration: 'HubSpot', in: 'query', fromServer: true },
      },
    ]);
    assert.deepEqual(said({ in: 'body', kind: 'conditional', path: ['roles'] }), [
      {
        code: 'missingField',
        severity: 'information',
        params: { field: 'roles', integration: 'HubSpot', fromServer: true, conditional: true },
      },
    ]);
  });

  it('is marked at the deepest object or list on its way', () => {
    const at = (path: (string | number)[], kind: 'missing' | 'refused' = 'missing') =>
      marked(placeServerProblems(text, [{ in: 'body', kind, path }], 'X'))[0]?.[1];
    assert.equal(at(['emails', 0, 'type']), '{');
    assert.equal(at(['emails', 4, 'type']), '"emails"');
    assert.equal(at(['status', 'x']), '{');
    assert.equal(at(['emails'], 'refused'), '[{ "email": "a" }]');
    assert.deepEqual(placeServerProblems('', [{ in: 'body', kind: 'missing', path: ['status'] }], 'X'), []);
  });

  it('follows edits one after the other, and goes with the first that touches its place', () => {
    const [problem] = placeServerProblems(text, [{ in: 'body', kind: 'refused', path: ['emails', 0, 'email'] }], 'X');
    const { offset, length } = problem!.scope;
    const after = (...changes: { offset: number; length: number; text: string }[]) => afterChanges([problem!], changes);
    assert.deepEqual(after({ offset: 0, length: 0, text: 'xx' }, { offset: 0, length: 1, text: '' })[0]?.scope, {
      offset: offset + 1,
      length,
    });
    assert.equal(after({ offset: 0, length: 0, text: 'xx' })[0]?.offset, problem!.offset + 2);
    // What ends where it begins, or begins where it ends, leaves it alone.
    assert.equal(after({ offset: offset - 1, length: 1, text: '' })[0]?.scope.offset, offset - 1);
    assert.equal(after({ offset: offset + length, length: 1, text: '' })[0]?.scope.offset, offset);
    assert.deepEqual(after({ offset: offset - 1, length: 2, text: '' }), []);
    assert.deepEqual(after({ offset: offset + length - 1, length: 1, text: '' }), []);
    assert.deepEqual(after({ offset: 0, length: text.length, text: '' }), []);
  });
});
