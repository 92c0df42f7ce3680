import type { Problem } from '../check/problem';
import type { Fix } from './fix';

/** Whoever means the sign for an unknown character spells it as an escape: only an editor writes it by mistake. */
export function replacementFixes(text: string, { offset, length }: Problem): Fix[] {
  const spelled = text.slice(offset, offset + length).replaceAll('\ufffd', '\\ufffd');
  return [{ action: { kind: 'spellSign' }, preferred: false, edits: () => [{ offset, length, text: spelled }] }];
}
