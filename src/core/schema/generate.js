// Makes code from the one schema of a user file, user.schema.json.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerSchema } from './answerSchema.js';
import { hintsSchema } from './hintsSchema.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');

const outputs = {
  validator: join(root, 'src/core/generated/validateUser.js'),
  validatorTypes: join(root, 'src/core/generated/validateUser.d.ts'),
  answerValidator: join(root, 'src/core/generated/validateAnswer.js'),
  answerValidatorTypes: join(root, 'src/core/generated/validateAnswer.d.ts'),
  types: join(root, 'src/core/generated/user.ts'),
  schema: join(root, 'src/core/generated/userSchema.ts'),
  hints: join(root, 'dist/user.hints.schema.json'),
};

/**
 * Writes the validators of user files and of answers, the types and the schema as a module into src/core/generated, and
 * the schema of editor hints into dist. Files that would stay the same are left alone, so that file watchers rest, and the slow generators are
 * only loaded when the schema, these generators or the pinned packages have changed.
 */
export async function generate() {
  const source = await readFile(join(here, 'user.schema.json'), 'utf8');
  const stamp = await stampOf(source);
  if (await isUpToDate(stamp)) return;
  const schema = JSON.parse(source);
  const files = {
    [outputs.validator]: await validatorCode(schema, 'validateUser'),
    [outputs.validatorTypes]: validatorTypes,
    [outputs.answerValidator]: await validatorCode(answerSchema(schema), 'validateAnswer'),
    [outputs.answerValidatorTypes]: answerValidatorTypes,
    [outputs.types]: await typesCode(schema),
    [outputs.schema]: schemaCode(schema),
    [outputs.hints]: `${JSON.stringify({ $comment: stamp, ...hintsSchema(schema) }, undefined, 1)}\n`,
  };
  for (const [path, text] of Object.entries(files)) {
    await writeWhenChanged(path, path.endsWith('.json') ? text : `// ${stamp}\n${text}`);
  }
}

async function stampOf(source) {
  const hash = createHash('sha256').update(source);
  for (const path of ['generate.js', 'hintsSchema.js', 'answerSchema.js', '../../../package.json'])
    hash.update(await readFile(join(here, path)));
  return `Generated from src/core/schema/user.schema.json (${hash.digest('hex').slice(0, 16)}). Do not edit.`;
}

async function isUpToDate(stamp) {
  const texts = await Promise.all(Object.values(outputs).map((path) => readFile(path, 'utf8').catch(() => '')));
  return texts.every((text) => text.slice(0, 200).includes(stamp));
}

async function writeWhenChanged(path, text) {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** A module without imports, made by ajv ahead of time: nothing is compiled or evaluated when it runs. */
async function validatorCode(schema, name) {
  const { Ajv } = await import('ajv');
  const { default: standaloneCode } = await import('ajv/dist/standalone/index.js');
  const { default: addFormats } = await import('ajv-formats');
  const { build } = await import('esbuild');
  const ajv = new Ajv({
    allErrors: true,
    messages: false,
    allowUnionTypes: true,
    code: { source: true, esm: true, lines: true },
  });
  (addFormats.default ?? addFormats)(ajv, ['date-time']);
  // The package's own also takes `urn:uuid:`, which Truto does not.
  ajv.addFormat('uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i);
  ajv.addSchema(withoutWords(schema), name);
  const makeCode = standaloneCode.default ?? standaloneCode;
  const { outputFiles } = await build({
    stdin: { contents: makeCode(ajv, { [name]: name }), resolveDir: here, loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outputFiles[0].text;
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

const answerValidatorTypes = `import type { SchemaError } from './validateUser';

/** Checks the user of an answer; afterwards \`errors\` holds what is not as documented, or null. */
export declare const validateAnswer: {
  (data: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
};
`;

async function typesCode(schema) {
  const { compile } = await import('json-schema-to-typescript');
  const named = withoutTitles(schema);
  return compile(named, 'UserFileContent', { bannerComment: '', format: false, additionalProperties: false });
}

/** The generated code carries the parts of the schema that it compares with. */
function withoutWords(schema) {
  return mapSchemas(schema, (part) => {
    const {
      title,
      $comment,
      description,
      examples,
      'x-integrations': counts,
      'x-responseFields': answered,
      'x-onlyOne': onlyOne,
      'x-suggest': suggest,
      ...rules
    } = part;
    return rules;
  });
}

/** json-schema-to-typescript would make a type of its own for everything that has a title. */
function withoutTitles(schema) {
  return mapSchemas(schema, ({ title, $comment, ...rest }) => rest);
}

function mapSchemas(schema, change) {
  const changed = change(schema);
  for (const key of ['properties', 'definitions']) {
    if (changed[key])
      changed[key] = Object.fromEntries(
        Object.entries(changed[key]).map(([name, part]) => [name, mapSchemas(part, change)]),
      );
  }
  if (changed.items) changed.items = mapSchemas(changed.items, change);
  return changed;
}

function schemaCode(schema) {
  return `import type { UserSchema } from '../schema/userSchemaShape';

/** The schema of a user file as data: field names, allowed values, words for people. */
export const userSchema: UserSchema = ${JSON.stringify(schema, undefined, 1)};
`;
}
