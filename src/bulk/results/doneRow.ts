import { editUserText } from '../../core/edit/editUserText';
import type { JsonPath } from '../../core/json/jsonPath';
import { parseJson } from '../../core/json/parseJson';
import { applyTextEdits } from '../../core/json/textEdit';
import { replaceSecrets } from '../../core/secrets/shown';
import type { SourceFormat } from '../plan/planFile';
import { withhold } from '../planning/planRow';
import { readColumnPath } from '../source/columnPath';
import { cellText, spelledCells } from './csvCells';

const style = { eol: '\n', indent: '  ' } as const;

/** A row as its source spells it, without its secrets: what is done with is not sent again, and needs none. */
export function rowWithoutSecrets(raw: string, format: SourceFormat): string {
  if (format.kind !== 'csv') return jsonWithoutSecrets(raw);
  const { delimiter, columns } = format;
  const cells = spelledCells(raw, delimiter);
  const isSecret = (cell: string, index: number) => {
    const { header = '', field = null } = columns[index] ?? {};
    return holdsSecret((field === null ? undefined : readColumnPath(field)) ?? [header], cellText(cell));
  };
  return cells.map((cell, index) => (isSecret(cell, index) ? '' : cell)).join(delimiter);
}

function holdsSecret(path: readonly unknown[], text: string): boolean {
  const value: unknown = parseJson(text)?.value ?? text;
  const user = path.reduceRight<unknown>((within, step) => ({ [String(step)]: within }), value);
  return withhold(user as Readonly<Record<string, unknown>>).withheld.length > 0;
}

function jsonWithoutSecrets(raw: string): string {
  const paths: JsonPath[] = [];
  replaceSecrets(parseJson(raw)?.plain ?? '{}', (secret, path) => {
    paths.push(path);
    return secret;
  });
  // From the end: the items of a list keep their places until it is their turn.
  return paths
    .toReversed()
    .reduce((text, path) => applyTextEdits(text, editUserText(text, path, { kind: 'remove' }, style)), raw);
}
