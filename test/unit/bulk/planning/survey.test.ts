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

  it('says so of the pages of other directories, by a next page, an end that is none, or a count', async () => {
    const parts: readonly object[] = [
      ...[{ next_cursor: 12 }, { nextRecordsUrl: '/x' }, { isLast: false }, { done: false }, { totalResults: 500 }],
      ...[
        { total: 2 },
        { result_count: 2 },
        { totalCount: 9 },
        { '@odata.count': 2 },
        { has_more: true },
        { next: 'x' },
      ],
      ...[
        { paging: { next: { after: '1' } } },
        { meta: { pagination: { next_page: 2 } } },
        { _links: { next: { href: 'x' } } },
      ],
      ...[{ pageInfo: { hasNextPage: true } }, { IsTruncated: true }, { links: { next: 'https://x' } }],
    ];
    const wholes: readonly object[] = [
      ...[
        { next_cursor: null },
        { next_cursor: '' },
        { isLast: true },
        { done: true },
        { totalResults: 1 },
        { total: 0 },
      ],
      ...[
        { has_more: false },
        { paging: {} },
        { paging: { next: null } },
        { next_page: null },
        { limit: 100 },
        { next: {} },
      ],
      ...[{ nextSyncToken: 'x' }, { items: [{ next: 'x' }] }, { previous: 'x' }, { total_pages: 7 }],
    ];
    for (const more of parts) {
      assert.deepEqual(
        await codesOf(JSON.stringify({ ...more, users: [exported] }), '.json'),
        ['onePage'],
        JSON.stringify(more),
      );
      assert.deepEqual(await codesOf(JSON.stringify({ users: [exported], ...more }), '.json'), ['onePage']);
    }
    for (const more of wholes)
      assert.deepEqual(
        await codesOf(JSON.stringify({ users: [exported], ...more }), '.json'),
        [],
        JSON.stringify(more),
      );
  });

  it('says it of several pages where the last one tells', async () => {
    const page = (id: number, more: object) => JSON.stringify({ result: [{ id: String(id) }], total: 3, ...more });
    const pages = [page(1, { next_cursor: 'a' }), page(2, { next_cursor: 'b' }), page(3, {})];
    const all: readonly (readonly [string, string])[] = [
      [pages.join('\n'), '.jsonl'],
      [`[${pages.join(',')}]`, '.json'],
    ];
    for (const [text, ending] of all) assert.deepEqual(await codesOf(text, ending), []);
    assert.deepEqual(await codesOf(pages.slice(0, 2).join('\n'), '.jsonl'), ['onePage']);
    assert.deepEqual(await codesOf(`[${pages.slice(1).join(',')}]`, '.json'), ['onePage']);
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
