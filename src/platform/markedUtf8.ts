import { isUtf8 } from 'node:buffer';
import * as vscode from 'vscode';
import { openDocument } from './editorInputs';

const byteOrderMark = Buffer.of(0xef, 0xbb, 0xbf);

/**
 * UTF-8 as VS Code reads it as such: with a byte order mark, which it takes before any setting, where the settings of the
 * person would have it read, or guess, another encoding. Otherwise, and what is no UTF-8, as it is.
 */
export function markedUtf8(uri: vscode.Uri, bytes: Uint8Array): Uint8Array {
  const isMistakable = hasOwnEncoding(uri) || (isGuessed(uri) && bytes.some((byte) => byte > 0x7f));
  const isMarked = Buffer.compare(bytes.subarray(0, byteOrderMark.length), byteOrderMark) === 0;
  return isMistakable && !isMarked && isUtf8(bytes) ? Buffer.concat([byteOrderMark, bytes]) : bytes;
}

/**
 * As UTF-8 without a mark what VS Code writes to a file. A document that it has restored it writes in the encoding of the
 * settings, which need not have all the characters of its text.
 */
export async function plainUtf8(uri: vscode.Uri, bytes: Uint8Array): Promise<Uint8Array> {
  const { workspace } = vscode;
  const document = openDocument(uri);
  if (document && !isUtf8Name(document.encoding)) {
    const text = document.getText();
    const encoded = await workspace.encode(text, { encoding: document.encoding });
    if (Buffer.compare(encoded, bytes) === 0) return Buffer.from(text);
  }
  // `TextDecoder` leaves the mark out.
  if (isUtf8(bytes)) return Buffer.from(new TextDecoder().decode(bytes));
  const { encoding } = document ?? {};
  const decoded = encoding === undefined ? workspace.decode(bytes, { uri }) : workspace.decode(bytes, { encoding });
  return Buffer.from(await decoded);
}

const isUtf8Name = (encoding: unknown): boolean => encoding === 'utf8' || encoding === 'utf8bom';

const hasOwnEncoding = (uri: vscode.Uri): boolean =>
  fileSettings(uri, 'encoding').some((encoding) => typeof encoding === 'string' && !isUtf8Name(encoding));

const isGuessed = (uri: vscode.Uri): boolean => fileSettings(uri, 'autoGuessEncoding').includes(true);

/** What a setting is for a file, in whichever language it is opened. */
function fileSettings(uri: vscode.Uri, name: string): unknown[] {
  const files = vscode.workspace.getConfiguration('files', uri);
  const languages = files.inspect(name)?.languageIds ?? [];
  const inLanguage = (languageId: string) => vscode.workspace.getConfiguration('files', { uri, languageId });
  return [files, ...languages.map(inLanguage)].map((settings) => settings.get(name));
}
