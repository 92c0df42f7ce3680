import { nodeAround } from '../json/jsonTree';
import type { Problem } from '../check/problem';
import type { Fix } from './fix';
import type { FixableText } from './fixableText';

const rawOrEscaped = /[\ud800-\udfff]|\\u[dD][89a-fA-F][\da-fA-F]{2}/y;

/**
 * Ways to mend half a character: with the other half beside it, spelled in another way, it becomes whole; else it goes,
 * as it says nothing, or the sign for an unknown character takes its place. A text of which nothing else is left would be cleared,
 * and a key would be another one: that is for people to ask for.
 */
export function surrogateFixes(source: FixableText, problem: Problem): Fix[] {
  const { text } = source;
  const { offset, length } = problem;
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
    {
      action: { kind: 'removeHalf' },
      preferred: !isWhole && saysMore(source, problem),
      edits: () => [{ offset, length, text: '' }],
    },
    {
      action: { kind: 'replaceHalf' },
      preferred: false,
      edits: () => [{ offset, length, text: '\\ufffd' }],
    },
  ];
}

/** Whether half a character is in a value that says something without its halves. */
function saysMore(source: FixableText, { path, offset }: Problem): boolean {
  const user = source.userOf(path);
  const node = user && nodeAround(user.root, offset - user.shift);
  const isKey = node?.parent?.type === 'property' && node.parent.children?.[0] === node;
  return node !== undefined && !isKey && /[^\p{Cs}\s]/u.test(String(node.value));
}

function spelledAt(text: string, offset: number): string {
  rawOrEscaped.lastIndex = offset;
  return rawOrEscaped.exec(text)?.[0] ?? '';
}

/** The code unit that half a character is, raw or escaped. */
function codeOf(spelled: string): number {
  return spelled.length === 1 ? spelled.charCodeAt(0) : Number.parseInt(spelled.slice(2), 16);
}
