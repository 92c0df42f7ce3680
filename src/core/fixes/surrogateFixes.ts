import type { Problem } from '../check/problem';
import type { Fix } from './fix';

const rawOrEscaped = /[\ud800-\udfff]|\\u[dD][89a-fA-F][\da-fA-F]{2}/y;

/**
 * Ways to mend half a character: with the other half beside it, spelled in another way, it becomes whole; else it goes,
 * as it says nothing, or the sign for an unknown character takes its place.
 */
export function surrogateFixes(text: string, { offset, length }: Problem): Fix[] {
  const spelled = text.slice(offset, offset + length);
  const other = spelledAt(text, offset + length);
  const whole = String.fromCharCode(codeOf(spelled), codeOf(other));
  const isWhole = other !== '' && whole.codePointAt(0) !== codeOf(spelled);
  const join: Fix = {
    action: { kind: 'joinHalves' },
    preferred: true,
    edits: () => [{ offset, length: length + other.length, text: whole }],
  };
  return [
    ...(isWhole ? [join] : []),
    { action: { kind: 'removeHalf' }, preferred: !isWhole, edits: () => [{ offset, length, text: '' }] },
    {
      action: { kind: 'replaceHalf' },
      preferred: false,
      edits: () => [{ offset, length, text: '\\ufffd' }],
    },
  ];
}

function spelledAt(text: string, offset: number): string {
  rawOrEscaped.lastIndex = offset;
  return rawOrEscaped.exec(text)?.[0] ?? '';
}

/** The code unit that half a character is, raw or escaped. */
function codeOf(spelled: string): number {
  return spelled.length === 1 ? spelled.charCodeAt(0) : Number.parseInt(spelled.slice(2), 16);
}
