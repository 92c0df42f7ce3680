import type { Drift } from './drift';
import { editUserText } from '../edit/editUserText';
import type { TextStyle } from '../edit/jsonLayout';
import { applyTextEdits, textDifference, type TextEdit } from '../json/textEdit';

/**
 * The edit that brings a user file up to date with the live user: every field that somebody else changed and the file
 * did not takes the live value, or goes where the user no longer has it. What was edited in the file stays. Undefined
 * when nothing is to be done. Throws EditRefused when the text is no JSON.
 */
export function refreshUserText(text: string, drifts: readonly Drift[], style: TextStyle): TextEdit | undefined {
  let refreshed = text;
  for (const { field, now, isEdited } of drifts) {
    if (isEdited) continue;
    const op =
      now === undefined ? ({ kind: 'remove' } as const) : ({ kind: 'set', json: JSON.stringify(now) } as const);
    refreshed = applyTextEdits(refreshed, editUserText(refreshed, [field.name], op, style));
  }
  return refreshed === text ? undefined : textDifference(text, refreshed);
}
