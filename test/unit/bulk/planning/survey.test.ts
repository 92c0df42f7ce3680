import assert from 'node:assert/strict';
import { surveySource } from '../../../../src/bulk/planning/survey';
import { sourceFile } from '../source/sources';

/** The codes of the problems of all rows. */
async function codesOf(text: string, ending: string): Promise<string[]> {
  const codes: string[] = [];
  const survey = await surveySource(sourceFile(text, ending), {
    accountId: 'acc',
    unknownFields: 'warning',
    inOrder: false,
    onProblems: (_, problems) => codes.push(...problems.map(({ code }) => code)),
  });
  return [...survey.problems.map(({ code }) => code), ...codes];
}

describe('a look at a source before its users are read', () => {
  const exported = { id: '1', first_name: 'Ada', updated_at: '2024-01-02T03:04:05Z', is_2fa_enabled: false };

  it('says nothing of what an export has and nobody changes', async () => {
    assert.deepEqual(await codesOf(`${JSON.stringify(exported)}\n`, '.ndjson'), []);
    assert.deepEqual(await codesOf(JSON.stringify([exported]), '.json'), []);
    assert.deepEqual(await codesOf('id,first_name,updated_at,is_2fa_enabled\n1,Ada,x,false\n', '.csv'), []);
  });

  it('says once that remote_data of an export is not sent', async () => {
    const lines = [1, 2, 3].map((id) => JSON.stringify({ ...exported, id: String(id), remote_data: { at: id } }));
    assert.deepEqual(await codesOf(lines.join('\n'), '.ndjson'), ['exportedData']);
    assert.deepEqual(await codesOf('{"id":"1","remote_data":{"a":1}}\n', '.ndjson'), []);
  });

  it('says that a page of a list is not the whole list', async () => {
    const page = (more: object) => JSON.stringify({ ...more, result: [exported] });
    assert.deepEqual(await codesOf(page({ next_cursor: 'abc' }), '.json'), ['onePage']);
    assert.deepEqual(await codesOf(JSON.stringify({ result: [exported], next_cursor: 'abc' }), '.json'), ['onePage']);
    assert.deepEqual(await codesOf(JSON.stringify({ result: [exported], next_cursor: null }), '.json'), []);
    assert.deepEqual(await codesOf(JSON.stringify({ value: [exported], '@odata.nextLink': 'https://x' }), '.json'), [
      'onePage',
    ]);
  });

  it('tells of each of several rows of one user where the others are', async () => {
    const found: unknown[] = [];
    await surveySource(sourceFile('[{"id":"1"},\n{"id":"2"}, {"id":"1"},\n{"id":"1"}]', '.json'), {
      accountId: 'acc',
      unknownFields: 'warning',
      inOrder: false,
      onProblems: (_, problems) =>
        found.push(...problems.map(({ code, line, column, params }) => [code, line, column, params['line']])),
    });
    assert.deepEqual(found, [
      ['duplicateUser', 1, 2, 2],
      ['duplicateUser', 2, 13, 1],
      ['duplicateUser', 3, 1, 1],
    ]);
  });

  it('says what is wrong all the same', async () => {
    const wrong = { ...exported, shoe: 7, status: 'away' };
    assert.deepEqual((await codesOf(JSON.stringify([wrong]), '.json')).sort(), ['notAllowedValue', 'unknownField']);
  });
});
