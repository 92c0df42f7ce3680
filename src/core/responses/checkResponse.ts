import { isSecretName } from '../secrets/isSecretName';
import { changedFields } from '../update/drift';
import { asDoubles, exactJsonOf } from '../json/exactJson';
import { isRecord } from '../json/isRecord';
import { validateResponse } from '../schema/generated/validateResponse';
import { scanJson } from '../json/scanJson';
import { SoughtPath } from '../json/soughtPaths';
import type { JsonPath } from '../json/jsonPath';
import type { Problem } from '../check/problem';
import type { TextRange } from '../json/textEdit';
import { schemaFindings } from '../schema/schemaFindings';
import { readUserFile, type UserField } from '../update/userFile';

/**
 * Something about a response that is worth a look; never wrong, as providers may return what they like.
 * - `undocumented`: a value that is not as the page's response body describes it, as the problem of a user file
 * - `ownStatus`: a status for which Truto has no mapping, answered as the provider spells it
 * - `differs`: a field whose answered value is not the one that was sent
 */
export type ResponseNote = TextRange &
  (
    | { readonly kind: 'undocumented'; readonly problem: Problem }
    | { readonly kind: 'ownStatus'; readonly status: unknown }
    | { readonly kind: 'differs'; readonly sent: UserField }
  );

/** What providers take and never give back, or give back in their own shape. */
const isCompared = (name: string): boolean => !isSecretName(name) && name !== 'remote_data';

/**
 * Compares the text of a response with the page's response body and with what was sent. A text that holds no user at
 * `path` has no notes. `value` is the response as it came, where the text hides some of it.
 */
export function checkResponse(
  text: string,
  path: JsonPath,
  sent: readonly UserField[],
  value = exactJsonOf(text),
): ResponseNote[] {
  const user = valueAt(value, path);
  if (!isRecord(user)) return [];
  const sought = new SoughtPath();
  const findings = schemaFindings(asDoubles(user) as object, validateResponse).map((finding) => ({
    finding,
    node: sought.add([...path, ...finding.path]),
  }));
  const answered = sent.filter(({ name }) => Object.hasOwn(user, name) && isCompared(name));
  const differing = changedFields(user, answered).map((field) => ({ field, node: sought.add([...path, field.name]) }));
  scanJson(text, sought);
  return [
    ...findings.map(({ finding, node }): ResponseNote => {
      const range = rangeOf(node);
      if (finding.code === 'notAllowedValue') return { kind: 'ownStatus', ...range, status: finding.params.got };
      return { kind: 'undocumented', ...range, problem: { ...finding, ...range, severity: 'information' } };
    }),
    ...differing.map(({ field, node }): ResponseNote => ({ kind: 'differs', ...rangeOf(node), sent: field })),
  ].sort((left, right) => left.offset - right.offset);
}

/** The user's fields, each spelled as in the text of the response, which is valid JSON; [] when it holds no user. */
export function returnedFields(text: string, path: JsonPath): readonly UserField[] {
  const sought = new SoughtPath();
  const node = sought.add(path);
  scanJson(text, sought);
  const { offset, length } = node.place?.value ?? { offset: 0, length: 0 };
  return readUserFile(text.slice(offset, offset + length))?.fields ?? [];
}

function valueAt(root: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>((value, step) => (isRecord(value) ? value[step] : undefined), root);
}

/** The key, where there is one: a value may fill the screen. */
function rangeOf({ place }: SoughtPath): TextRange {
  return place?.key ?? place?.value ?? { offset: 0, length: 0 };
}
