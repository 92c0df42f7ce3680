import * as vscode from 'vscode';
import { look } from '../../core/json/differingParts';
import type { KeptUser } from '../../core/secrets/keptUser';
import type { Drift } from '../../core/update/drift';
import { differenceLines, valueWords } from '../../platform/words/differenceWords';
import { firstFields, merged } from './describeUpdate';

/** The lines under the question: what someone else changed, and what overwriting would make of it. */
export function describeDrifts(base: KeptUser, drifts: readonly Drift[]): string[] {
  const { t } = vscode.l10n;
  const told = drifts.map((drift) => driftWords(base, drift));
  const long = told.filter((words) => typeof words === 'object');
  const section = (title: string, fields: readonly (readonly string[])[]) =>
    fields.length === 0 ? [] : [title, ...firstFields(fields, maxLines).map((line) => `    ${line}`)];
  return [
    ...told.filter((words) => typeof words === 'string'),
    ...section(
      t('Changed by someone else:'),
      long.map(({ elsewhere }) => elsewhere),
    ),
    ...section(
      t('Changed again if you overwrite:'),
      long.map(({ overwriting }) => overwriting),
    ),
    '',
    t('Refresh: take the new values, keep your edits. Overwrite: send your file as it is.'),
    t('Truto has no conditional update: changes made in the last moment before sending cannot be detected.'),
  ];
}

/** Of each part of the question. */
const maxLines = 8;

interface LongWords {
  readonly elsewhere: readonly string[];
  readonly overwriting: readonly string[];
}

/** One sentence where the values are short and can be told apart; otherwise what differs of them. */
function driftWords(base: KeptUser, { field: { name, value }, now, isEdited }: Drift): string | LongWords {
  const { t } = vscode.l10n;
  const said = base.comparableValue(name, value);
  const was = merged(name, base.comparable(name), said);
  const is = merged(name, base.comparableValue(name, now), said);
  const words = [was, is, said].map(valueWords);
  const [before = '', after = '', file = ''] = words;
  const looks = new Set(words.map(look));
  const isShort = words.join().length <= maxSentence && looks.size === (isEdited ? 3 : 2);
  if (!isShort || [was, is, said].some((side) => side?.isHidden === true || side?.items || side?.members))
    return { elsewhere: differenceLines(name, was, is), overwriting: differenceLines(name, is, said) };
  return isEdited
    ? t('{0}: was {1}, is now {2}, and the file says {3}', name, before, after, file)
    : t('{0}: was {1} and is now {2}; the file still has the old value', name, before, after);
}

/** UTF-16 units of the values in it. */
const maxSentence = 90;
