import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';

/**
 * The two that are compared, on texts whose mistakes both find: wrong types, values that are not allowed, unknown
 * fields and wrong dates. Ours also looks for numbers that do not survive, lone surrogates, names that cannot be sent and
 * absurd depth; there are none in the texts.
 */
export const checkerNames = ['ours', 'peer'] as const;
export type CheckerName = (typeof checkerNames)[number];

export interface Checker {
  /** The offsets at which the problems of a text start. */
  check(text: string): Promise<number[]>;
  /** The same for a file. */
  checkFile(path: string): Promise<number[]>;
}

export const loadChecker: Readonly<Record<CheckerName, () => Promise<Checker>>> = { ours: loadOurs, peer: loadPeer };

/** As the editor checks an open document, and bulk a file. */
async function loadOurs(): Promise<Checker> {
  const options = { unknownFields: 'warning' } as const;
  const [{ UserTextCheck }, { checkUsersStream }] = await Promise.all([
    import('../../src/core/check/userTextCheck'),
    import('../../src/bulk/checkUsersStream'),
  ]);
  return {
    check(text) {
      const slices = new UserTextCheck(text, options).problems();
      let slice = slices.next();
      while (slice.done !== true) slice = slices.next();
      return Promise.resolve(slice.value.map(({ offset }) => offset));
    },
    async checkFile(path) {
      const starts: number[] = [];
      for await (const problems of checkUsersStream(piecesOf(path), options)) {
        for (const { offset } of problems) starts.push(offset);
      }
      return starts;
    },
  };
}

/** The text of a file in pieces. A stream's own decoder takes twice the time. */
async function* piecesOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const bytes of createReadStream(path)) yield decoder.decode(bytes as Uint8Array, { stream: true });
  yield decoder.decode();
}

/** VS Code's JSON service, on which its own JSON support is built. */
async function loadPeer(): Promise<Checker> {
  const { default: service } = await import('vscode-json-languageservice');
  const { peerSchema } = await import('./peerSchema');
  const uri = 'file:///users.json';
  const json = service.getLanguageService({});
  json.configure({ schemas: [{ uri: 'file:///users.schema.json', fileMatch: ['*'], schema: peerSchema as object }] });
  const check = async (text: string) => {
    const document = service.TextDocument.create(uri, 'json', 1, text);
    const diagnostics = await json.doValidation(document, json.parseJSONDocument(document), {
      comments: 'ignore',
      trailingCommas: 'ignore',
    });
    return diagnostics.map(({ range }) => document.offsetAt(range.start)).sort((left, right) => left - right);
  };
  return { check, checkFile: async (path) => check(await readFile(path, 'utf8')) };
}
