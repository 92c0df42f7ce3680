import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

const harmless = new Set(['$schema', '$comment', '$ref', 'title', 'description', 'markdownDescription', 'properties', 'items', 'allOf', 'definitions', 'examples', 'defaultSnippets', 'doNotSuggest']);

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
}

/** The keywords of a schema and all its parts. */
function keywords(schema: Schema): string[] {
  const { properties = {}, definitions = {}, items, allOf = [] } = schema;
  const parts = [...Object.values(properties), ...Object.values(definitions), ...(items ? [items] : []), ...allOf];
  return [...Object.keys(schema), ...parts.flatMap(keywords)];
}

describe('user.hints.schema.json', () => {
  it('constrains nothing, so that no problem is reported twice', async () => {
    const schema = JSON.parse(await readFile('dist/user.hints.schema.json', 'utf8')) as Schema;
    assert.deepEqual([...new Set(keywords(schema))].filter((keyword) => !harmless.has(keyword)), []);
  });
});
