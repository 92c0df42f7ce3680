import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

const harmless = new Set([
  '$schema',
  '$comment',
  '$ref',
  'title',
  'description',
  'markdownDescription',
  'properties',
  'items',
  'allOf',
  'definitions',
  'doNotSuggest',
]);

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly doNotSuggest?: boolean;
}

function partsOf({ properties = {}, definitions = {}, items, allOf = [] }: Schema): Schema[] {
  return [...Object.values(properties), ...Object.values(definitions), ...(items ? [items] : []), ...allOf];
}

/** The keywords of a schema and all its parts. */
function keywords(schema: Schema): string[] {
  return [...Object.keys(schema), ...partsOf(schema).flatMap(keywords)];
}

/** The properties of a schema and all its parts. */
function properties(schema: Schema): [string, Schema][] {
  return [...Object.entries(schema.properties ?? {}), ...partsOf(schema).flatMap(properties)];
}

describe('user.hints.schema.json', () => {
  it('offers nothing, so that nothing is offered twice', async () => {
    const schema = JSON.parse(await readFile('dist/user.hints.schema.json', 'utf8')) as Schema;
    const suggested = properties(schema).filter(([, { doNotSuggest }]) => doNotSuggest !== true);
    assert.deepEqual(
      suggested.map(([name]) => name),
      [],
    );
    assert.ok(properties(schema).length > 50);
  });

  it('constrains nothing, so that no problem is reported twice', async () => {
    const schema = JSON.parse(await readFile('dist/user.hints.schema.json', 'utf8')) as Schema;
    assert.deepEqual(
      [...new Set(keywords(schema))].filter((keyword) => !harmless.has(keyword)),
      [],
    );
  });
});
