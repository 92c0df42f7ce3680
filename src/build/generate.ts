// Makes code from the one schema of a user file, user.schema.json.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SchemaPart, UserSchema } from '../core/schema/userSchemaShape.ts';
import { hintsSchema } from '../core/hints/hintsSchema.ts';
import { formats } from '../core/schema/formats.ts';
import { responseSchema } from './responseSchema.ts';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');

const outputs = {
  validator: join(root, 'src/core/schema/generated/validateUser.js'),
  validatorTypes: join(root, 'src/core/schema/generated/validateUser.d.ts'),
  responseValidator: join(root, 'src/core/schema/generated/validateResponse.js'),
  responseValidatorTypes: join(root, 'src/core/schema/generated/validateResponse.d.ts'),
  schema: join(root, 'src/core/schema/generated/userSchema.ts'),
  hints: join(root, 'dist/user.hints.schema.json'),
  bundled: join(root, 'src/core/schema/generated/bundled.json'),
};

/**
 * Writes the validators of user files and of responses and the schema as a module into src/core/schema/generated, and
 * the schema of editor hints into dist. Files that would stay the same are left alone, so that file watchers rest, and the slow generators are
 * only loaded when the schema, these generators or the pinned packages have changed.
 */
export async function generate(): Promise<void> {
  const source = await readFile(join(root, 'src/core/schema/user.schema.json'), 'utf8');
  const stamp = await stampOf(source);
  if (await isUpToDate(stamp)) return;
  // What the schema says of itself is for its writers.
  const schema = JSON.parse(source, (name, value: unknown) => (name === '$comment' ? undefined : value)) as UserSchema;
  const validator = await validatorCode(schema, 'validateUser');
  const responseValidator = await validatorCode(responseSchema(schema), 'validateResponse');
  const bundled: Bundled = { stamp, files: [...new Set([...validator.files, ...responseValidator.files])].sort() };
  const files = {
    [outputs.validator]: validator.code,
    [outputs.validatorTypes]: validatorTypes,
    [outputs.responseValidator]: responseValidator.code,
    [outputs.responseValidatorTypes]: responseValidatorTypes,
    [outputs.schema]: schemaCode(schema),
    [outputs.hints]: `${JSON.stringify({ $comment: stamp, ...hintsSchema(schema) }, undefined, 1)}\n`,
    [outputs.bundled]: `${JSON.stringify(bundled, undefined, 1)}\n`,
  };
  for (const [path, text] of Object.entries(files)) {
    await writeWhenChanged(path, path.endsWith('.json') ? text : `// ${stamp}\n${text}`);
  }
}

interface Bundled {
  readonly stamp: string;
  readonly files: readonly string[];
}

/** The files, by their path in this repository, of which the generated code holds parts. */
export async function bundledFiles(): Promise<readonly string[]> {
  return (JSON.parse(await readFile(outputs.bundled, 'utf8')) as Bundled).files;
}

async function stampOf(source: string): Promise<string> {
  const hash = createHash('sha256').update(source);
  for (const path of [
    'src/build/generate.ts',
    'src/build/responseSchema.ts',
    'src/core/hints/hintsSchema.ts',
    'src/core/schema/formats.ts',
    'package.json',
  ])
    hash.update(await readFile(join(root, path)));
  return `Generated from src/core/schema/user.schema.json (${hash.digest('hex').slice(0, 16)}). Do not edit.`;
}

async function isUpToDate(stamp: string): Promise<boolean> {
  const texts = await Promise.all(Object.values(outputs).map((path) => readFile(path, 'utf8').catch(() => '')));
  return texts.every((text) => text.slice(0, 200).includes(stamp));
}

async function writeWhenChanged(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** A module without imports, made by ajv ahead of time: nothing is compiled or evaluated when it runs. */
async function validatorCode(schema: object, name: string): Promise<{ code: string; files: string[] }> {
  const { Ajv, _ } = await import('ajv');
  const { default: standaloneCode } = await import('ajv/dist/standalone/index.js');
  const { build } = await import('esbuild');
  const ajv = new Ajv({
    allErrors: true,
    messages: false,
    allowUnionTypes: true,
    code: { source: true, esm: true, lines: true, formats: _`formats` },
    formats,
  });
  // The package's own also takes `urn:uuid:`, which Truto does not.
  ajv.addFormat('uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i);
  ajv.addSchema(withoutWords(schema), name);
  // Nobody asks where in the schema an error comes from, and it is a tenth of the code.
  const code = standaloneCode(ajv, { [name]: name }).replaceAll(/schemaPath:"[^"]*",/g, '');
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    metafile: true,
    stdin: {
      contents: `import { formats } from '../core/schema/formats';\n${code}`,
      resolveDir: here,
      loader: 'js',
    },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return { code: outputFiles[0]?.text ?? '', files: Object.keys(metafile.inputs).filter((file) => file !== '<stdin>') };
}

const validatorTypes = `export interface SchemaError {
  /** JSON pointer of the value that fails. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}
/** Checks one user of a file; afterwards \`errors\` holds what is wrong, or null. */
export declare const validateUser: {
  (data: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
};
`;

const responseValidatorTypes = `import type { SchemaError } from './validateUser';

/** Checks the user of a response; afterwards \`errors\` holds what is not as documented, or null. */
export declare const validateResponse: {
  (data: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
};
`;

/** The generated code carries the parts of the schema that it compares with. */
const words = [
  'title',
  'description',
  'examples',
  'x-integrations',
  'x-responseFields',
  'x-onlyOne',
  'x-suggest',
  'x-values',
];

function withoutWords(part: object): object {
  const rules: Record<string, unknown> = Object.fromEntries(
    Object.entries(part).filter(([key]) => !words.includes(key)),
  );
  const { properties, definitions, items } = part as SchemaPart & Partial<Pick<UserSchema, 'definitions'>>;
  if (properties) rules['properties'] = mapParts(properties);
  if (definitions) rules['definitions'] = mapParts(definitions);
  if (items) rules['items'] = withoutWords(items);
  return rules;
}

function mapParts(parts: Readonly<Record<string, SchemaPart>>): Record<string, object> {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, withoutWords(part)]));
}

function schemaCode(schema: UserSchema): string {
  return `import type { UserSchema } from '../userSchemaShape';

/** The schema of a user file as data: field names, allowed values, words for people. */
export const userSchema: UserSchema = ${JSON.stringify(schema, undefined, 1)};
`;
}
